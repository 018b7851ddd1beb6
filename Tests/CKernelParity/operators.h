// The groups of vigie_parities, and the digest that they share.
#ifndef VIGIE_PARITY_OPERATORS_H
#define VIGIE_PARITY_OPERATORS_H

#include "vigie_parity.h"

int vigie_parity_convolution(const vigie_kernels *kernels, uint64_t seed, char *report, size_t size);
int vigie_parity_pool(const vigie_kernels *kernels, uint64_t seed, char *report, size_t size);
int vigie_parity_resize(const vigie_kernels *kernels, uint64_t seed, char *report, size_t size);
int vigie_parity_map(const vigie_kernels *kernels, uint64_t seed, char *report, size_t size);
int vigie_parity_combine(const vigie_kernels *kernels, uint64_t seed, char *report, size_t size);
int vigie_parity_softmax(const vigie_kernels *kernels, uint64_t seed, char *report, size_t size);
int vigie_parity_resample(const vigie_kernels *kernels, uint64_t seed, char *report, size_t size);
int vigie_parity_motion(const vigie_kernels *kernels, uint64_t seed, char *report, size_t size);

/// Add to what vigie_parity_take_digest returns.
void vigie_parity_digest_floats(const float *numbers, size_t count);
void vigie_parity_digest_bytes(const uint8_t *bytes, size_t count);

#endif
