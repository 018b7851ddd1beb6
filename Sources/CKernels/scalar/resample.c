// The specification of resampling: the shortest loops; other implementations equal them to the bit.
#include "vigie_resample.h"

// In 2^-11 level. Worst case: 255 · 2048 = 522240.
static void mix_u8(
    const vigie_component *c, const uint8_t *line, const uint8_t *next, size_t width, uint32_t *restrict out) {
    (void)next;
    for (size_t x = 0; x < width; x++) {
        const vigie_tap tap = c->columns[x];
        out[x] = line[tap.a] * (uint32_t)(2048 - tap.weight) + line[tap.b] * (uint32_t)tap.weight;
    }
}

static uint32_t sample_u16(const uint8_t *at, const vigie_component *c) {
    const uint32_t word = (uint32_t)at[0] | (uint32_t)at[1] << 8;
    return (word >> c->shift) & ((1u << c->depth) - 1);
}

// In 2^-11 level, rounded half up. Worst case: (65535 · 2048 + 128) >> 8 = 524280.
static void mix_u16(
    const vigie_component *c, const uint8_t *line, const uint8_t *next, size_t width, uint32_t *restrict out) {
    (void)next;
    for (size_t x = 0; x < width; x++) {
        const vigie_tap tap = c->columns[x];
        const uint32_t sum = sample_u16(line + tap.a, c) * (uint32_t)(2048 - tap.weight)
            + sample_u16(line + tap.b, c) * (uint32_t)tap.weight;
        out[x] = (sum + (1u << (c->depth - 9))) >> (c->depth - 8);
    }
}

// Rounds t · (2048 − w) + b · w, in 2^-22 level, to 1/256 level.
// Worst case: t, b <= 524280 (16 bits deep), so 524280 · 2048 + 8192 < 2^31, and the result is at most 65535.
static int32_t blend(vigie_mixture mixture, size_t x) {
    const uint32_t sum = mixture.top[x] * (2048 - mixture.weight) + mixture.bottom[x] * mixture.weight;
    return (int32_t)((sum + (1u << 13)) >> 14);
}

static void colour(
    const vigie_mixture mixture[3], const vigie_colour_matrix *matrix, size_t width, uint8_t *restrict out) {
    for (size_t x = 0; x < width; x++) {
        const int32_t first = blend(mixture[0], x), second = blend(mixture[1], x), third = blend(mixture[2], x);
        for (size_t i = 0; i < 3; i++) {
            const int32_t *c = matrix->coefficient[i];
            // Fits 32 bits: see vigie_colour_matrix.
            const int32_t sum = c[0] * first + c[1] * second + c[2] * third + matrix->offset[i];
            const int32_t level = sum < 0 ? 0 : sum >> 21;
            out[3 * x + i] = (uint8_t)(level > 255 ? 255 : level);
        }
    }
}

const vigie_resampling vigie_resampling_scalar = {"scalar", mix_u8, mix_u16, colour};
