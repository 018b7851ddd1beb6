// Motion: the specification. Everything is whole numbers of 16 bits; products are rounded to 1/32768.
#include "vigie_motion.h"

#include <string.h>

#include "../motion/fixed.h"

static int lesser(int a, int b) { return a < b ? a : b; }
static int greater(int a, int b) { return a > b ? a : b; }
static int distance_of(int a, int b) { return a < b ? b - a : a - b; }

// |a|, |b| <= 32767, so the result is one too. >> of a negative number rounds down, as in all vector instructions.
static int multiply(int a, int b) { return (a * b + 16384) >> 15; }

static int chroma_distance(int u, int v, int mode_u, int mode_v) {
    return lesser(distance_of(u, mode_u), CHROMA_LIMIT) + lesser(distance_of(v, mode_v), CHROMA_LIMIT);
}

// At most 32000.
static int stretched(int difference, const vigie_motion_rates *rates) {
    return 2 * multiply(lesser(difference, DIFFERENCE_LIMIT), rates->stretch);
}

static int is_shadow(int y, int u, int v, int mode_y, int mode_u, int mode_v, int deviation) {
    // Noise of luma is taken to be in the colours too.
    const int limit = SHADOW_COLOUR + lesser(greater(deviation - QUIET, 0), SHADOW_NOISE);
    const int error_u = distance_of(multiply(u - NEUTRAL, mode_y), multiply(mode_u - NEUTRAL, y));
    const int error_v = distance_of(multiply(v - NEUTRAL, mode_y), multiply(mode_v - NEUTRAL, y));
    return y >= multiply(mode_y, DARKEST) && y <= multiply(mode_y, BRIGHTEST) &&
           lesser(error_u, CHROMA_LIMIT) + lesser(error_v, CHROMA_LIMIT) <= multiply(mode_y, limit);
}

static int rate_of(int weight, const vigie_motion_rates *rates) {
    static const int count[LADDER] = RUNG_COUNTS, rate[LADDER] = RUNG_RATES;
    int result = FASTEST;
    for (int k = 0; k < LADDER; k++)
        if (weight >= lesser(count[k] * rates->share, WHOLE)) result = rate[k];
    return greater(result, rates->slowest);
}

static void observe(
    const vigie_motion_modes *modes, const vigie_motion_rates *rates, const uint8_t *ys, const uint8_t *us,
    const uint8_t *vs, const uint8_t *before, size_t count, uint8_t *restrict evidence, uint8_t *restrict look,
    uint8_t *restrict mean_luma) {
    for (size_t i = 0; i < count; i++) {
        const int y = ys[i] << 7, u = us[i] << 7, v = vs[i] << 7;
        const int z = (lesser(greater(modes->deviation[i], LEAST_DEVIATION), GREATEST_DEVIATION) - LEAST_DEVIATION) * 32;
        const int gain = GAIN_0 + multiply(z, GAIN_1 + multiply(z, GAIN_2));
        int dy[2], e[2];
        for (int m = 0; m < 2; m++) {
            dy[m] = stretched(distance_of(y, modes->luma[m][i]), rates);
            const int dc = stretched(chroma_distance(u, v, modes->u[m][i], modes->v[m][i]), rates);
            e[m] = greater(multiply(dy[m], gain), multiply(dc, CHROMA_GAIN));
        }
        const int heavy = modes->weight[1][i] > modes->weight[0][i], light = 1 - heavy;
        const int both = modes->weight[light][i] >= SECOND_MODE;
        evidence[i] = (uint8_t)lesser(both ? lesser(e[heavy], e[light]) : e[heavy], MOST);
        look[i] = is_shadow(
            y, u, v, modes->luma[heavy][i], modes->u[heavy][i], modes->v[heavy][i], modes->deviation[i])
            ? VIGIE_MOTION_SHADOW : 0;

        const int share = before[i] ? rates->foreground_share : rates->share;
        const int near = e[1] < e[0], matches = e[near] < MATCH;
        if (matches && near == heavy)
            modes->deviation[i] = (int16_t)(modes->deviation[i] + multiply(dy[heavy] - modes->deviation[i], DEVIATION_RATE));
        for (int m = 0; m < 2; m++) {
            const int weight = modes->weight[m][i], target = matches && near == m ? WHOLE : 0;
            modes->weight[m][i] = (int16_t)(weight + multiply(share, target - weight));
        }
        if (matches) {
            const int rate = rate_of(modes->weight[near][i], rates);
            int16_t *mean[3] = {&modes->luma[near][i], &modes->u[near][i], &modes->v[near][i]};
            *mean[0] = (int16_t)(*mean[0] + multiply(y - *mean[0], rate));
            *mean[1] = (int16_t)(*mean[1] + multiply(u - *mean[1], rate));
            *mean[2] = (int16_t)(*mean[2] + multiply(v - *mean[2], rate));
        } else {
            modes->luma[light][i] = (int16_t)y;
            modes->u[light][i] = (int16_t)u;
            modes->v[light][i] = (int16_t)v;
            modes->weight[light][i] = (int16_t)share;
        }
        mean_luma[i] = (uint8_t)((modes->luma[modes->weight[1][i] > modes->weight[0][i]][i] + 64) >> 7);
    }
}

