// What the files of one instruction set include before they name it, as headers must not be compiled for it.
#ifndef VIGIE_PRELUDE_H
#define VIGIE_PRELUDE_H

#include <math.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "../scalar/math_bits.h"
#include "tables.h"

#endif
