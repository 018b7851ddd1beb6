#include "memory.h"
#include "vigie_motion.h"

// The same arrays twice: what the specification writes into, and what the implementation does.
typedef struct {
    parity_random *random;
    parity_memory *memory;
    int kind; // of the values
} maker;

static int value(maker *make, int least, int most) {
    switch (make->kind) {
    case 0: return least;
    case 1: return most;
    case 2: return parity_below(make->random, 2) ? least : most;
    default: return (int)parity_between(make->random, 0, (size_t)(most - least)) + least;
    }
}

static uint8_t *bytes_of(maker *make, size_t count, int least, int most) {
    uint8_t *all = parity_guarded(make->memory, count, parity_below(make->random, 4) > 0);
    for (size_t i = 0; i < count; i++) all[i] = (uint8_t)value(make, least, most);
    return all;
}

static void *copy_of(maker *make, const void *array, size_t size) {
    return memcpy(parity_guarded(make->memory, size, 1), array, size);
}

static int differs(
    const char *what, size_t count, const void *expected, const void *got, size_t size, uint64_t seed, char *report,
    size_t report_size) {
    const uint8_t *a = expected, *b = got;
    vigie_parity_digest_bytes(a, size);
    for (size_t i = 0; i < size; i++) {
        if (a[i] == b[i]) continue;
        snprintf(report, report_size, "%s of %zu, case %llu: byte %zu is %d instead of %d", what, count,
                 (unsigned long long)seed, i, b[i], a[i]);
        return 1;
    }
    return 0;
}

// Values that lie near each other now and then, as those of a real background do.
static void make_modes(maker *make, const uint8_t *const picture[3], size_t count, int16_t *modes) {
    for (size_t k = 0; k < 9; k++)
        for (size_t i = 0; i < count; i++) {
            int16_t *at = &modes[k * count + i];
            const int near = k < 6 && parity_below(make->random, 3) > 0;
            if (near) {
                const int mean = picture[k / 2][i] * 128 + (int)parity_between(make->random, 0, 6000) - 3000;
                *at = (int16_t)(mean < 0 ? 0 : mean > 32640 ? 32640 : mean);
            } else {
                *at = (int16_t)value(make, 0, k < 6 || k == 8 ? 32640 : 32767);
            }
        }
}

static vigie_motion_modes laid_out(int16_t *p, size_t count) {
    return (vigie_motion_modes){
        {p, p + count}, {p + 2 * count, p + 3 * count}, {p + 4 * count, p + 5 * count}, {p + 6 * count, p + 7 * count},
        p + 8 * count};
}

static int observe(
    const vigie_motion_kernels *kernels, maker *make, uint64_t seed, char *report, size_t size) {
    const size_t count = VIGIE_MOTION_BLOCK * parity_between(make->random, 1, 6);
    const uint8_t *picture[3];
    for (size_t k = 0; k < 3; k++) picture[k] = bytes_of(make, count, 0, 255);
    const uint8_t *before = bytes_of(make, count, 0, 1);
    const size_t bytes = 9 * count * sizeof(int16_t);
    int16_t *modes[2];
    modes[0] = parity_guarded(make->memory, bytes, 1);
    make_modes(make, picture, count, modes[0]);
    modes[1] = copy_of(make, modes[0], bytes);
    const int16_t share = (int16_t)(32767 / parity_between(make->random, 1, 1000));
    const vigie_motion_rates rates = {
        share, (int16_t)(share / (int)parity_between(make->random, 1, 4)),
        (int16_t)parity_between(make->random, 16384, 32767), (int16_t)parity_between(make->random, 30, 1400)};
    uint8_t *out[2];
    for (size_t k = 0; k < 2; k++) {
        out[k] = parity_guarded(make->memory, 3 * count, 1);
        const vigie_motion_modes m = laid_out(modes[k], count);
        (k ? kernels : &vigie_motion_scalar)->observe(
            &m, &rates, picture[0], picture[1], picture[2], before, count, out[k], out[k] + count,
            out[k] + 2 * count);
    }
    return differs("observe", count, out[0], out[1], 3 * count, seed, report, size) ||
           differs("modes", count, modes[0], modes[1], bytes, seed, report, size);
}

static int smooth(
    const vigie_motion_kernels *kernels, maker *make, uint64_t seed, char *report, size_t size) {
    const size_t count = VIGIE_MOTION_BLOCK * parity_between(make->random, 1, 6);
    const uint8_t *rows[3];
    for (size_t k = 0; k < 3; k++) rows[k] = bytes_of(make, count, 0, 160);
    uint8_t *out[2];
    for (size_t k = 0; k < 2; k++) {
        uint16_t *scratch = parity_guarded(make->memory, (count + 2 * VIGIE_MOTION_BLOCK) * sizeof *scratch, 1);
        out[k] = parity_guarded(make->memory, count, 1);
        (k ? kernels : &vigie_motion_scalar)->smooth(rows, count, scratch, out[k]);
    }
    return differs("smooth", count, out[0], out[1], count, seed, report, size);
}

