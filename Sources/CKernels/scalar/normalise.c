#include "vigie_normalise.h"

void vigie_normalise_u8_f32(const uint8_t *restrict in, size_t pixels, const float *restrict table,
                            float *restrict out) {
    for (size_t i = 0; i < pixels; i++) {
        out[3 * i] = table[in[3 * i]];
        out[3 * i + 1] = table[256 + in[3 * i + 1]];
        out[3 * i + 2] = table[512 + in[3 * i + 2]];
    }
}
