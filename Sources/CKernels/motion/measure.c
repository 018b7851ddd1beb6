// What the picture is like as a whole.
#include <string.h>

#include "stages.h"

void vigie_motion_measure(vigie_motion *m) {
    m->luma_sum = m->luma_squares = m->change = 0;
    for (size_t y = 0; y < m->shape.height; y++) {
        const uint8_t *row = m->picture[0] + y * m->stride, *before = m->previous + y * m->stride;
        // Worst case: 255² · 65,536 columns fits 32 bits.
        uint32_t sum = 0, squares = 0;
        for (size_t x = 0; x < m->shape.width; x++) {
            sum += row[x];
            squares += (uint32_t)row[x] * row[x];
        }
        m->luma_sum += sum;
        m->luma_squares += squares;
        if (m->pictures > 0) m->change += m->kernels->distance(row, before, m->shape.width);
    }
    memcpy(m->previous, m->picture[0], m->stride * m->shape.height);
}
