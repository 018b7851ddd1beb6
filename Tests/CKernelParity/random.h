// Seeded numbers, memory with a known pattern, and the comparison of two outputs.
#ifndef VIGIE_PARITY_RANDOM_H
#define VIGIE_PARITY_RANDOM_H

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "operators.h"

typedef struct {
    uint64_t state;
    int is_extreme; // now and then infinities, NaN, subnormals, the largest
    int mixture;    // what parity_any makes
} parity_random;

static inline parity_random parity_begin(uint64_t seed) {
    return (parity_random){seed * 0x9e3779b97f4a7c15u + 1, seed % 3 == 2, (int)(seed % 6)};
}

// 0 ... n - 1
static inline size_t parity_below(parity_random *random, size_t n) {
    random->state = random->state * 6364136223846793005u + 1442695040888963407u;
    return (size_t)(random->state >> 33) % n;
}

// least ... most
static inline size_t parity_between(parity_random *random, size_t least, size_t most) {
    return least + parity_below(random, most - least + 1);
}

// 1 ... most, often at or next to a multiple of a vector's width.
static inline size_t parity_size(parity_random *random, size_t most) {
    static const size_t sizes[] = {1,  2,  3,  4,  5,  7,  8,  11, 13, 15, 16, 17,  19,  23,  24,  29, 31,
                                   32, 33, 37, 47, 48, 49, 58, 63, 64, 65, 80, 97, 116, 127, 128, 129};
    for (;;) {
        if (parity_below(random, 6) == 0) return parity_between(random, 1, most);
        const size_t size = sizes[parity_below(random, sizeof sizes / sizeof *sizes)];
        if (size <= most) return size;
    }
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

// NaN are made quiet. No operation gives a signalling one, and compilers may take it for a quiet one: `x > 0 ? x : 0` becomes
// fmaxnm on ARM, which is 0 for a quiet NaN, but NaN for a signalling one.
static inline float parity_of_bits(uint32_t bits) {
    if ((bits & 0x7fffffff) > 0x7f800000) bits |= 0x00400000;
    float number;
    memcpy(&number, &bits, sizeof number);
    return number;
}

// Of one of six mixtures, by the case: small fractions; with extremes among them; nothing but extremes; any bits at all; few
// numbers, so that many are equal; even within -4 ... 4.
static inline float parity_any(parity_random *random) {
    // Zeros, subnormals, the normal numbers next to them and the largest, infinities, NaN, ones, +-87, -30, 88.
    static const uint32_t extremes[] = {0,          0x80000000, 1,          0x80000001, 0x007fffff, 0x807fffff, 0x00800000,
                                        0x7f7fffff, 0xff7fffff, 0x7f800000, 0xff800000, 0x7fc00000, 0xffc12345, 0x7fc00001,
                                        0x3f800000, 0xbf800000, 0x42ae0000, 0xc2ae0000, 0xc1f00000, 0x42b00000};
    const size_t kinds = sizeof extremes / sizeof *extremes;
    switch (random->mixture) {
    case 0: return ((float)parity_below(random, 2001) - 1000) / 128;
    case 1:
        if (parity_below(random, 4)) return ((float)parity_below(random, 20001) - 10000) / 77;
        return parity_of_bits(extremes[parity_below(random, kinds)]);
    case 2: return parity_of_bits(extremes[parity_below(random, kinds)]);
    case 3: {
        const uint32_t high = (uint32_t)parity_below(random, 65536);
        return parity_of_bits(high << 16 | (uint32_t)parity_below(random, 65536));
    }
    case 4: {
        const float few[] = {1, -1, 0, -0.0f};
        return few[parity_below(random, 4)];
    }
    default: return ((float)parity_below(random, 1 << 24) - (1 << 23)) / (1 << 21);
    }
}

static inline float parity_finite(parity_random *random) {
    for (;;) {
        const float number = parity_any(random);
        if (number - number == 0) return number;
    }
}

// Any of the functions; half the time with parameters that are not the usual ones.
static inline vigie_activation parity_activation(parity_random *random) {
    vigie_activation activation = {(vigie_function)parity_below(random, VIGIE_EXP + 1), 0.1f, 6};
    if (parity_below(random, 2)) {
        activation.a = parity_finite(random);
        activation.b = parity_finite(random);
    }
    return activation;
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

// NaN equals NaN; everything else by its bits. What was expected goes into the digest.
static inline int parity_differs(
    const float *expected, const float *got, size_t count, const char *what, char *report, size_t size) {
    vigie_parity_digest_floats(expected, count);
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
