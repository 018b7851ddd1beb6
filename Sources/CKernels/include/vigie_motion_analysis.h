// The analysis of motion in a sequence of small pictures: background, shadows, clean-up, regions.
//
// The caller owns the memory and fills the picture; nothing here allocates, and nothing but the pictures and their pace
// decides. docs/motion.md has the formulas.
#ifndef VIGIE_MOTION_ANALYSIS_H
#define VIGIE_MOTION_ANALYSIS_H

#include "vigie_motion.h"

/// How a stored picture is brought upright: the upright x axis runs along the stored y axis; the upright axis along the
/// stored x axis, or y axis, runs against it.
typedef struct {
    int32_t is_transposed, mirrors_x, mirrors_y;
} vigie_motion_turn;

/// A sequence: where its pictures and its background lie. Filled by vigie_motion_begin.
typedef struct {
    const vigie_motion_kernels *kernels;
    vigie_mask_shape shape;    ///< as stored
    vigie_mask_shape upright;
    vigie_motion_turn turn;
    size_t stride;             ///< cells of a stored row in memory

    uint8_t *picture[3];       ///< Y, U, V of the frame as stored: to be filled before each step
    uint64_t *ignored;         ///< cells as stored that no region may take: to be filled after vigie_motion_begin, or left 0

    // What follows is for reading, after a step.
    uint8_t *mask;             ///< upright, row by row without gaps: 1 where something moves
    uint8_t *luma;             ///< the same of the picture
    vigie_region *regions;     ///< upright
    uint32_t *ages;            ///< of the regions: steps in a row in which something was there
    size_t region_count;
    uint64_t foreground_cells, ignored_foreground_cells;
    uint64_t luma_sum, luma_squares;
    uint64_t change;           ///< Σ |luma − luma before|; 0 for the first
    int32_t is_settling;       ///< the background has just been begun anew
    int32_t shift_x, shift_y;  ///< how far the picture lies from the background, in quarters of a stored cell
    uint32_t frames;           ///< since the background was begun
    uint32_t pictures;         ///< all steps

    // The rest is the analysis's own.
    uint8_t *evidence, *look, *mean, *foreground, *before, *previous, *aligned[3];
    uint32_t usual_distance, shaking;
    uint32_t stretch;          // of differences, in 1/16384
    uint32_t changed;          // pictures in a row that differ from the background nearly everywhere
    int16_t *modes[9];         // luma, u, v of both, weights, deviation
    uint16_t *sums;
    uint8_t *counts;
    uint64_t *bits[4], *majority;
    vigie_run *runs, *earlier_runs;
    uint32_t *parents, *earlier_ages;
    size_t run_count, earlier_run_count;
} vigie_motion;

/// Bytes of memory that a sequence of stored pictures of that size needs; it is to start at a multiple of 64.
size_t vigie_motion_size(size_t width, size_t height);

/// Lays a sequence out in memory; its background begins with the first picture.
void vigie_motion_begin(
    vigie_motion *motion, const vigie_motion_kernels *kernels, size_t width, size_t height, vigie_motion_turn turn,
    void *memory);

/// Takes the picture that lies in `picture`, all of `stride` cells of each row.
///
/// @param rate  Frames in a thousand seconds.
void vigie_motion_step(vigie_motion *motion, uint32_t rate);

#endif
