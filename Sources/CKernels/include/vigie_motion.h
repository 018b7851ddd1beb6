// What moves: kernels on a small picture of at most a few hundred cells a side, and the analysis that is made of them.
//
// A grid has rows of `stride` cells, a multiple of VIGIE_MOTION_BLOCK; cells beyond its width are computed like all
// others and count for nothing, so that kernels have no tails. docs/motion.md derives the formulas.
#ifndef VIGIE_MOTION_H
#define VIGIE_MOTION_H

#include <stddef.h>
#include <stdint.h>

#include "vigie_mask.h"
#include "vigie_network.h"

/// Cells that the vector kernels compute at once, at most.
enum { VIGIE_MOTION_BLOCK = 64 };

/// What a cell was seen to look like: two modes, each with a mean and a weight. One row of the grid.
typedef struct {
    int16_t *luma[2], *u[2], *v[2];  ///< means in 1/128 level, 0…32640
    int16_t *weight[2];              ///< share of the frames, in 1/32768
    int16_t *deviation;              ///< mean absolute deviation of luma from the heavier mode, in 1/128 level
} vigie_motion_modes;

/// How fast the modes follow; the same for all cells of a frame.
typedef struct {
    int16_t share;             ///< of a new frame in the weights, in 1/32768
    int16_t foreground_share;  ///< the same where the cell was foreground before
    int16_t stretch;           ///< what differences count for, in 1/16384: 1…2, the more the paler the picture
    int16_t slowest;           ///< of a new frame in a mean, at least, in 1/32768
} vigie_motion_rates;

/// Bits of what vigie_observe_fn says of a cell's look.
enum {
    VIGIE_MOTION_SHADOW = 1,  ///< darker than the background by a plausible share, at its colour
};

/// Compares a row with its background and lets the modes follow.
///
/// @param count      Cells, a multiple of VIGIE_MOTION_BLOCK.
/// @param before     1 where the cell was foreground in the frame before.
/// @param evidence   Distance from the nearest background mode, 64 at the threshold, at most 160.
/// @param look       VIGIE_MOTION_SHADOW or 0.
/// @param mean       The luma of the heavier mode, afterwards.
typedef void vigie_observe_fn(
    const vigie_motion_modes *modes, const vigie_motion_rates *rates, const uint8_t *y, const uint8_t *u,
    const uint8_t *v, const uint8_t *before, size_t count, uint8_t *restrict evidence, uint8_t *restrict look,
    uint8_t *restrict mean);

/// Whether the mean of 3 × 3 cells' evidence is above 64, as 1 or 0; the grid's edge is repeated.
///
/// @param rows     The row above, the row itself, the one below.
/// @param scratch  `count + 2 · VIGIE_MOTION_BLOCK` values, overwritten.
typedef void vigie_smooth_fn(
    const uint8_t *const rows[3], size_t count, uint16_t *restrict scratch, uint8_t *restrict out);

/// Lets a row's counts of foreground, and of foreground that is no shadow, in a window of 11 rows move down by one row.
///
/// @param enter, leave            The foreground of the rows that come in and go out; NULL beyond the grid.
/// @param enter_look, leave_look  Their looks.
/// @param counts                  Two rows of `count`: foreground, and foreground without VIGIE_MOTION_SHADOW.
typedef void vigie_shadow_count_fn(
    const uint8_t *enter, const uint8_t *enter_look, const uint8_t *leave, const uint8_t *leave_look, size_t count,
    uint8_t *restrict counts);

/// Foreground without shadows: a shadow's cell goes where at most an eighth of the foreground in 11 × 11 cells is none.
///
/// @param counts   Two rows, each of `count` between VIGIE_MOTION_BLOCK zeros before and after; `2 · (count + 2 blocks)`.
typedef void vigie_shadow_fn(
    const uint8_t *foreground, const uint8_t *look, const uint8_t *counts, size_t count, uint8_t *restrict out);

/// Means of boxes of bytes, at every place: `out[i] = (Σ rows Σ taps line[i + tap · step]) / (rows · taps)`, rounded half up.
///
/// @param rows, taps  1…16 each.
/// @param count       Values of `out`; the lines have `count + (taps - 1) · step` bytes.
/// @param scratch     `count + (taps - 1) · step` values, overwritten.
typedef void vigie_box_fn(
    const uint8_t *const *lines, size_t rows, size_t taps, size_t step, size_t count, uint16_t *restrict scratch,
    uint8_t *restrict out);

/// Σ |a[i] − b[i]|, any count up to 2^24.
typedef uint32_t vigie_distance_fn(const uint8_t *a, const uint8_t *b, size_t count);

/// Σ |a − b| of a square of 16 × 16 bytes.
typedef uint32_t vigie_square_distance_fn(
    const uint8_t *a, ptrdiff_t stride_a, const uint8_t *b, ptrdiff_t stride_b);

/// One implementation.
typedef struct {
    const char *name;
    vigie_observe_fn *observe;
    vigie_smooth_fn *smooth;
    vigie_shadow_count_fn *shadow_count;
    vigie_shadow_fn *shadow;
    vigie_box_fn *box;
    vigie_distance_fn *distance;
    vigie_square_distance_fn *square_distance;
} vigie_motion_kernels;

/// The plain loops, which are the specification of all others.
extern const vigie_motion_kernels vigie_motion_scalar;

/// The implementation that belongs to a table of the network's kernels: what chooses these, chooses both.
const vigie_motion_kernels *vigie_motion_for(const vigie_kernels *kernels);

#endif
