// The stages of a step, each in a file of its own.
#ifndef VIGIE_MOTION_STAGES_H
#define VIGIE_MOTION_STAGES_H

#include "vigie_motion_analysis.h"

/// Luma's sums, and its change since the picture before.
void vigie_motion_measure(vigie_motion *motion);

/// Scales the background where all of the picture has become brighter or darker by one factor.
void vigie_motion_follow_light(vigie_motion *motion, uint8_t *const *picture);

/// Whether the whole picture has changed, and not what is in it: then the background is to begin anew.
int vigie_motion_has_changed(vigie_motion *motion, uint8_t *const *picture);

/// Finds how far the picture lies from the background.
void vigie_motion_locate(vigie_motion *motion, uint32_t rate);

/// Moves the picture onto the background, into `aligned`; what it does not show is taken from the background.
void vigie_motion_align(vigie_motion *motion);

/// The modes of a row.
vigie_motion_modes vigie_motion_row(const vigie_motion *motion, size_t y);

/// Clears regions of fewer cells than `least`; the others are the regions and runs then, in order.
void vigie_motion_drop_small(vigie_motion *motion, uint64_t *bits, vigie_mask_shape shape, size_t least);

/// Brings the foreground to its place in the frame as it is seen, without the ignored cells, and the picture upright.
void vigie_motion_present(vigie_motion *motion, size_t least_region);

/// Gives the regions their ages.
void vigie_motion_link(vigie_motion *motion);

#endif
