// Compares an implementation of the kernels with the specification, to the bit, on random cases: odd sizes, gaps between
// pixels and rows, misaligned starts, extreme values. In C, so that the same code runs under Swift's tests and, alone, in an
// emulator of another architecture.
#ifndef VIGIE_PARITY_H
#define VIGIE_PARITY_H

#include <stddef.h>
#include <stdint.h>

#include "vigie_kernels.h"

/// A group of operators.
typedef struct {
    const char *name;
    /// Runs one case, made from `seed` alone. Returns 0 where all of the output, and what lies around it, is equal; else
    /// writes a sentence with the operator, its size, the first place that differs and both values.
    int (*compare)(const vigie_kernels *kernels, uint64_t seed, char *report, size_t size);
} vigie_parity;

/// A digest (64-bit FNV-1a, by words) of what the specification gave in this thread's comparisons since the last call; NaN
/// is one pattern. The same seeds give the same digest on every architecture.
uint64_t vigie_parity_take_digest(void);

/// The groups; NULL from the end on.
const vigie_parity *vigie_parity_at(size_t index);

#endif
