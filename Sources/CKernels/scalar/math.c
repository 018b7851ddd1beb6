#include "vigie_math.h"

#include <stddef.h>

#include "math_bits.h"

#pragma STDC FP_CONTRACT OFF

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
