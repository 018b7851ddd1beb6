// Elementary functions for decisions: every CPU and every implementation gives the same bits, because only + - x /
// and fused multiply-add are taken from the platform (glibc's own functions differ with the CPU's FMA).
#ifndef VIGIE_MATH_H
#define VIGIE_MATH_H

/// e^x. Relative error below 3e-7 for |x| <= 80; x is clamped to [-87, 88]; NaN stays NaN.
float vigie_expf(float x);

/// Natural logarithm of a normal, positive x. Relative error below 3e-7; for x below 2^-126, log(2^-126); for infinity,
/// log(2^128); NaN stays NaN.
float vigie_logf(float x);

/// 1 / (1 + e^-x). Absolute error below 2e-7; x is clamped to >= -87; NaN stays NaN.
float vigie_sigmoidf(float x);

/// tanh(x), odd to the bit. Absolute error below 3e-7; NaN stays NaN.
float vigie_tanhf(float x);

/// One compilation of the functions above.
typedef struct {
    const char *name;
    float (*exp)(float);
    float (*log)(float);
    float (*sigmoid)(float);
    float (*tanh)(float);
} vigie_math_table;

/// Without the use of instructions beyond the architecture's baseline.
extern const vigie_math_table vigie_math_baseline;

/// With inline fused multiply-add; null where the CPU, or the architecture, has no need of a second version.
const vigie_math_table *vigie_math_fma(void);

#endif
