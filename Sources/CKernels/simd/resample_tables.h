// The vector implementations of resampling, each compiled where its architecture is.
#ifndef VIGIE_RESAMPLE_TABLES_H
#define VIGIE_RESAMPLE_TABLES_H

#include "vigie_resample.h"

extern const vigie_resampling vigie_resampling_avx2;
extern const vigie_resampling vigie_resampling_avx512;
extern const vigie_resampling vigie_resampling_neon;

#endif
