#ifndef VIGIE_KERNELS_H
#define VIGIE_KERNELS_H
#include "vigie_math.h"
#endif
