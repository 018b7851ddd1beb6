// Which implementations there are, best first.
#include <string.h>

#include "simd/tables.h"
#include "vigie_cpu.h"
#include "vigie_network.h"

const vigie_kernels *vigie_kernels_at(size_t index) {
    const vigie_kernels *usable[4];
    size_t count = 0;
#if defined(__x86_64__)
    if (vigie_cpu_has_avx512()) usable[count++] = &vigie_kernels_avx512;
    if (vigie_cpu_has_avx2()) usable[count++] = &vigie_kernels_avx2;
#elif defined(__aarch64__)
    usable[count++] = &vigie_kernels_neon;
#endif
    usable[count++] = vigie_kernels_scalar();
    return index < count ? usable[index] : NULL;
}

const vigie_kernels *vigie_kernels_named(const char *name) {
    for (size_t index = 0; vigie_kernels_at(index); index++)
        if (strcmp(vigie_kernels_at(index)->name, name) == 0) return vigie_kernels_at(index);
    return NULL;
}
