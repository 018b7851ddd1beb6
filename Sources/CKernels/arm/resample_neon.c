// Resampling with NEON: sixteen columns are four registers.
#if defined(__aarch64__)

#include <arm_neon.h>

#include "../simd/resample_types.h"

typedef union {
    uint8x16_t bytes[4];
    int16x8_t words[4];
    int32x4_t sums[4];
    u8x64 all_bytes;
    i16x32 all_words;
    i32x16 all_sums;
} four_registers;

INLINE u8x64 join(u8x16 a, u8x16 b, u8x16 c, u8x16 d) {
    return (four_registers){.bytes = {(uint8x16_t)a, (uint8x16_t)b, (uint8x16_t)c, (uint8x16_t)d}}.all_bytes;
}

INLINE u8x64 choose(u8x64 window, u8x64 choice) {
    four_registers w = {.all_bytes = window}, c = {.all_bytes = choice};
    for (size_t i = 0; i < 4; i++) w.bytes[i] = vqtbl1q_u8(w.bytes[i], c.bytes[i]);
    return w.all_bytes;
}

INLINE i32x16 multiply_pairs(i16x32 a, i16x32 b) {
    const four_registers p = {.all_words = a}, q = {.all_words = b};
    four_registers sum;
    for (size_t i = 0; i < 4; i++)
        sum.sums[i] = vpaddq_s32(
            vmull_s16(vget_low_s16(p.words[i]), vget_low_s16(q.words[i])), vmull_high_s16(p.words[i], q.words[i]));
    return sum.all_sums;
}

INLINE uint8x16_t clamped(i32x16 level) {
    const four_registers l = {.all_sums = level};
    const uint16x8_t low = vqmovun_high_s32(vqmovun_s32(l.sums[0]), l.sums[1]);
    const uint16x8_t high = vqmovun_high_s32(vqmovun_s32(l.sums[2]), l.sums[3]);
    return vqmovn_high_u16(vqmovn_u16(low), high);
}

INLINE void store_pixels(uint8_t *out, const i32x16 level[3]) {
    const uint8x16x3_t channels = {{clamped(level[0]), clamped(level[1]), clamped(level[2])}};
    vst3q_u8(out, channels);
}

#include "../simd/resample.inc"

const vigie_resampling vigie_resampling_neon = {"neon", mix_u8, mix_u16, colour};

#endif
