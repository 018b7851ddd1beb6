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

void vigie_motion_bring_upright(vigie_motion *m) {
    turn(m, m->picture[0], m->luma);
    turn(m, m->before, m->mask);
    if (!m->turn.is_transposed && !m->turn.mirrors_x && !m->turn.mirrors_y) return;
    pack(m->mask, m->upright, m->bits[1]);
    m->region_count =
        vigie_mask_regions(m->bits[1], m->upright, 0, m->runs, m->parents, m->regions, &m->run_count);
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
