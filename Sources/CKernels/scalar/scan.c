#include "vigie_scan.h"

size_t vigie_scan_f32(const float *restrict scores, size_t rows, size_t row_stride, size_t columns,
                      const float *restrict thresholds, vigie_scan_hit *restrict hits, size_t capacity) {
    size_t found = 0;
    for (size_t row = 0; row < rows; row++, scores += row_stride) {
        // Nearly every row has none: this loop has no branch, so that it becomes vector code.
        int any = 0;
        for (size_t column = 0; column < columns; column++) any |= scores[column] > thresholds[column];
        if (!any) continue;
        for (size_t column = 0; column < columns; column++) {
            if (!(scores[column] > thresholds[column])) continue;
            if (found < capacity) hits[found] = (vigie_scan_hit){(uint32_t)row, (uint32_t)column};
            found++;
        }
    }
    return found;
}
