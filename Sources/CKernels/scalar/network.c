#include "vigie_network.h"

#include <stddef.h>

#include "math_bits.h"
#include "vigie_cpu.h"

#pragma STDC FP_CONTRACT OFF

static inline ptrdiff_t vigie_offset(const ptrdiff_t *stride, size_t i0, size_t i1, size_t i2, size_t i3, size_t i4) {
    return (ptrdiff_t)i0 * stride[0] + (ptrdiff_t)i1 * stride[1] + (ptrdiff_t)i2 * stride[2] + (ptrdiff_t)i3 * stride[3] +
           (ptrdiff_t)i4 * stride[4];
}

#define TABLE(suffix)                                                                                                  \
    {                                                                                                                  \
        "scalar", 0, convolve_##suffix, convolve_bytes_##suffix, convolve_depthwise_##suffix, pool_##suffix,           \
            resize_##suffix, map_##suffix, combine_##suffix, softmax_##suffix                                          \
    }

#define NAME(function) function##_baseline
#include "math.inc"
#include "network.inc"
#undef NAME

const vigie_kernels vigie_kernels_baseline = TABLE(baseline);

#if defined(__x86_64__)

// The same bits; without this, each fmaf is a call.
#pragma clang attribute push(__attribute__((target("avx2,fma"))), apply_to = function)
#define NAME(function) function##_fma
#include "math.inc"
#include "network.inc"
#undef NAME
#pragma clang attribute pop

static const vigie_kernels fma_inline = TABLE(fma);

const vigie_kernels *vigie_kernels_scalar(void) {
    return vigie_cpu_has_avx2() ? &fma_inline : &vigie_kernels_baseline;
}

#else

const vigie_kernels *vigie_kernels_scalar(void) { return &vigie_kernels_baseline; }

#endif