static int shadow(
    const vigie_motion_kernels *kernels, maker *make, uint64_t seed, char *report, size_t size) {
    const size_t count = VIGIE_MOTION_BLOCK * parity_between(make->random, 1, 6), row = count + 2 * VIGIE_MOTION_BLOCK;
    const uint8_t *enter = bytes_of(make, count, 0, 1), *enter_look = bytes_of(make, count, 0, 1);
    const uint8_t *leave = bytes_of(make, count, 0, 1), *leave_look = bytes_of(make, count, 0, 1);
    const int enters = parity_below(make->random, 4) > 0, leaves = parity_below(make->random, 4) > 0;
    uint8_t *counts[2], *out[2];
    counts[0] = parity_guarded(make->memory, 2 * row, 1);
    for (size_t i = 0; i < 2 * row; i++) {
        const size_t x = i % row;
        const int is_cell = x >= VIGIE_MOTION_BLOCK && x < row - VIGIE_MOTION_BLOCK;
        // Few that are no shadow among many, or the choice would hardly ever depend on them.
        counts[0][i] = (uint8_t)(is_cell ? value(make, 1, i < row ? 10 : 2) : 0);
    }
    counts[1] = copy_of(make, counts[0], 2 * row);
    for (size_t k = 0; k < 2; k++) {
        const vigie_motion_kernels *table = k ? kernels : &vigie_motion_scalar;
        table->shadow_count(
            enters ? enter : NULL, enters ? enter_look : NULL, leaves ? leave : NULL, leaves ? leave_look : NULL, count,
            counts[k]);
        out[k] = parity_guarded(make->memory, count, 1);
        table->shadow(enter, enter_look, counts[k], count, out[k]);
    }
    return differs("counts of shadow", count, counts[0], counts[1], 2 * row, seed, report, size) ||
           differs("shadow", count, out[0], out[1], count, seed, report, size);
}

static int box(const vigie_motion_kernels *kernels, maker *make, uint64_t seed, char *report, size_t size) {
    const size_t rows = parity_between(make->random, 1, 16), taps = parity_between(make->random, 1, 16);
    const size_t step = parity_between(make->random, 1, 4), count = parity_size(make->random, 700);
    const size_t length = count + (taps - 1) * step;
    const uint8_t *lines[16];
    for (size_t k = 0; k < rows; k++) lines[k] = bytes_of(make, length, 0, 255);
    uint8_t *out[2];
    for (size_t k = 0; k < 2; k++) {
        uint16_t *scratch = parity_guarded(make->memory, length * sizeof *scratch, 1);
        out[k] = parity_guarded(make->memory, count, 1);
        (k ? kernels : &vigie_motion_scalar)->box(lines, rows, taps, step, count, scratch, out[k]);
    }
    char what[80];
    snprintf(what, sizeof what, "box, %zu rows, %zu taps of step %zu,", rows, taps, step);
    return differs(what, count, out[0], out[1], count, seed, report, size);
}

static int distance(const vigie_motion_kernels *kernels, maker *make, uint64_t seed, char *report, size_t size) {
    const size_t count = parity_size(make->random, 2000), stride = 16 + parity_below(make->random, 30);
    const uint8_t *a = bytes_of(make, count, 0, 255), *b = bytes_of(make, count, 0, 255);
    const uint8_t *c = bytes_of(make, 15 * stride + 16, 0, 255), *d = bytes_of(make, 15 * 16 + 16, 0, 255);
    uint32_t sums[2][2];
    for (size_t k = 0; k < 2; k++) {
        const vigie_motion_kernels *table = k ? kernels : &vigie_motion_scalar;
        sums[k][0] = table->distance(a, b, count);
        sums[k][1] = table->square_distance(c, (ptrdiff_t)stride, d, 16);
    }
    return differs("distance", count, sums[0], sums[1], sizeof sums[0], seed, report, size);
}

int vigie_parity_motion(const vigie_kernels *kernels, uint64_t seed, char *report, size_t size) {
    static int (*const operations[])(const vigie_motion_kernels *, maker *, uint64_t, char *, size_t) = {
        observe, smooth, shadow, box, distance,
    };
    parity_random random = parity_begin(seed);
    parity_memory memory = {0};
    maker make = {&random, &memory, (int)parity_below(&random, 10)};
    const size_t operation = parity_below(&random, sizeof operations / sizeof *operations);
    const int differ = operations[operation](vigie_motion_for(kernels), &make, seed, report, size);
    parity_release(&memory);
    return differ;
}
