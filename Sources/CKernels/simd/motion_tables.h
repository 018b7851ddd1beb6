// The vector implementations of motion, each compiled where its architecture is.
#ifndef VIGIE_MOTION_TABLES_H
#define VIGIE_MOTION_TABLES_H

#include "vigie_motion.h"

extern const vigie_motion_kernels vigie_motion_avx2;
extern const vigie_motion_kernels vigie_motion_avx512;
extern const vigie_motion_kernels vigie_motion_neon;

#endif
