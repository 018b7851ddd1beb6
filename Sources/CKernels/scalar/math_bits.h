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
// Polynomials for 2^f, |f| <= 1/2, highest power first: the best with 2^0 = 1.
static const float EXP2_PRECISE[] = {
    0.00132647273130715f, 0.00967151299118996f, 0.05550733581185341f, 0.24022242426872253f, 0.69314700365066528f, 1,
};
static const float EXP2_SHORT[] = {0.00958285294473171f, 0.05590642616152763f, 0.24024099111557007f, 0.69312417507171631f, 1};
enum { PRECISE_DEGREE = 5, SHORT_DEGREE = 4 };

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
