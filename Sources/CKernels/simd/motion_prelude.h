// What the files for motion of one instruction set include before they name it.
#ifndef VIGIE_MOTION_PRELUDE_H
#define VIGIE_MOTION_PRELUDE_H

#include <stddef.h>
#include <stdint.h>

#include "../motion/fixed.h"
#include "motion_tables.h"

#define INLINE __attribute__((always_inline)) static inline

#endif
