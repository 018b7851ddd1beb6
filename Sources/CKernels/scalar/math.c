#include "vigie_math.h"
float vigie_expf(float x){return x;}
