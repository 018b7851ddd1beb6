#include "vigie_build_info.h"

const char *vigie_build_commit(void) { return VIGIE_COMMIT; }

const char *vigie_build_compiler(void) { return __VERSION__; }
