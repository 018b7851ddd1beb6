#ifndef VIGIE_KERNELS_H
#define VIGIE_KERNELS_H
#include "vigie_math.h"
#include "vigie_resample.h"
#endif
