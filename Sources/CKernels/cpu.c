#include "vigie_cpu.h"

#if defined(__x86_64__)

int vigie_cpu_has_avx2(void) { return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma"); }

int vigie_cpu_has_avx512(void) {
    return __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512dq") &&
           __builtin_cpu_supports("avx512vl");
}

#else

int vigie_cpu_has_avx2(void) { return 0; }

int vigie_cpu_has_avx512(void) { return 0; }

#endif
