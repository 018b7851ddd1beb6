// NEON: sixteen floats are four registers, of which there are 32.
#if defined(__aarch64__)

#include "../simd/prelude.h"

#pragma STDC FP_CONTRACT OFF
// Everything below is inlined or static: no vector crosses a call.
#pragma clang diagnostic ignored "-Wpsabi"

#include "../simd/vector.inc"
#include "../simd/activation.inc"

// 16 registers of sums for depthwise.
#define DEPTHWISE_ROWS 1
#define DEPTHWISE_LAST_IN_TILE VIGIE_CLIP

// 24 registers of sums, 4 of weights, one input.
#define PANEL_GROUPS PANEL_GROUP(1, 0, 6) PANEL_GROUP(0, 1, 10)
#define PANELS_OF(LEFT, HALF) ((LEFT) > 0)
#define HALF_JOINS 0
#define RUN_PANELS RUN(1, 0) RUN(0, 1)
#include "../simd/convolve.inc"
#include "../simd/convolve_bytes.inc"
#include "../simd/depthwise.inc"
#include "../simd/pictures.inc"
#include "../simd/elements.inc"
#include "../simd/softmax.inc"

const vigie_kernels vigie_kernels_neon = {
    "neon", VIGIE_PANEL, convolve, convolve_bytes, convolve_depthwise, pool, resize, map, combine, softmax,
};

#endif
