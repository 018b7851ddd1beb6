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
#define LOG2_E 1.44269504f
// 2^f for |f| <= 1/2, highest power last.
#define EXP2_1 0.69314700365066528f
#define EXP2_2 0.24022242426872253f
#define EXP2_3 0.05550733581185341f
#define EXP2_4 0.00967151299118996f
#define EXP2_5 0.00132647273130715f
// 2^f = (P + f) / (P - f) with P = EXP2_EVEN_0 + EXP2_EVEN_2 f^2: relative error below 4.4e-7.
#define EXP2_EVEN_0 2.8854082f
#define EXP2_EVEN_2 0.11523576f

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
