// Brings a decoded picture to the cells of a grid: each cell is the mean of a block of samples, in whole numbers.
#ifndef VIGIE_MOTION_REDUCTION_H
#define VIGIE_MOTION_REDUCTION_H

#include "vigie_motion.h"

/// Where the samples of a component lie in a decoded picture.
typedef struct {
    const uint8_t *origin;   ///< the first sample
    ptrdiff_t stride;        ///< bytes from row to row
    size_t step;             ///< bytes from sample to sample
    size_t width, height;    ///< samples
    int32_t depth, shift;    ///< bits of a sample, 8…16, and bits below it; above 8 it is two bytes, little-endian
    int32_t half_x, half_y;  ///< log2 of the subsampling
} vigie_motion_samples;

/// Cells of a side for `pixels` and a factor: whole ones, the remainder is dropped; at least one.
static inline size_t vigie_motion_cells(size_t pixels, size_t factor) { return pixels < factor ? 1 : pixels / factor; }

/// The side of a cell, in pixels, with which a picture has about 320 × 180 cells: the square root of its area over 57,600,
/// rounded; at least 1.
size_t vigie_motion_factor(size_t width, size_t height);

/// Bytes of scratch for components of up to `width` samples a row; to start at a multiple of 64.
size_t vigie_motion_scratch_size(size_t width);

/// Reduces a component, or two that lie in turn in the same rows, to `shape` cells, rows `stride` apart; cells beyond the
/// width repeat the last one.
///
/// Of a subsampled component a cell takes the block of constant size that starts at the sample of its first pixel. Where
/// a block is more than 16 samples a side, every second or third of them is taken.
///
/// @param second   The other component's first sample, `origin + 1` for NV12; NULL for one alone.
/// @param detail   Where not NULL, the sum of absolute differences between neighbouring samples on one row in the middle of
///                 each of the grid's rows, at 8 bits.
void vigie_motion_reduce(
    const vigie_motion_kernels *kernels, const vigie_motion_samples *samples, const uint8_t *second, size_t factor,
    vigie_mask_shape shape, size_t stride, void *scratch, uint8_t *out, uint8_t *second_out, uint64_t *detail);

/// R, G, B of a row's cells to Y, U, V, in place, with BT.601's weights and 0…255 for all.
void vigie_motion_from_rgb(uint8_t *r, uint8_t *g, uint8_t *b, size_t count);

/// How many pairs of neighbours a detail is the sum of.
static inline uint64_t vigie_motion_pairs(vigie_mask_shape shape, size_t width) {
    return (uint64_t)shape.height * (width - 1);
}

#endif
