// Motion with AVX-512: 64 bytes are one register.
#if defined(__x86_64__)

#include <immintrin.h>

#include "../simd/motion_prelude.h"

// Everything below is inlined or static: no vector crosses a call.
#pragma clang diagnostic ignored "-Wpsabi"
#pragma clang attribute push(__attribute__((target("avx512f,avx512bw,avx512dq,avx512vl,avx2,fma"))), apply_to = function)

#define BYTES 64
typedef int16_t words __attribute__((ext_vector_type(32)));
typedef uint16_t uwords __attribute__((ext_vector_type(32)));
typedef __m512i tally;

INLINE words multiply(words a, words b) { return (words)_mm512_mulhrs_epi16((__m512i)a, (__m512i)b); }
INLINE uwords multiply_high(uwords a, uwords b) { return (uwords)_mm512_mulhi_epu16((__m512i)a, (__m512i)b); }
#define tally_add(t, a, b) _mm512_add_epi64(t, _mm512_sad_epu8((__m512i)(a), (__m512i)(b)))
INLINE uint32_t tally_sum(tally t) { return (uint32_t)_mm512_reduce_add_epi64(t); }

#include "../simd/motion_square.inc"

#include "../simd/motion.inc"

const vigie_motion_kernels vigie_motion_avx512 = {
    "avx512", observe, smooth, shadow_count, shadow, box, distance, square_distance,
};

#pragma clang attribute pop

#endif
