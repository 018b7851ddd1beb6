// What this CPU, and its operating system, can do.
#ifndef VIGIE_CPU_H
#define VIGIE_CPU_H

/// AVX2 and FMA.
int vigie_cpu_has_avx2(void);

/// AVX-512 F, BW, DQ and VL.
int vigie_cpu_has_avx512(void);

#endif
