// Motion with NEON: 16 bytes are one register.
#if defined(__aarch64__)

#include <arm_neon.h>

#include "../simd/motion_prelude.h"

// Everything below is inlined or static: no vector crosses a call.
#pragma clang diagnostic ignored "-Wpsabi"

#define BYTES 16
typedef int16_t words __attribute__((ext_vector_type(8)));
typedef uint16_t uwords __attribute__((ext_vector_type(8)));
typedef uint32x4_t tally;

// Doubles, rounds, and keeps the upper half: the same, as no factor is -32768.
INLINE words multiply(words a, words b) { return (words)vqrdmulhq_s16((int16x8_t)a, (int16x8_t)b); }
INLINE uwords multiply_high(uwords a, uwords b) {
    const uint32x4_t low = vmull_u16(vget_low_u16((uint16x8_t)a), vget_low_u16((uint16x8_t)b));
    const uint32x4_t high = vmull_high_u16((uint16x8_t)a, (uint16x8_t)b);
    return (uwords)vuzp2q_u16(vreinterpretq_u16_u32(low), vreinterpretq_u16_u32(high));
}
#define tally_add(t, a, b) vpadalq_u16(t, vpaddlq_u8(vabdq_u8((uint8x16_t)(a), (uint8x16_t)(b))))
INLINE uint32_t tally_sum(tally t) { return vaddvq_u32(t); }

INLINE uint32_t square_tally(const uint8_t *a, ptrdiff_t stride_a, const uint8_t *b, ptrdiff_t stride_b) {
    tally sum = {0};
    for (ptrdiff_t y = 0; y < 16; y++) sum = tally_add(sum, vld1q_u8(a + y * stride_a), vld1q_u8(b + y * stride_b));
    return tally_sum(sum);
}

#include "../simd/motion.inc"

const vigie_motion_kernels vigie_motion_neon = {
    "neon", observe, smooth, shadow_count, shadow, box, distance, square_distance,
};

#endif
