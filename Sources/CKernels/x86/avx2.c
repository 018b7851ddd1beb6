// AVX2 and FMA: sixteen floats are two registers, of which there are 16.
#if defined(__x86_64__)

#include "../simd/prelude.h"

#pragma STDC FP_CONTRACT OFF
// Everything below is inlined or static: no vector crosses a call.
#pragma clang diagnostic ignored "-Wpsabi"
#pragma clang attribute push(__attribute__((target("avx2,fma"))), apply_to = function)
#include "../simd/vector.inc"
#include "../simd/activation.inc"

// 8 registers of sums for depthwise; the rest keep weights and input.
#define DEPTHWISE_ROWS 1
#define DEPTHWISE_LAST_IN_TILE VIGIE_CLIP

// 12 registers of sums, 2 of weights, one input.
#define PANEL_GROUPS PANEL_GROUP(1, 0, 6) PANEL_GROUP(0, 1, 8)
#define PANELS_OF(LEFT, HALF) ((LEFT) > 0)
#define HALF_JOINS 0
#define RUN_PANELS RUN(1, 0) RUN(0, 1)
#include "../simd/convolve.inc"
#include "../simd/convolve_bytes.inc"
#include "../simd/depthwise.inc"
#include "../simd/pictures.inc"
#include "../simd/elements.inc"
#include "../simd/softmax.inc"

const vigie_kernels vigie_kernels_avx2 = {
    "avx2", VIGIE_PANEL, convolve, convolve_bytes, convolve_depthwise, pool, resize, map, combine, softmax,
};

#pragma clang attribute pop

#endif
