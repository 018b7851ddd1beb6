// Masks of one bit per cell, and the connected regions in them: the same code on every CPU.
//
// A row is `words` words of 64 cells, the first cell in the lowest bit; bits beyond the width are 0, before and after.
#ifndef VIGIE_MASK_H
#define VIGIE_MASK_H

#include <stddef.h>
#include <stdint.h>

/// The shape of a mask.
typedef struct {
    size_t width, height;
    size_t words;  ///< of a row: (width + 63) / 64
} vigie_mask_shape;

/// Packs bytes of 0 or 1, `stride` a row and at least `64 · words`; those beyond the width are left out.
void vigie_mask_pack(const uint8_t *bytes, size_t stride, vigie_mask_shape shape, uint64_t *bits);

/// Unpacks to bytes of 0 or 1, `64 · words` of each row.
void vigie_mask_unpack(const uint64_t *bits, vigie_mask_shape shape, uint8_t *bytes, size_t stride);

/// Whether most of the 5 × 5 cells around are set, 13 or more; cells beyond the edge are not.
///
/// @param scratch  `3 · 5 · words` words, overwritten.
void vigie_mask_majority(const uint64_t *bits, vigie_mask_shape shape, uint64_t *scratch, uint64_t *out);

/// Whether any of the 5 × 5 cells around is set.
void vigie_mask_dilate(const uint64_t *bits, vigie_mask_shape shape, uint64_t *scratch, uint64_t *out);

/// Whether all of the 5 × 5 cells around are set; cells beyond the edge count as set.
///
/// @param scratch  As many words as `bits`, overwritten, as for vigie_mask_dilate.
void vigie_mask_erode(const uint64_t *bits, vigie_mask_shape shape, uint64_t *scratch, uint64_t *out);

/// Cells that are set.
size_t vigie_mask_count(const uint64_t *bits, vigie_mask_shape shape);

/// Neighbouring cells of a row that are set: from `start` up to but not including `end`.
typedef struct {
    uint16_t start, end, row;
    uint32_t region;  ///< index of its region
} vigie_run;

/// A connected region.
typedef struct {
    uint32_t cells;
    uint16_t left, top, right, bottom;  ///< of the box; right and bottom are exclusive
    uint64_t sum_x, sum_y;              ///< of the cells' columns and rows
} vigie_region;

/// Runs that a mask of that shape can have, and regions.
static inline size_t vigie_mask_most_runs(vigie_mask_shape shape) { return shape.height * ((shape.width + 1) / 2); }

/// The connected regions of the cells that are set, or where `of_unset` of those that are not, in order of their first
/// cell, row by row. Cells that are set are neighbours across corners too; those that are not are none there.
///
/// @param runs     vigie_mask_most_runs(shape) of them; filled in order.
/// @param parents  As many numbers, overwritten.
/// @param regions  As many.
/// @param run_count  How many runs there are.
/// @return  How many regions there are.
size_t vigie_mask_regions(
    const uint64_t *bits, vigie_mask_shape shape, int of_unset, vigie_run *runs, uint32_t *parents,
    vigie_region *regions, size_t *run_count);

/// Sets, or where `value` is 0 clears, the cells of a run.
void vigie_mask_fill(uint64_t *bits, vigie_mask_shape shape, vigie_run run, int value);

#endif
