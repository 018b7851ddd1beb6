// The groups of vigie_parities.
#ifndef VIGIE_PARITY_OPERATORS_H
#define VIGIE_PARITY_OPERATORS_H

#include "vigie_parity.h"

int vigie_parity_convolution(const vigie_kernels *kernels, uint64_t seed, char *report, size_t size);

#endif
