// How far a shaking camera's picture lies from the background, and moving it there.
//
// Squares of 16 × 16 cells, spread over the picture, are compared with the background at every displacement. What each
// has above its least distance is added up, up to a cap: a square that something covers is equally far from the
// background everywhere, and says nothing. The least sum is the displacement, if most squares agree that it is better
// than none.
#include <string.h>

#include "stages.h"

enum {
    SIDE = 16,
    ACROSS = 8, DOWN = 5,   // squares
    REACH = 6,              // cells
    SPAN = 2 * REACH + 1,
    CAP = 10 * 256,         // ten levels
    CLEAR = 256,            // a level: a square that differs by less does not vote
    SHAKING_SECONDS = 2,    // after the last displacement, fractions of a cell are minded
};

typedef struct {
    uint32_t sum[SPAN * SPAN];  // above the least, capped
    uint32_t least;             // of all squares
    uint32_t squares, better, worse;
} surface;

// Where a square begins in a plane.
static size_t square_at(const vigie_motion *m, size_t row, size_t column) {
    const size_t free_x = m->shape.width - SIDE - 2 * REACH, free_y = m->shape.height - SIDE - 2 * REACH;
    const size_t left = REACH + free_x * column / (ACROSS - 1), top = REACH + free_y * row / (DOWN - 1);
    return top * m->stride + left;
}

// Whether something was in its middle in the picture before.
static int is_covered(const vigie_motion *m, size_t at) { return m->before[at + SIDE / 2 * m->stride + SIDE / 2]; }

static size_t index_of(int x, int y) { return (size_t)((y + REACH) * SPAN + x + REACH); }

// The squares' common surface within `reach` of (x, y).
static void search(const vigie_motion *m, int x, int y, int reach, surface *out) {
    memset(out, 0, sizeof *out);
    for (size_t row = 0; row < DOWN; row++)
        for (size_t column = 0; column < ACROSS; column++) {
            const size_t at = square_at(m, row, column);
            if (is_covered(m, at)) continue;
            uint32_t distance[SPAN * SPAN], least = UINT32_MAX;
            for (int dy = y - reach; dy <= y + reach; dy++)
                for (int dx = x - reach; dx <= x + reach; dx++) {
                    const uint8_t *place = m->picture[0] + at + dy * (ptrdiff_t)m->stride + dx;
                    const uint32_t d = m->kernels->square_distance(
                        place, (ptrdiff_t)m->stride, m->mean + at, (ptrdiff_t)m->stride);
                    distance[index_of(dx, dy)] = d;
                    if (d < least) least = d;
                }
            out->squares++;
            out->least += least;
            for (int dy = y - reach; dy <= y + reach; dy++)
                for (int dx = x - reach; dx <= x + reach; dx++) {
                    const size_t i = index_of(dx, dy);
                    const uint32_t above = distance[i] - least;
                    out->sum[i] += above < CAP ? above : CAP;
                }
        }
}

static size_t least_of(const surface *s, int x, int y, int reach, int *best_x, int *best_y) {
    size_t best = index_of(x, y);
    *best_x = x, *best_y = y;
    for (int dy = y - reach; dy <= y + reach; dy++)
        for (int dx = x - reach; dx <= x + reach; dx++)
            if (s->sum[index_of(dx, dy)] < s->sum[best]) best = index_of(dx, dy), *best_x = dx, *best_y = dy;
    return best;
}

// Squares that are clearly nearer to the background at (x, y) than at (0, 0), and the other way round.
static void vote(const vigie_motion *m, int x, int y, surface *s) {
    const ptrdiff_t stride = (ptrdiff_t)m->stride;
    s->better = s->worse = 0;
    for (size_t row = 0; row < DOWN; row++)
        for (size_t column = 0; column < ACROSS; column++) {
            const size_t at = square_at(m, row, column);
            if (is_covered(m, at)) continue;
            const uint32_t here = m->kernels->square_distance(m->picture[0] + at, stride, m->mean + at, stride);
            const uint32_t there = m->kernels->square_distance(
                m->picture[0] + (ptrdiff_t)at + y * stride + x, stride, m->mean + at, stride);
            if (there + CLEAR < here) s->better++;
            if (here + CLEAR < there) s->worse++;
        }
}

// Where two lines of equal slope through the neighbours meet, in quarters: distances grow like |x|.
static int32_t fraction(uint32_t before, uint32_t at, uint32_t after) {
    const int64_t steeper = (int64_t)(before > after ? before : after) - at;
    if (steeper <= 0) return 0;
    const int64_t quarters = 2 * ((int64_t)before - after);
    return (int32_t)(quarters >= 0 ? (quarters + steeper / 2) / steeper : -((steeper / 2 - quarters) / steeper));
}

