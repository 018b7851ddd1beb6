// The vector implementations, each compiled where its architecture is.
#ifndef VIGIE_TABLES_H
#define VIGIE_TABLES_H

#include "vigie_network.h"

extern const vigie_kernels vigie_kernels_avx2;   ///< AVX2 and FMA
extern const vigie_kernels vigie_kernels_avx512; ///< AVX-512 F, BW, DQ, VL
extern const vigie_kernels vigie_kernels_neon;   ///< AArch64, which always has it

#endif
