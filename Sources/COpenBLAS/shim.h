#include <cblas.h>

// Exported by OpenBLAS but in none of its headers: they choose its kernels anew, after OPENBLAS_CORETYPE was set.
void gotoblas_dynamic_quit(void);
void gotoblas_dynamic_init(void);
