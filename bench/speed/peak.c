/* The fp32 peak of one core, GFLOP/s for each vector length that it has, as JSON: independent fused multiply-adds in
 * registers for about 10 ms each. cc -O2, no further flags. */

#define _POSIX_C_SOURCE 199309L
#include <stdio.h>
#include <time.h>

#if defined(__x86_64__)
#include <immintrin.h>
#elif defined(__aarch64__)
#include <arm_neon.h>
#endif

enum { STEPS = 20000, BURSTS = 200 };

/* Twelve chains: more than two units × four cycles of latency need, and few enough for sixteen registers. */
#define CHAINS 12
#define EACH(DO) DO(0) DO(1) DO(2) DO(3) DO(4) DO(5) DO(6) DO(7) DO(8) DO(9) DO(10) DO(11)

/* Volatile: nothing can be computed beforehand or left out, and no two chains are known to be equal. */
static volatile float factor = 0.999f, addend = 1e-3f, sink;

#define BURST(NAME, TARGET, VECTOR, SET, BEGIN, FMA, END)                                                              \
    TARGET static void NAME(void) {                                                                                    \
        const VECTOR m = SET(factor), a = SET(addend);                                                                 \
        EACH(BEGIN)                                                                                                    \
        for (int step = 0; step < STEPS; step++) {                                                                     \
            EACH(FMA)                                                                                                  \
        }                                                                                                              \
        EACH(END)                                                                                                      \
    }

#if defined(__x86_64__)
#define BEGIN_256(i) __m256 chain##i = _mm256_set1_ps(addend);
#define FMA_256(i) chain##i = _mm256_fmadd_ps(chain##i, m, a);
#define END_256(i) sink = _mm256_cvtss_f32(chain##i);
#define BEGIN_512(i) __m512 chain##i = _mm512_set1_ps(addend);
#define FMA_512(i) chain##i = _mm512_fmadd_ps(chain##i, m, a);
#define END_512(i) sink = _mm512_cvtss_f32(chain##i);
BURST(burst_avx2, __attribute__((target("avx2,fma"))), __m256, _mm256_set1_ps, BEGIN_256, FMA_256, END_256)
BURST(burst_avx512, __attribute__((target("avx512f"))), __m512, _mm512_set1_ps, BEGIN_512, FMA_512, END_512)
#elif defined(__aarch64__)
#define BEGIN_128(i) float32x4_t chain##i = vdupq_n_f32(addend);
#define FMA_128(i) chain##i = vfmaq_f32(a, chain##i, m);
#define END_128(i) sink = vgetq_lane_f32(chain##i, 0);
BURST(burst_neon, , float32x4_t, vdupq_n_f32, BEGIN_128, FMA_128, END_128)
#endif

static double seconds(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

/* The best of many short bursts: the others were interrupted, or the clock was still rising. */
static void measure(const char *name, void (*burst)(void), int lanes, int *count) {
    double best = 0;
    for (int i = 0; i < BURSTS; i++) {
        const double start = seconds();
        burst();
        const double rate = 2.0 * STEPS * CHAINS * lanes / (seconds() - start) / 1e9;
        if (rate > best) best = rate;
    }
    printf("%s\"%s\": %.2f", (*count)++ ? ", " : "{", name, best);
}

int main(void) {
    int count = 0;
#if defined(__x86_64__)
    if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma")) measure("avx2", burst_avx2, 8, &count);
    if (__builtin_cpu_supports("avx512f")) measure("avx512", burst_avx512, 16, &count);
#elif defined(__aarch64__)
    measure("neon", burst_neon, 4, &count);
#endif
    puts(count ? "}" : "{}");
    return 0;
}
