// Resampling of a decoded picture to a network's input: bilinear, integers only, so that every implementation gives the
// same bytes. docs/video.md derives the formulas.
//
// A component (Y, U, V, or R, G, B) of the output's pixel (x, y) is interpolated between four samples of the decoded
// plane. Where they lie is prepared once per geometry as two tables of taps, one entry per output column and one per
// output row. Offsets of a column and of a row add up, so subsampled chroma, packed formats, quarter turns and mirrors
// are all a matter of the tables:
//
//     row.a + column.a ───── row.a + column.b        bytes from `origin`
//            │                      │
//     row.b + column.a ───── row.b + column.b
#ifndef VIGIE_RESAMPLE_H
#define VIGIE_RESAMPLE_H

#include <stddef.h>
#include <stdint.h>

/// Two neighbouring samples and the share of the second: `a · (2048 − weight) + b · weight`.
typedef struct {
    int32_t a, b;    ///< byte offsets
    int32_t weight;  ///< 0…2048
} vigie_tap;

/// One component of the decoded picture, as the output sees it.
typedef struct {
    const uint8_t *origin;     ///< the sample that all offsets are relative to
    const vigie_tap *columns;  ///< one per output column
    const vigie_tap *rows;     ///< one per output row
    int32_t depth;             ///< bits of a sample, 8…16; above 8 it is read as two bytes, little-endian
    int32_t shift;             ///< bits below the sample in those two bytes; depth + shift <= 16
} vigie_component;

/// `out[i] = (Σ coefficient[i][k] · component[k] + offset[i]) / 2^21`, components in 1/256 level, coefficients in 1/8192.
///
/// Whoever fills it keeps every partial sum, taken in any order, inside 32 bits: at components of 65535, the sum of the
/// positive terms and the sum of the negative ones both fit. The largest is blue in BT.2020: 65535 · (9539 + 17546) < 2^31.
typedef struct {
    int32_t coefficient[3][3];
    int32_t offset[3];  ///< holds the rounding half, 2^20
} vigie_colour_matrix;

/// Interpolates one output row of one component: `out[x]` in 1/256 of an 8-bit level, `width` of them.
typedef void vigie_resample_row_fn(const vigie_component *component, vigie_tap row, size_t width, uint16_t *restrict out);

/// Turns three rows of components into interleaved bytes, `out[3 · x + i]`, clamped to 0…255.
typedef void vigie_colour_row_fn(
    const uint16_t *first, const uint16_t *second, const uint16_t *third, const vigie_colour_matrix *matrix,
    size_t width, uint8_t *restrict out);

vigie_resample_row_fn vigie_resample_row_u8_scalar;   ///< depth 8
vigie_resample_row_fn vigie_resample_row_u16_scalar;  ///< depth 9…16
vigie_colour_row_fn vigie_colour_row_scalar;

/// Resamples a picture: `height` rows of `width` interleaved pixels, `stride` bytes apart.
///
/// `components` is one (grey) or three; `scratch` holds `components · width` values and is overwritten.
void vigie_resample(
    const vigie_component *component, size_t components, const vigie_colour_matrix *matrix, size_t width, size_t height,
    uint16_t *restrict scratch, uint8_t *restrict out, ptrdiff_t stride);

#endif
