// Constants and bit casts of math.inc.
#ifndef VIGIE_MATH_BITS_H
#define VIGIE_MATH_BITS_H

#include <math.h>
#include <stdint.h>
#include <string.h>

// 1.5 x 2^23: a sum with it is rounded to a whole number, ties to even, that stands in the low bits.
#define SHIFT 12582912.0f
// ln 2 in two parts; the first has 15 significant bits, so that n x LN2_HIGH is exact.
#define LN2_HIGH 0x1.62e4p-1f
#define LN2_LOW 0x1.7f7d1cp-20f
#define SQRT_HALF_BITS 0x3f3504f3u

static inline uint32_t to_bits(float x) {
    uint32_t bits;
    memcpy(&bits, &x, sizeof bits);
    return bits;
}

static inline float from_bits(uint32_t bits) {
    float x;
    memcpy(&x, &bits, sizeof x);
    return x;
}

#endif
