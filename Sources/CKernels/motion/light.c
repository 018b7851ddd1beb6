// Changes of light: the background is scaled where all of it has become brighter or darker, and begun anew where the
// picture has changed as a whole.
#include <string.h>

#include "stages.h"

enum {
    EVERY_ROW = 4, EVERY_COLUMN = 5,  // cells that are asked for the gain
    DARK = 24,            // levels: below, a ratio is noise
    UNIT = 256,           // a gain of 1
    MOST_GAIN = 1024,
    LEAST_CHANGE = 5,     // 2 %
    NEAR = 26,            // 10 %: within, a cell agrees
    BLOCK = 16,
    PATIENCE = 3,         // pictures: a flash is shorter
};

// The median of picture / background, in 1/256; 1 where most cells do not agree on one.
static uint32_t gain_of(const vigie_motion *m, const uint8_t *luma) {
    uint16_t counts[MOST_GAIN + 1] = {0};
    uint32_t asked = 0;
    for (size_t y = EVERY_ROW / 2; y < m->shape.height; y += EVERY_ROW)
        for (size_t x = y % EVERY_COLUMN; x < m->shape.width; x += EVERY_COLUMN) {
            const size_t at = y * m->stride + x;
            const uint32_t mean = m->mean[at], level = luma[at];
            // White may have been any level above.
            if (mean < DARK || mean > 250 || level > 250 || m->before[at]) continue;
            const uint32_t gain = (UNIT * level + mean / 2) / mean;
            counts[gain < MOST_GAIN ? gain : MOST_GAIN]++;
            asked++;
        }
    uint32_t median = 0;
    for (uint32_t sum = counts[0]; 2 * sum < asked;) sum += counts[++median];
    if (asked < 64 || median < UNIT / 4 || median > MOST_GAIN - NEAR) return UNIT;
    uint32_t agree = 0;
    const uint32_t near = NEAR * median / UNIT;
    for (uint32_t gain = median - near; gain <= median + near; gain++) agree += counts[gain];
    return 10 * agree >= 7 * asked ? median : UNIT;
}

void vigie_motion_follow_light(vigie_motion *m, uint8_t *const *picture) {
    const uint32_t gain = gain_of(m, picture[0]);
    if (gain > UNIT - LEAST_CHANGE && gain < UNIT + LEAST_CHANGE) return;
    // Colours become paler with luma, towards neutral.
    for (size_t k = 0; k < 6; k++) {
        const int32_t zero = k < 2 ? 0 : 128 * 128;
        int16_t *mean = m->modes[k];
        for (size_t i = 0; i < m->stride * m->shape.height; i++) {
            const int32_t value = zero + (((mean[i] - zero) * (int32_t)gain + UNIT / 2) >> 8);
            mean[i] = (int16_t)(value < 0 ? 0 : value < 32640 ? value : 32640);
        }
    }
}

// Whether a block's pattern is that of the background, if it has one: their correlation is at least 0.7. It is flat where
// neither has more than noise.
static int keeps_pattern(const vigie_motion *m, const uint8_t *luma, size_t at, int *has_pattern, int *is_flat) {
    // Worst case: 255² · 256 fits 32 bits; products of such sums are taken in 64.
    int64_t a = 0, b = 0, aa = 0, bb = 0, ab = 0;
    for (size_t y = 0; y < BLOCK; y++)
        for (size_t x = 0; x < BLOCK; x++) {
            const int64_t p = luma[at + y * m->stride + x], q = m->mean[at + y * m->stride + x];
            a += p, b += q, aa += p * p, bb += q * q, ab += p * q;
        }
    const int64_t n = BLOCK * BLOCK, va = n * aa - a * a, vb = n * bb - b * b, both = n * ab - a * b;
    // A deviation of three levels in both.
    *has_pattern = va > 9 * n * n && vb > 9 * n * n;
    *is_flat = va <= 36 * n * n && vb <= 36 * n * n;
    // Variances are below 2^31: 255² / 4 · 2^16. both² >= 0.49 va vb, all divided by 2^8 so that products fit.
    return *has_pattern && both > 0 && (both >> 8) * (both >> 8) * 100 >= 49 * (va >> 8) * (vb >> 8);
}

int vigie_motion_has_changed(vigie_motion *m, uint8_t *const *picture) {
    const size_t width = m->shape.width, height = m->shape.height;
    uint64_t changed = 0;
    for (size_t y = 0; y < height; y++) {
        // Narrow, so that compilers make vectors of it.
        uint16_t row = 0;
        for (size_t x = 0; x < width; x++) row = (uint16_t)(row + m->foreground[y * m->stride + x]);
        changed += row;
    }
    const uint64_t cells = (uint64_t)width * height;
    int is_new = 10 * changed >= 8 * cells;
    // Cars in front of a background do not show its pattern; light that falls on it does.
    if (!is_new && 20 * changed >= 3 * cells) {
        uint32_t blocks = 0, patterned = 0, kept = 0, lost = 0;
        for (size_t y = 0; y + BLOCK <= height; y += BLOCK)
            for (size_t x = 0; x + BLOCK <= width; x += BLOCK) {
                const size_t at = y * m->stride + x;
                if (!m->foreground[at + BLOCK / 2 * (m->stride + 1)]) continue;
                int has_pattern, is_flat;
                const int is_kept = keeps_pattern(m, picture[0], at, &has_pattern, &is_flat);
                blocks++;
                kept += (uint32_t)is_kept;
                patterned += (uint32_t)has_pattern;
                lost += (uint32_t)(!is_kept && !is_flat);
            }
        is_new = patterned >= 4 && 10 * kept >= 7 * patterned;
        // Light on bare walls; a truck that large brings edges.
        if (2 * changed >= cells && 10 * lost <= blocks) is_new = 1;
    }
    m->changed = is_new ? m->changed + 1 : 0;
    if (m->changed < PATIENCE) return 0;
    m->changed = 0;
    return 1;
}
