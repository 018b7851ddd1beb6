#include "vigie_motion_reduction.h"

#include <string.h>

enum { AREA = 320 * 180, MOST_SAMPLES = 16 };

size_t vigie_motion_factor(size_t width, size_t height) {
    // Nearest: (2 f - 1)^2 <= 4 area / AREA < (2 f + 1)^2.
    const uint64_t area = 4 * (uint64_t)width * height;
    uint64_t factor = 1;
    while ((2 * factor + 1) * (2 * factor + 1) * AREA <= area) factor++;
    return (size_t)factor;
}

static size_t rounded(size_t bytes) { return (bytes + 63) / 64 * 64; }

// Sixteen lines of bytes, the means of a row, and its sums; samples may lie two bytes apart.
size_t vigie_motion_scratch_size(size_t width) { return rounded(2 * width) * (MOST_SAMPLES + 1 + 2) + 64; }

// The samples of a row as bytes side by side; bits below the eighth are cut off.
static void gather(const vigie_motion_samples *s, const uint8_t *line, uint8_t *restrict out) {
    if (s->depth == 8) {
        for (size_t i = 0; i < s->width; i++) out[i] = line[i * s->step];
        return;
    }
    const int32_t drop = s->shift + s->depth - 8;
    for (size_t i = 0; i < s->width; i++) {
        const uint8_t *at = line + i * s->step;
        out[i] = (uint8_t)(((uint32_t)at[0] | (uint32_t)at[1] << 8) >> drop);
    }
}

// Lines lie too far apart for the CPU to foresee the next ones.
static void prefetch(const uint8_t *line, size_t bytes) {
    for (size_t i = 0; i < bytes; i += 64) __builtin_prefetch(line + i, 0, 2);
}

static int lies_in_bytes(const vigie_motion_samples *s, size_t most) { return s->depth == 8 && s->step <= most; }

static size_t lesser(size_t a, size_t b) { return a < b ? a : b; }

// How the samples of a side make cells.
typedef struct {
    size_t factor, taps, step;
    int32_t half;
} axis;

static axis axis_of(size_t factor, int32_t half, size_t samples) {
    const size_t block = lesser((factor + (1u << half) - 1) >> half, samples);
    const size_t step = (block + MOST_SAMPLES - 1) / MOST_SAMPLES;
    return (axis){factor, (block + step - 1) / step, step, half};
}

static size_t start_of(axis a, size_t cell) { return (cell * a.factor) >> a.half; }

static void pick(const uint8_t *means, axis x, size_t step, vigie_mask_shape shape, size_t stride, uint8_t *restrict out) {
    const size_t by = (x.factor >> x.half) * step;
    if (x.factor % (1u << x.half) == 0)
        for (size_t i = 0; i < shape.width; i++) out[i] = means[i * by];
    else
        for (size_t i = 0; i < shape.width; i++) out[i] = means[start_of(x, i) * step];
    memset(out + shape.width, out[shape.width - 1], stride - shape.width);
}

static uint64_t detail_of(
    const vigie_motion_kernels *kernels, const vigie_motion_samples *s, size_t factor, size_t row, void *scratch) {
    const size_t y = lesser(row * factor + factor / 2, s->height - 1);
    const uint8_t *line = s->origin + (ptrdiff_t)y * s->stride;
    if (!lies_in_bytes(s, 1)) {
        gather(s, line, scratch);
        line = scratch;
    }
    return kernels->distance(line, line + 1, s->width - 1);
}

void vigie_motion_reduce(
    const vigie_motion_kernels *kernels, const vigie_motion_samples *s, const uint8_t *second, size_t factor,
    vigie_mask_shape shape, size_t stride, void *scratch, uint8_t *out, uint8_t *second_out, uint64_t *detail) {
    const axis x = axis_of(factor, s->half_x, s->width), y = axis_of(factor, s->half_y, s->height);
    const size_t length = rounded(2 * s->width);
    uint8_t *lines = scratch, *means = lines + MOST_SAMPLES * length;
    uint16_t *sums = (uint16_t *)(means + length);
    const int is_direct = lies_in_bytes(s, 2);
    const size_t step = is_direct ? s->step : 1;
    // Of the samples in turn, the second one's come along.
    const size_t last = start_of(x, shape.width - 1) * step + (second ? 1 : 0);
    if (detail) *detail = 0;
    for (size_t row = 0; row < shape.height; row++) {
        const uint8_t *line[MOST_SAMPLES];
        for (size_t k = 0; k < y.taps; k++) {
            const uint8_t *at = s->origin + (ptrdiff_t)(start_of(y, row) + k * y.step) * s->stride;
            if (!is_direct) gather(s, at, lines + k * length);
            line[k] = is_direct ? at : lines + k * length;
            if (row + 1 < shape.height)
                prefetch(
                    s->origin + (ptrdiff_t)(start_of(y, row + 1) + k * y.step) * s->stride, s->width * s->step);
        }
        const uint8_t *mean = line[0];
        if (x.taps > 1 || y.taps > 1) {
            kernels->box(line, y.taps, x.taps, x.step * step, last + 1, sums, means);
            mean = means;
        }
        pick(mean, x, step, shape, stride, out + row * stride);
        if (second) pick(mean + (second - s->origin), x, step, shape, stride, second_out + row * stride);
        // The gathered lines have served.
        if (detail) *detail += detail_of(kernels, s, factor, row, lines);
    }
}

void vigie_motion_from_rgb(uint8_t *r, uint8_t *g, uint8_t *b, size_t count) {
    for (size_t i = 0; i < count; i++) {
        const int red = r[i], green = g[i], blue = b[i];
        r[i] = (uint8_t)((77 * red + 150 * green + 29 * blue + 128) >> 8);
        g[i] = (uint8_t)((-43 * red - 84 * green + 127 * blue + 128 * 256 + 128) >> 8);
        b[i] = (uint8_t)((127 * red - 106 * green - 21 * blue + 128 * 256 + 128) >> 8);
    }
}
