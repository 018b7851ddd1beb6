// The specification of resampling: the shortest loops; other implementations equal them to the bit.
#include "vigie_resample.h"

// Rounds t · (2048 − w) + b · w, in 2^-22 level, to 1/256 level.
// Worst case: t, b <= 524280 (16 bits deep), so 524280 · 2048 + 8192 < 2^31, and the result is at most 65535.
static uint16_t blend(uint32_t top, uint32_t bottom, int32_t weight) {
    return (uint16_t)((top * (uint32_t)(2048 - weight) + bottom * (uint32_t)weight + (1u << 13)) >> 14);
}

// In 2^-11 level. Worst case: 255 · 2048 = 522240.
static uint32_t mix_u8(const uint8_t *line, vigie_tap tap) {
    return line[tap.a] * (uint32_t)(2048 - tap.weight) + line[tap.b] * (uint32_t)tap.weight;
}

void vigie_resample_row_u8_scalar(
    const vigie_component *component, vigie_tap row, size_t width, uint16_t *restrict out) {
    const uint8_t *top = component->origin + row.a, *bottom = component->origin + row.b;
    for (size_t x = 0; x < width; x++) {
        const vigie_tap column = component->columns[x];
        out[x] = blend(mix_u8(top, column), mix_u8(bottom, column), row.weight);
    }
}

static uint32_t sample_u16(const uint8_t *at, const vigie_component *c) {
    const uint32_t word = (uint32_t)at[0] | (uint32_t)at[1] << 8;
    return (word >> c->shift) & ((1u << c->depth) - 1);
}

// In 2^-11 level, rounded half up. Worst case: (65535 · 2048 + 128) >> 8 = 524280.
static uint32_t mix_u16(const uint8_t *line, vigie_tap tap, const vigie_component *c) {
    const uint32_t sum = sample_u16(line + tap.a, c) * (uint32_t)(2048 - tap.weight)
        + sample_u16(line + tap.b, c) * (uint32_t)tap.weight;
    return (sum + (1u << (c->depth - 9))) >> (c->depth - 8);
}

void vigie_resample_row_u16_scalar(
    const vigie_component *component, vigie_tap row, size_t width, uint16_t *restrict out) {
    const uint8_t *top = component->origin + row.a, *bottom = component->origin + row.b;
    for (size_t x = 0; x < width; x++) {
        const vigie_tap column = component->columns[x];
        out[x] = blend(mix_u16(top, column, component), mix_u16(bottom, column, component), row.weight);
    }
}

void vigie_colour_row_scalar(
    const uint16_t *first, const uint16_t *second, const uint16_t *third, const vigie_colour_matrix *matrix,
    size_t width, uint8_t *restrict out) {
    for (size_t x = 0; x < width; x++) {
        for (size_t i = 0; i < 3; i++) {
            const int32_t *c = matrix->coefficient[i];
            // Fits 32 bits: see vigie_colour_matrix.
            const int32_t sum = c[0] * first[x] + c[1] * second[x] + c[2] * third[x] + matrix->offset[i];
            const int32_t level = sum < 0 ? 0 : sum >> 21;
            out[3 * x + i] = (uint8_t)(level > 255 ? 255 : level);
        }
    }
}

void vigie_resample(
    const vigie_component *component, size_t components, const vigie_colour_matrix *matrix, size_t width, size_t height,
    uint16_t *restrict scratch, uint8_t *restrict out, ptrdiff_t stride) {
    // Grey has one row; its other two coefficients are zero.
    const uint16_t *second = components == 3 ? scratch + width : scratch;
    const uint16_t *third = components == 3 ? scratch + 2 * width : scratch;
    for (size_t y = 0; y < height; y++) {
        for (size_t k = 0; k < components; k++) {
            vigie_resample_row_fn *row = component[k].depth > 8 ? vigie_resample_row_u16_scalar : vigie_resample_row_u8_scalar;
            row(&component[k], component[k].rows[y], width, scratch + k * width);
        }
        vigie_colour_row_scalar(scratch, second, third, matrix, width, out + (ptrdiff_t)y * stride);
    }
}
