// Resampling with AVX-512: sixteen columns are one register.
#if defined(__x86_64__)

#include <immintrin.h>

#include "../simd/resample_types.h"

// Everything below is inlined or static: no vector crosses a call.
#pragma clang diagnostic ignored "-Wpsabi"
#pragma clang attribute push(__attribute__((target("avx512f,avx512bw,avx512dq,avx512vl,avx2,fma"))), apply_to = function)

INLINE u8x64 join(u8x16 a, u8x16 b, u8x16 c, u8x16 d) {
    const __m256i low = _mm256_set_m128i((__m128i)b, (__m128i)a), high = _mm256_set_m128i((__m128i)d, (__m128i)c);
    return (u8x64)_mm512_inserti64x4(_mm512_castsi256_si512(low), high, 1);
}

INLINE u8x64 choose(u8x64 window, u8x64 choice) { return (u8x64)_mm512_shuffle_epi8((__m512i)window, (__m512i)choice); }

INLINE i32x16 multiply_pairs(i16x32 a, i16x32 b) { return (i32x16)_mm512_madd_epi16((__m512i)a, (__m512i)b); }

INLINE void store_pixels(uint8_t *out, const i32x16 level[3]) {
    const __m512i interleave = _mm512_broadcast_i32x4(
        _mm_setr_epi8(0, 4, 8, 1, 5, 9, 2, 6, 10, 3, 7, 11, -1, -1, -1, -1));
    const __m512i red = (__m512i)level[0], green = (__m512i)level[1], blue = (__m512i)level[2];
    const __m512i bytes = _mm512_packus_epi16(_mm512_packus_epi32(red, green), _mm512_packus_epi32(blue, blue));
    const __m512i three_of_four = _mm512_setr_epi32(0, 1, 2, 4, 5, 6, 8, 9, 10, 12, 13, 14, 15, 15, 15, 15);
    const __m512i pixels = _mm512_permutexvar_epi32(three_of_four, _mm512_shuffle_epi8(bytes, interleave));
    _mm256_storeu_si256((__m256i *)out, _mm512_castsi512_si256(pixels));
    _mm_storeu_si128((__m128i *)(out + 32), _mm512_extracti32x4_epi32(pixels, 2));
}

#include "../simd/resample.inc"

const vigie_resampling vigie_resampling_avx512 = {"avx512", mix_u8, mix_u16, colour};

#pragma clang attribute pop

#endif
