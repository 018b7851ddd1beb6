// What all implementations of resampling share: the vector kernels' tables, and which lines are mixed when.
#include "vigie_resample.h"

#include <string.h>

#include "simd/resample_tables.h"

enum { WINDOW = 16 };

const vigie_resampling *vigie_resampling_for(const vigie_kernels *kernels) {
    static const vigie_resampling *const all[] = {
#if defined(__x86_64__)
        &vigie_resampling_avx512, &vigie_resampling_avx2,
#elif defined(__aarch64__)
        &vigie_resampling_neon,
#endif
    };
    for (size_t i = 0; i < sizeof all / sizeof all[0]; i++)
        if (strcmp(all[i]->name, kernels->name) == 0) return all[i];
    return &vigie_resampling_scalar;
}

static int32_t lesser(int32_t a, int32_t b) { return a < b ? a : b; }
static int32_t greater(int32_t a, int32_t b) { return a > b ? a : b; }

// The bytes that taps touch: from `low` up to `high`.
typedef struct {
    int32_t low, high;
} span;

static span touched(const vigie_tap *taps, size_t count, int32_t sample) {
    span s = {taps[0].a, taps[0].a};
    for (size_t i = 0; i < count; i++) {
        s.low = lesser(s.low, lesser(taps[i].a, taps[i].b));
        s.high = greater(s.high, greater(taps[i].a, taps[i].b));
    }
    s.high += sample;
    return s;
}

// The taps of columns x…x + count - 1, of which those beyond the output repeat its last one.
static size_t part(const vigie_tap *columns, size_t width, size_t x, size_t count, vigie_tap *taps) {
    for (size_t i = 0; i < count; i++) taps[i] = columns[x + i < width ? x + i : width - 1];
    return count;
}

static int fits(const vigie_tap *columns, size_t width, int32_t sample, size_t count) {
    for (size_t x = 0; x < width; x += count) {
        vigie_tap taps[4];
        const span s = touched(taps, part(columns, width, x, count, taps), sample);
        if (s.high - s.low > WINDOW) return 0;
    }
    return 1;
}

// Window `w` of the group whose first column is x; the block is filled with 0x80.
static void choose(
    const vigie_tap *columns, size_t width, size_t x, int32_t w, int32_t windows, int32_t sample, int32_t end,
    vigie_column_block *block) {
    const int32_t count = 4 / windows;
    const size_t group = x / 4 % 4;
    vigie_tap taps[4];
    part(columns, width, x + (size_t)(w * count), (size_t)count, taps);
    const int32_t start = lesser(touched(taps, (size_t)count, sample).low, end - WINDOW);
    block->offset[w][group] = start;
    for (int32_t i = 0; i < count; i++) {
        const size_t column = 4 * group + (size_t)(w * count + i);
        uint8_t *choice = block->choice[w] + 4 * column;
        for (int32_t byte = 0; byte < sample; byte++) {
            choice[byte] = (uint8_t)(taps[i].a - start + byte);
            choice[2 + byte] = (uint8_t)(taps[i].b - start + byte);
        }
        block->weight[2 * column] = (int16_t)(2048 - taps[i].weight);
        block->weight[2 * column + 1] = (int16_t)taps[i].weight;
    }
}

int32_t vigie_prepare_columns(const vigie_tap *columns, size_t width, int32_t depth, vigie_column_block *blocks) {
    const int32_t sample = depth > 8 ? 2 : 1;
    const span line = touched(columns, width, sample);
    int32_t windows = 1;
    while (windows <= 4 && !fits(columns, width, sample, (size_t)(4 / windows))) windows *= 2;
    if (windows > 4 || line.high - line.low < WINDOW) return 0;
    for (size_t x = 0; x < width; x += VIGIE_COLUMNS) {
        vigie_column_block *block = &blocks[x / VIGIE_COLUMNS];
        memset(block, 0, sizeof *block);
        memset(block->choice, 0x80, sizeof block->choice);
        for (size_t group = 0; group < 4; group++)
            for (int32_t w = 0; w < windows; w++)
                choose(columns, width, x + 4 * group, w, windows, sample, line.high, block);
    }
    return windows;
}

// The two lines of a component that were mixed last.
typedef struct {
    uint32_t *line[2];
    int32_t row[2];
    size_t count;
} mixed_lines;

// The mixture of `row`; the one of `kept` stays where it is.
static const uint32_t *mixed(
    mixed_lines *lines, const vigie_resampling *resampling, const vigie_component *c, int32_t row, int32_t kept,
    int32_t next, size_t width) {
    for (size_t i = 0; i < lines->count; i++)
        if (lines->row[i] == row) return lines->line[i];
    const size_t slot = lines->count < 2 ? lines->count++ : lines->row[0] == kept;
    const vigie_resampling *kernels = c->windows > 0 ? resampling : &vigie_resampling_scalar;
    vigie_mix_fn *mix = c->depth > 8 ? kernels->mix_u16 : kernels->mix_u8;
    mix(c, c->origin + row, c->origin + next, width, lines->line[slot]);
    lines->row[slot] = row;
    return lines->line[slot];
}

void vigie_resample(
    const vigie_resampling *resampling, const vigie_component *component, size_t components,
    const vigie_colour_matrix *matrix, size_t width, size_t height, uint32_t *restrict scratch, uint8_t *restrict out,
    ptrdiff_t stride) {
    const size_t length = vigie_mixture_length(width);
    mixed_lines lines[3] = {0};
    for (size_t k = 0; k < components; k++)
        for (size_t i = 0; i < 2; i++) lines[k].line[i] = scratch + (2 * k + i) * length;

    for (size_t y = 0; y < height; y++) {
        vigie_mixture mixture[3];
        for (size_t k = 0; k < components; k++) {
            const vigie_component *c = &component[k];
            const vigie_tap row = c->rows[y], next = c->rows[y + 1 < height ? y + 1 : y];
            mixture[k].top = mixed(&lines[k], resampling, c, row.a, row.b, next.a, width);
            mixture[k].bottom = mixed(&lines[k], resampling, c, row.b, row.a, next.b, width);
            mixture[k].weight = (uint32_t)row.weight;
        }
        // Grey has one component; its other two coefficients are zero.
        for (size_t k = components; k < 3; k++) mixture[k] = mixture[0];
        resampling->colour(mixture, matrix, width, out + (ptrdiff_t)y * stride);
    }
}
