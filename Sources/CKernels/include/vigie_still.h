// What a scene looked like before and looks like now, cell by cell: the memory in which things that were put down, or taken
// away, stand out.
//
// Levels are in 1/128, times in tenths of a second. The same code on every CPU. docs/still.md has the formulas.
#ifndef VIGIE_STILL_H
#define VIGIE_STILL_H

#include <stddef.h>
#include <stdint.h>

/// A grid's memory, row by row without gaps; all of it 0 before the first look.
typedef struct {
    size_t width, height;
    uint16_t *scene;       ///< luma as it was before
    uint16_t *scene_seen;  ///< for how long it was seen
    uint16_t *look[2];     ///< lumas that were seen instead
    uint16_t *seen[2];     ///< for how long; 0 for none
    uint32_t *since[2];    ///< when they were first seen
    uint8_t *back;         ///< for how long the scene has been back
    uint16_t *away;        ///< for how long what is shown has not been seen
    uint8_t *shown;        ///< what the cell shows: 0 the scene, 1 or 2 a look
    uint8_t *ignored;      ///< 1 where nothing is to stand out
} vigie_still;

/// One look at the picture.
typedef struct {
    const uint8_t *luma;       ///< `width · height`
    ptrdiff_t shift_x, shift_y;  ///< cells by which the picture lies right of the scene and below it
    uint32_t time;             ///< at least 1
    uint32_t passed;           ///< since the look before, 1…20
    uint32_t threshold;        ///< grey levels up to which lumas are the same
} vigie_still_picture;

/// How long the scene must have been seen to be known.
enum { VIGIE_STILL_KNOWN = 50 };

/// Takes a picture as the scene, and forgets what was before.
void vigie_still_begin(const vigie_still *still, const uint8_t *luma);

/// Takes the next picture.
///
/// @param stay      For how long a look must have been seen to be shown.
/// @param differs   1 where a look is shown that differs from a scene that is known, else 0; `stride` a row, at least the
///                  width: what is beyond it is left alone.
void vigie_still_step(
    const vigie_still *still, const vigie_still_picture *picture, uint32_t stay, uint8_t *differs, size_t stride);

/// What is shown becomes the scene in cells of a row.
void vigie_still_adopt(const vigie_still *still, size_t row, size_t start, size_t end);

#endif
