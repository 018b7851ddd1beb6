// From the picture as it is stored to the frame as it is seen, and from one frame to the next.
#include <string.h>

#include "stages.h"

static void turn(const vigie_motion *m, const uint8_t *cells, uint8_t *out) {
    const size_t width = m->shape.width, height = m->shape.height;
    const vigie_motion_turn t = m->turn;
    for (size_t y = 0; y < height; y++, cells += m->stride) {
        const size_t across = t.mirrors_y ? height - 1 - y : y;
        if (!t.is_transposed && !t.mirrors_x) {
            memcpy(out + across * width, cells, width);
            continue;
        }
        for (size_t x = 0; x < width; x++) {
            const size_t along = t.mirrors_x ? width - 1 - x : x;
            out[t.is_transposed ? along * height + across : across * width + along] = cells[x];
        }
    }
}

// Bytes without gaps to bits.
static void pack(const uint8_t *cells, vigie_mask_shape shape, uint64_t *bits) {
    memset(bits, 0, shape.words * shape.height * sizeof *bits);
    for (size_t y = 0; y < shape.height; y++)
        for (size_t x = 0; x < shape.width; x++) bits[y * shape.words + x / 64] |= (uint64_t)*cells++ << x % 64;
}

// Cells of the background to cells of the picture.
static void shift(const uint64_t *bits, vigie_mask_shape shape, int x, int y, uint64_t *out) {
    const size_t words = shape.words;
    const int height = (int)shape.height;
    for (int row = 0; row < height; row++) {
        uint64_t *to = out + (size_t)row * words;
        memset(to, 0, words * sizeof *to);
        if (row - y < 0 || row - y >= height) continue;
        const uint64_t *from = bits + (size_t)(row - y) * words;
        for (size_t w = 0; w < words; w++) {
            if (x == 0) to[w] = from[w];
            if (x > 0) to[w] = from[w] << x | (w > 0 ? from[w - 1] >> (64 - x) : 0);
            if (x < 0) to[w] = from[w] >> -x | (w + 1 < words ? from[w + 1] << (64 + x) : 0);
        }
        if (shape.width % 64) to[words - 1] &= (1ull << shape.width % 64) - 1;
    }
}

static int rounded(int32_t quarters) { return quarters >= 0 ? (quarters + 2) / 4 : -((2 - quarters) / 4); }

void vigie_motion_present(vigie_motion *m, size_t least_region) {
    uint64_t *seen = m->bits[1];
    const int x = rounded(m->shift_x), y = rounded(m->shift_y);
    shift(m->bits[0], m->shape, x, y, seen);
    m->ignored_foreground_cells = 0;
    for (size_t i = 0; i < m->shape.words * m->shape.height; i++) {
        m->ignored_foreground_cells += (uint64_t)__builtin_popcountll(seen[i] & m->ignored[i]);
        seen[i] &= ~m->ignored[i];
    }
    const vigie_motion_turn t = m->turn;
    turn(m, m->picture[0], m->luma);
    if (x != 0 || y != 0 || m->ignored_foreground_cells > 0)
        vigie_motion_drop_small(m, seen, m->shape, least_region);
    m->foreground_cells = vigie_mask_count(seen, m->shape);
    // The foreground before clean-up has served.
    vigie_mask_unpack(seen, m->shape, m->foreground, m->stride);
    turn(m, m->foreground, m->mask);
    if (!t.is_transposed && !t.mirrors_x && !t.mirrors_y) return;
    pack(m->mask, m->upright, seen);
    vigie_motion_drop_small(m, seen, m->upright, 1);
}

void vigie_motion_link(vigie_motion *m) {
    for (size_t k = 0; k < m->region_count; k++) m->ages[k] = 0;
    size_t earlier = 0;
    for (size_t k = 0; k < m->run_count; k++) {
        const vigie_run run = m->runs[k];
        const vigie_run *e = m->earlier_runs;
        while (earlier < m->earlier_run_count &&
               (e[earlier].row < run.row || (e[earlier].row == run.row && e[earlier].end <= run.start)))
            earlier++;
        uint32_t *age = &m->ages[run.region];
        for (size_t j = earlier; j < m->earlier_run_count && e[j].row == run.row && e[j].start < run.end; j++)
            if (m->earlier_ages[e[j].region] > *age) *age = m->earlier_ages[e[j].region];
    }
    for (size_t k = 0; k < m->region_count; k++) m->earlier_ages[k] = ++m->ages[k];
    memcpy(m->earlier_runs, m->runs, m->run_count * sizeof *m->runs);
    m->earlier_run_count = m->run_count;
}
