// From a picture's bytes to a network's input.
#ifndef VIGIE_NORMALISE_H
#define VIGIE_NORMALISE_H
#include <stddef.h>
#include <stdint.h>

/// out[3 i + c] = (in[3 i + c] - scale[c]) / scale[3 + c] for each of `pixels` pixels i and the three channels c.
void vigie_normalise_u8_f32(const uint8_t *in, size_t pixels, const float *scale, float *out);

#endif
