// Seeded numbers, memory with a known pattern, and the comparison of two outputs.
#ifndef VIGIE_PARITY_RANDOM_H
#define VIGIE_PARITY_RANDOM_H

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "vigie_parity.h"

typedef struct {
    uint64_t state;
    int is_extreme; // now and then infinities, NaN, subnormals, the largest
} parity_random;

static inline parity_random parity_begin(uint64_t seed) {
    return (parity_random){seed * 0x9e3779b97f4a7c15u + 1, seed % 3 == 2};
}

// 0 ... n - 1
static inline size_t parity_below(parity_random *random, size_t n) {
    random->state = random->state * 6364136223846793005u + 1442695040888963407u;
    return (size_t)(random->state >> 33) % n;
}

static inline float parity_number(parity_random *random) {
    static const float extremes[] = {0, -0.0f, 1e-40f, -1e-45f, 3e38f, -3e38f, 0x1p-126f, INFINITY, -INFINITY, NAN};
    const size_t kinds = sizeof extremes / sizeof *extremes;
    if (random->is_extreme) {
        const size_t kind = parity_below(random, 3 * kinds);
        if (kind < kinds) return extremes[kind];
    }
    return ((float)parity_below(random, 65536) - 32768) / 8192;
}

static inline float parity_weight(parity_random *random) {
    return ((float)parity_below(random, 65536) - 32768) / 32768;
}

enum { PARITY_MARGIN = 24 };

// `count` numbers of `make` behind a margin that is `shift` floats off a cache line.
static inline float *parity_floats(parity_random *random, size_t count, float (*make)(parity_random *)) {
    float *memory = malloc((count + 2 * PARITY_MARGIN) * sizeof *memory);
    for (size_t i = 0; i < count + 2 * PARITY_MARGIN; i++) memory[i] = make(random);
    return memory;
}

static inline float parity_pattern(parity_random *random) {
    (void)random;
    return 1234.5f;
}

// NaN equals NaN; everything else by its bits.
static inline int parity_differs(
    const float *expected, const float *got, size_t count, const char *what, char *report, size_t size) {
    for (size_t i = 0; i < count; i++) {
        uint32_t a, b;
        memcpy(&a, &expected[i], sizeof a);
        memcpy(&b, &got[i], sizeof b);
        if (a == b || (expected[i] != expected[i] && got[i] != got[i])) continue;
        snprintf(report, size, "%s: at %zu %.9g (%08x) instead of %.9g (%08x)", what, i, (double)got[i], b,
                 (double)expected[i], a);
        return 1;
    }
    return 0;
}

#endif
