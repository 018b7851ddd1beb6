#include "vigie_normalise.h"

void vigie_normalise_u8_f32(const uint8_t *restrict in, size_t pixels, const float *restrict scale,
                            float *restrict out) {
    for (size_t i = 0; i < pixels; i++) {
        out[3 * i] = (in[3 * i] - scale[0]) / scale[3];
        out[3 * i + 1] = (in[3 * i + 1] - scale[1]) / scale[4];
        out[3 * i + 2] = (in[3 * i + 2] - scale[2]) / scale[5];
    }
}
