// Finding the few scores of a detector's output that are above their thresholds.
#ifndef VIGIE_SCAN_H
#define VIGIE_SCAN_H
#include <stddef.h>
#include <stdint.h>

/// A score above its threshold.
typedef struct {
    uint32_t row;
    uint32_t column;
} vigie_scan_hit;

/// Finds the scores with `score > thresholds[column]`, in order of row, then column; NaN is never above.
///
/// `scores` has `rows` rows of `columns` floats, each row `row_stride` floats after the one before. At most `capacity`
/// hits are written; the result is the number that there are, so that a caller can make room and ask again.
size_t vigie_scan_f32(const float *scores, size_t rows, size_t row_stride, size_t columns, const float *thresholds,
                      vigie_scan_hit *hits, size_t capacity);

#endif
