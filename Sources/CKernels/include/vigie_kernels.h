#ifndef VIGIE_KERNELS_H
#define VIGIE_KERNELS_H

#include "vigie_cpu.h"
#include "vigie_mask.h"
#include "vigie_math.h"
#include "vigie_motion.h"
#include "vigie_motion_analysis.h"
#include "vigie_motion_reduction.h"
#include "vigie_network.h"
#include "vigie_normalise.h"
#include "vigie_resample.h"
#include "vigie_scan.h"
#include "vigie_still.h"

#endif
