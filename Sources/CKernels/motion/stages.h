// The stages of a step, each in a file of its own.
#ifndef VIGIE_MOTION_STAGES_H
#define VIGIE_MOTION_STAGES_H

#include "vigie_motion_analysis.h"

/// Luma's sums, and its change since the picture before.
void vigie_motion_measure(vigie_motion *motion);

/// Turns the foreground and the picture; where that is a turn, looks for the regions anew.
void vigie_motion_bring_upright(vigie_motion *motion);

/// Gives the regions their ages.
void vigie_motion_link(vigie_motion *motion);

#endif
