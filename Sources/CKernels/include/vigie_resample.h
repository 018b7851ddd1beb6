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
//
// Each line of samples is first mixed along the columns; output rows that share a line share its mixture.
#ifndef VIGIE_RESAMPLE_H
#define VIGIE_RESAMPLE_H

#include <stddef.h>
#include <stdint.h>

#include "vigie_network.h"

/// Two neighbouring samples and the share of the second: `a · (2048 − weight) + b · weight`.
typedef struct {
    int32_t a, b;    ///< byte offsets
    int32_t weight;  ///< 0…2048
} vigie_tap;

/// Output columns that the vector kernels mix at once.
enum { VIGIE_COLUMNS = 16 };

/// Where the samples of sixteen output columns lie, as vector kernels read them.
///
/// Four columns are a group. It loads one, two or four windows of 16 bytes, and picks its samples from them: eight words
/// of 16 bits, `a0 b0 a1 b1 a2 b2 a3 b3`, to be multiplied by as many weights.
typedef struct {
    int32_t offset[4][4];    ///< [window][group]
    int16_t weight[32];      ///< 2048 − w, w of each column
    uint8_t choice[4][64];   ///< [window][16 · group + byte]: a byte of the window, or 0x80 for 0
} vigie_column_block;

/// One component of the decoded picture, as the output sees it.
typedef struct {
    const uint8_t *origin;     ///< the sample that all offsets are relative to
    const vigie_tap *columns;  ///< one per output column
    const vigie_tap *rows;     ///< one per output row
    const vigie_column_block *blocks;  ///< made of `columns` by vigie_prepare_columns; not read where `windows` is 0
    int32_t windows;           ///< what vigie_prepare_columns returned
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

/// Two lines of a component, mixed along the columns, and the share of the second, 0…2048.
typedef struct {
    const uint32_t *top, *bottom;  ///< as many values as vigie_mixture_length says
    uint32_t weight;
} vigie_mixture;

/// Mixes the samples of one line along the columns: `out[x]` in 2^-11 of an 8-bit level.
///
/// Writes vigie_mixture_length(width) values at most, of which the first `width` count. `next` is a line that will be
/// mixed soon: a hint.
typedef void vigie_mix_fn(
    const vigie_component *component, const uint8_t *line, const uint8_t *next, size_t width, uint32_t *restrict out);

/// Blends the lines of three components, and turns them into interleaved bytes, `out[3 · x + i]`, clamped to 0…255.
typedef void vigie_colour_fn(
    const vigie_mixture mixture[3], const vigie_colour_matrix *matrix, size_t width, uint8_t *restrict out);

/// One implementation of resampling.
typedef struct {
    const char *name;
    vigie_mix_fn *mix_u8;   ///< depth 8
    vigie_mix_fn *mix_u16;  ///< depth 9…16
    vigie_colour_fn *colour;
} vigie_resampling;

/// The plain loops, which are the specification of all others.
extern const vigie_resampling vigie_resampling_scalar;

/// The implementation that belongs to a table of the network's kernels: what chooses these, chooses both.
const vigie_resampling *vigie_resampling_for(const vigie_kernels *kernels);

/// Blocks for an output row of `width`.
static inline size_t vigie_column_blocks(size_t width) { return (width + VIGIE_COLUMNS - 1) / VIGIE_COLUMNS; }

/// Values of a mixed line: whole blocks.
static inline size_t vigie_mixture_length(size_t width) { return vigie_column_blocks(width) * VIGIE_COLUMNS; }

/// Makes the vector kernels' table of `columns`, one or more, for samples of `depth` bits.
///
/// All windows lie between the first and the last byte that the taps of a line touch, so none leaves the plane.
///
/// @param blocks  vigie_column_blocks(width) of them are filled.
/// @return  Windows per group: 1, 2 or 4; or 0 where the samples of a column lie too far apart, as in a picture on its
///          side, or the taps touch fewer than 16 bytes of a line. Then the scalar kernel mixes, whatever the table.
int32_t vigie_prepare_columns(const vigie_tap *columns, size_t width, int32_t depth, vigie_column_block *blocks);

/// Resamples a picture: `height` rows of `width` interleaved pixels, `stride` bytes apart.
///
/// `components` is one (grey) or three. `scratch` holds `2 · components · vigie_mixture_length(width)` values and is
/// overwritten; it and the blocks are read fastest where they start with a cache line.
void vigie_resample(
    const vigie_resampling *resampling, const vigie_component *component, size_t components,
    const vigie_colour_matrix *matrix, size_t width, size_t height, uint32_t *restrict scratch, uint8_t *restrict out,
    ptrdiff_t stride);

#endif
