// Resampling with AVX2: sixteen columns are two registers.
#if defined(__x86_64__)

#include <immintrin.h>

#include "../simd/resample_types.h"

// Everything below is inlined or static: no vector crosses a call.
#pragma clang diagnostic ignored "-Wpsabi"
#pragma clang attribute push(__attribute__((target("avx2,fma"))), apply_to = function)

typedef union {
    __m256i half[2];
    u8x64 bytes;
    i16x32 words;
    i32x16 sums;
} two_registers;

INLINE u8x64 join(u8x16 a, u8x16 b, u8x16 c, u8x16 d) {
    const __m256i low = _mm256_set_m128i((__m128i)b, (__m128i)a), high = _mm256_set_m128i((__m128i)d, (__m128i)c);
    return (two_registers){.half = {low, high}}.bytes;
}

INLINE u8x64 choose(u8x64 window, u8x64 choice) {
    two_registers w = {.bytes = window};
    const two_registers c = {.bytes = choice};
    for (int i = 0; i < 2; i++) w.half[i] = _mm256_shuffle_epi8(w.half[i], c.half[i]);
    return w.bytes;
}

INLINE i32x16 multiply_pairs(i16x32 a, i16x32 b) {
    two_registers p = {.words = a};
    const two_registers q = {.words = b};
    for (int i = 0; i < 2; i++) p.half[i] = _mm256_madd_epi16(p.half[i], q.half[i]);
    return p.sums;
}

INLINE void store_half(uint8_t *out, __m256i red, __m256i green, __m256i blue) {
    const __m256i interleave = _mm256_broadcastsi128_si256(
        _mm_setr_epi8(0, 4, 8, 1, 5, 9, 2, 6, 10, 3, 7, 11, -1, -1, -1, -1));
    const __m256i bytes = _mm256_packus_epi16(_mm256_packus_epi32(red, green), _mm256_packus_epi32(blue, blue));
    const __m256i pixels = _mm256_permutevar8x32_epi32(
        _mm256_shuffle_epi8(bytes, interleave), _mm256_setr_epi32(0, 1, 2, 4, 5, 6, 7, 7));
    _mm_storeu_si128((__m128i *)out, _mm256_castsi256_si128(pixels));
    _mm_storel_epi64((__m128i *)(out + 16), _mm256_extracti128_si256(pixels, 1));
}

INLINE void store_pixels(uint8_t *out, const i32x16 level[3]) {
    const two_registers r = {.sums = level[0]}, g = {.sums = level[1]}, b = {.sums = level[2]};
    store_half(out, r.half[0], g.half[0], b.half[0]);
    store_half(out + 24, r.half[1], g.half[1], b.half[1]);
}

#include "../simd/resample.inc"

const vigie_resampling vigie_resampling_avx2 = {"avx2", mix_u8, mix_u16, colour};

#pragma clang attribute pop

#endif
