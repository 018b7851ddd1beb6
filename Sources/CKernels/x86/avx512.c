// AVX-512: sixteen floats are one register, of which there are 32.
#if defined(__x86_64__)

#include "../simd/prelude.h"

#pragma STDC FP_CONTRACT OFF
// Everything below is inlined or static: no vector crosses a call.
#pragma clang diagnostic ignored "-Wpsabi"
#pragma clang attribute push(__attribute__((target("avx512f,avx512bw,avx512dq,avx512vl,avx2,fma"))), apply_to = function)
#include "../simd/vector.inc"
#include "../simd/activation.inc"

// 8 sums for depthwise; two rows share input loads, which cross cache lines where channels are no multiple of 16.
#define DEPTHWISE_ROWS 2
#define DEPTHWISE_LAST_IN_TILE VIGIE_SILU

// 24 sums, up to 4 weights and one input. Narrow tiles have as many rows as there are general registers for their pointers.
#define PANEL_GROUPS                                                                                                    \
    PANEL_GROUP(4, 0, 6) PANEL_GROUP(3, 0, 8) PANEL_GROUP(2, 0, 12) PANEL_GROUP(1, 0, 8)                               \
    PANEL_GROUP(3, 1, 6) PANEL_GROUP(2, 1, 8) PANEL_GROUP(1, 1, 8)  PANEL_GROUP(0, 1, 8)
#define PANELS_OF(LEFT, HALF)                                                                                  \
    ((HALF) ? ((LEFT) >= 6 ? 4 : (LEFT) >= 3 ? 3 : (LEFT))                                                             \
            : ((LEFT) >= 6 || (LEFT) == 4 ? 4 : (LEFT) >= 3 ? 3 : (LEFT)))
#define HALF_JOINS 1
#define RUN_PANELS RUN(4, 0) RUN(3, 0) RUN(2, 0) RUN(1, 0) RUN(3, 1) RUN(2, 1) RUN(1, 1) RUN(0, 1)
#include "../simd/convolve.inc"
#include "../simd/convolve_bytes.inc"
#include "../simd/depthwise.inc"
#include "../simd/pictures.inc"
#include "../simd/elements.inc"
#include "../simd/softmax.inc"

const vigie_kernels vigie_kernels_avx512 = {
    "avx512", VIGIE_PANEL, convolve, convolve_bytes, convolve_depthwise, pool, resize, map, combine, softmax,
};

#pragma clang attribute pop

#endif