static int rounded(int32_t quarters) { return quarters >= 0 ? (quarters + 2) / 4 : -((2 - quarters) / 4); }

void vigie_motion_locate(vigie_motion *m, uint32_t rate) {
    const int last_x = rounded(m->shift_x), last_y = rounded(m->shift_y);
    m->shift_x = m->shift_y = 0;
    if (m->shape.width < SIDE + 2 * REACH + ACROSS || m->shape.height < SIDE + 2 * REACH + DOWN) return;
    surface s;
    int x = last_x, y = last_y, reach = 1;
    if (x <= -REACH || x >= REACH || y <= -REACH || y >= REACH) x = y = 0;
    search(m, x, y, reach, &s);
    int best_x, best_y;
    least_of(&s, x, y, reach, &best_x, &best_y);
    if (s.squares == 0) return;
    const uint32_t level = s.least / s.squares;
    if (best_x != x || best_y != y || level > m->usual_distance + m->usual_distance / 2 + CLEAR) {
        x = y = 0, reach = REACH;
        search(m, x, y, reach, &s);
        least_of(&s, x, y, reach, &best_x, &best_y);
    }
    m->usual_distance = m->frames == 0 ? level : (7 * m->usual_distance + s.least / s.squares) / 8;
    if (m->shaking > 0) m->shaking--;
    if (best_x != 0 || best_y != 0) {
        vote(m, best_x, best_y, &s);
        if (s.better < 3 * s.worse + 3) return;
        m->shaking = SHAKING_SECONDS * rate / 1000;
    }
    int32_t part_x = 0, part_y = 0;
    if (best_x > x - reach && best_x < x + reach)
        part_x = fraction(s.sum[index_of(best_x - 1, best_y)], s.sum[index_of(best_x, best_y)], s.sum[index_of(best_x + 1, best_y)]);
    if (best_y > y - reach && best_y < y + reach)
        part_y = fraction(s.sum[index_of(best_x, best_y - 1)], s.sum[index_of(best_x, best_y)], s.sum[index_of(best_x, best_y + 1)]);
    if (m->shaking == 0) part_x = part_y = 0;
    m->shift_x = 4 * best_x + part_x;
    m->shift_y = 4 * best_y + part_y;
    // Up to half a cell is left as it is: to interpolate blurs more than it mends.
    if (m->shift_x >= -2 && m->shift_x <= 2 && m->shift_y >= -2 && m->shift_y <= 2) m->shift_x = m->shift_y = 0;
}

// The heavier mode's mean of a component, as a level.
static uint8_t mode_level(const vigie_motion *m, size_t component, size_t at) {
    const int heavy = m->modes[7][at] > m->modes[6][at];
    return (uint8_t)((m->modes[2 * component + (size_t)heavy][at] + 64) >> 7);
}

void vigie_motion_align(vigie_motion *m) {
    const int width = (int)m->shape.width, height = (int)m->shape.height;
    const int whole_x = m->shift_x >> 2, whole_y = m->shift_y >> 2;
    const int part_x = m->shift_x & 3, part_y = m->shift_y & 3;
    const int weight[4] = {(4 - part_x) * (4 - part_y), part_x * (4 - part_y), (4 - part_x) * part_y, part_x * part_y};
    const ptrdiff_t right = part_x ? 1 : 0, below = part_y ? (ptrdiff_t)m->stride : 0;
    const int first = whole_x < 0 ? -whole_x : 0;
    int end = width - whole_x - (int)right;
    if (end > width) end = width;
    for (size_t k = 0; k < 3; k++)
        for (int y = 0; y < height; y++) {
            const size_t at = (size_t)y * m->stride;
            uint8_t *out = m->aligned[k] + at;
            const int from = y + whole_y, is_inside = from >= 0 && from + (part_y ? 1 : 0) < height;
            const uint8_t *in = m->picture[k] + (ptrdiff_t)from * (ptrdiff_t)m->stride + whole_x;
            int end_of_row = end;
            for (int x = first; is_inside && x < end; x++) {
                const int sum = in[x] * weight[0] + in[x + right] * weight[1] + in[x + below] * weight[2] +
                                in[x + right + below] * weight[3];
                out[x] = (uint8_t)((sum + 8) >> 4);
            }
            if (!is_inside) end_of_row = 0;
            for (int x = 0; x < first && end_of_row; x++) out[x] = mode_level(m, k, at + (size_t)x);
            for (int x = end_of_row; x < (int)m->stride; x++) out[x] = mode_level(m, k, at + (size_t)x);
        }
}
