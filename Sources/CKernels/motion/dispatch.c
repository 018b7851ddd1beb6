#include <string.h>

#include "../simd/motion_tables.h"

const vigie_motion_kernels *vigie_motion_for(const vigie_kernels *kernels) {
    static const vigie_motion_kernels *const all[] = {
#if defined(__x86_64__)
        &vigie_motion_avx512, &vigie_motion_avx2,
#elif defined(__aarch64__)
        &vigie_motion_neon,
#endif
        &vigie_motion_scalar,
    };
    for (size_t i = 0; i < sizeof all / sizeof all[0]; i++)
        if (strcmp(all[i]->name, kernels->name) == 0) return all[i];
    return &vigie_motion_scalar;
}
