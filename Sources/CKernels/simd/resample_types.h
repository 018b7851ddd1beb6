// Clang's vector types for resampling: one source for all instruction sets.
#ifndef VIGIE_RESAMPLE_TYPES_H
#define VIGIE_RESAMPLE_TYPES_H

#include <stdint.h>
#include <string.h>

#include "resample_tables.h"

typedef uint8_t u8x16 __attribute__((ext_vector_type(16)));
typedef uint8_t u8x64 __attribute__((ext_vector_type(64)));
typedef int16_t i16x32 __attribute__((ext_vector_type(32)));
typedef uint16_t u16x32 __attribute__((ext_vector_type(32)));
typedef int32_t i32x16 __attribute__((ext_vector_type(16)));
typedef uint32_t u32x16 __attribute__((ext_vector_type(16)));

// As they lie in memory.
typedef u8x16 u8x16_unaligned __attribute__((aligned(1)));
typedef u8x64 u8x64_unaligned __attribute__((aligned(1)));
typedef i16x32 i16x32_unaligned __attribute__((aligned(2)));
typedef u32x16 u32x16_unaligned __attribute__((aligned(4)));

#define INLINE __attribute__((always_inline)) static inline

#endif
