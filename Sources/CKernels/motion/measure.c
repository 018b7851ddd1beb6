// What the picture is like as a whole.
#include <string.h>

#include "stages.h"

enum {
    FULL_CONTRAST = 40,  // levels of deviation, from which on differences count as they are
    UNIT = 16384,
    MOST = 32767,        // twice
};

static uint64_t root(uint64_t square) {
    uint64_t low = 0, high = 1ull << 32;
    while (high - low > 1) {
        const uint64_t middle = (low + high) / 2;
        if (middle * middle <= square)
            low = middle;
        else
            high = middle;
    }
    return low;
}

// Differences shrink with the contrast of the scene; follows it slowly.
static void measure_contrast(vigie_motion *m) {
    const uint64_t cells = (uint64_t)m->shape.width * m->shape.height;
    const uint64_t spread = root(cells * m->luma_squares - m->luma_sum * m->luma_sum);  // cells times the deviation
    uint64_t stretch = spread > 0 ? UNIT * FULL_CONTRAST * cells / spread : MOST;
    stretch = stretch < UNIT ? UNIT : stretch > MOST ? MOST : stretch;
    m->stretch = m->frames == 0 ? (uint32_t)stretch : (15 * m->stretch + (uint32_t)stretch + 8) / 16;
}

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
    measure_contrast(m);
    memcpy(m->previous, m->picture[0], m->stride * m->shape.height);
}
