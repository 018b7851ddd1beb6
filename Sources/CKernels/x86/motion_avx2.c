// Motion with AVX2: 32 bytes are one register.
#if defined(__x86_64__)

#include <immintrin.h>

#include "../simd/motion_prelude.h"

// Everything below is inlined or static: no vector crosses a call.
#pragma clang diagnostic ignored "-Wpsabi"
#pragma clang attribute push(__attribute__((target("avx2,fma"))), apply_to = function)

#define BYTES 32
typedef int16_t words __attribute__((ext_vector_type(16)));
typedef uint16_t uwords __attribute__((ext_vector_type(16)));
typedef __m256i tally;

INLINE words multiply(words a, words b) { return (words)_mm256_mulhrs_epi16((__m256i)a, (__m256i)b); }
INLINE uwords multiply_high(uwords a, uwords b) { return (uwords)_mm256_mulhi_epu16((__m256i)a, (__m256i)b); }
#define tally_add(t, a, b) _mm256_add_epi64(t, _mm256_sad_epu8((__m256i)(a), (__m256i)(b)))

#include "../simd/motion_square.inc"

#define tally_sum sum_of_four

#include "../simd/motion.inc"

const vigie_motion_kernels vigie_motion_avx2 = {
    "avx2", observe, smooth, shadow_count, shadow, box, distance, square_distance,
};

#pragma clang attribute pop

#endif