// Worst case: 9 · 160.
static void smooth(const uint8_t *const rows[3], size_t count, uint16_t *restrict scratch, uint8_t *restrict out) {
    uint16_t *sum = scratch + VIGIE_MOTION_BLOCK;
    for (size_t i = 0; i < count; i++) sum[i] = (uint16_t)(rows[0][i] + rows[1][i] + rows[2][i]);
    sum[-1] = sum[0];
    sum[count] = sum[count - 1];
    for (size_t i = 0; i < count; i++) out[i] = sum[i - 1] + sum[i] + sum[i + 1] > 9 * MATCH;
}

static void shadow_count(
    const uint8_t *enter, const uint8_t *enter_look, const uint8_t *leave, const uint8_t *leave_look, size_t count,
    uint8_t *restrict counts) {
    uint8_t *all = counts + VIGIE_MOTION_BLOCK, *bright = all + count + 2 * VIGIE_MOTION_BLOCK;
    if (enter)
        for (size_t i = 0; i < count; i++) {
            all[i] = (uint8_t)(all[i] + enter[i]);
            bright[i] = (uint8_t)(bright[i] + (enter[i] & ~enter_look[i]));
        }
    if (leave)
        for (size_t i = 0; i < count; i++) {
            all[i] = (uint8_t)(all[i] - leave[i]);
            bright[i] = (uint8_t)(bright[i] - (leave[i] & ~leave_look[i]));
        }
}

// Worst case: 121 of each.
static void shadow(
    const uint8_t *foreground, const uint8_t *look, const uint8_t *counts, size_t count, uint8_t *restrict out) {
    const uint8_t *all = counts + VIGIE_MOTION_BLOCK, *bright = all + count + 2 * VIGIE_MOTION_BLOCK;
    for (size_t i = 0; i < count; i++) {
        int a = 0, b = 0;
        for (int k = -5; k <= 5; k++) a += all[(ptrdiff_t)i + k], b += bright[(ptrdiff_t)i + k];
        out[i] = foreground[i] & !(look[i] && b <= a >> 3);
    }
}

static void box(
    const uint8_t *const *lines, size_t rows, size_t taps, size_t step, size_t count, uint16_t *restrict scratch,
    uint8_t *restrict out) {
    const size_t length = count + (taps - 1) * step;
    const uint32_t divisor = (uint32_t)(rows * taps);
    // Worst case: 255 · 16 · 16 + 128 = 65408.
    for (size_t i = 0; i < length; i++) {
        scratch[i] = 0;
        for (size_t row = 0; row < rows; row++) scratch[i] = (uint16_t)(scratch[i] + lines[row][i]);
    }
    for (size_t i = 0; i < count; i++) {
        uint32_t sum = divisor / 2;
        for (size_t tap = 0; tap < taps; tap++) sum += scratch[i + tap * step];
        out[i] = (uint8_t)(sum / divisor);
    }
}

static uint32_t distance(const uint8_t *a, const uint8_t *b, size_t count) {
    uint32_t sum = 0;
    for (size_t i = 0; i < count; i++) sum += (uint32_t)distance_of(a[i], b[i]);
    return sum;
}

static uint32_t square_distance(const uint8_t *a, ptrdiff_t stride_a, const uint8_t *b, ptrdiff_t stride_b) {
    uint32_t sum = 0;
    for (int y = 0; y < 16; y++) sum += distance(a + y * stride_a, b + y * stride_b, 16);
    return sum;
}

const vigie_motion_kernels vigie_motion_scalar = {
    "scalar", observe, smooth, shadow_count, shadow, box, distance, square_distance,
};
