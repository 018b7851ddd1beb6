#include "vigie_math.h"

#include <math.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#pragma STDC FP_CONTRACT OFF

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

#define NAME(function) function##_baseline
#include "math.inc"
#undef NAME

const vigie_math_table vigie_math_baseline = {"baseline", exp_baseline, log_baseline, sigmoid_baseline, tanh_baseline};

#if defined(__x86_64__)

// Without this, each fmaf is a call.
#pragma clang attribute push(__attribute__((target("avx2,fma"))), apply_to = function)
#define NAME(function) function##_fma
#include "math.inc"
#undef NAME
#pragma clang attribute pop

static const vigie_math_table fma_table = {"fma", exp_fma, log_fma, sigmoid_fma, tanh_fma};

const vigie_math_table *vigie_math_fma(void) {
    return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma") ? &fma_table : NULL;
}

#else

const vigie_math_table *vigie_math_fma(void) { return NULL; }

#endif

static const vigie_math_table *chosen(void) {
    const vigie_math_table *fma = vigie_math_fma();
    return fma ? fma : &vigie_math_baseline;
}

float vigie_expf(float x) { return chosen()->exp(x); }
float vigie_logf(float x) { return chosen()->log(x); }
float vigie_sigmoidf(float x) { return chosen()->sigmoid(x); }
float vigie_tanhf(float x) { return chosen()->tanh(x); }
