// The scene and two other looks of each cell.
#include "vigie_still.h"

#include <string.h>

enum {
    CLEAR_AFTER = 10,    // the scene is back for so long: what was seen instead is gone
    COVERED_FOR = 600,   // what is shown has not been seen for so long: it counts no more
    LEAST_LEVEL = 16,    // darker cells say little about the light
    MOST_LEVEL = 250,    // those that may be saturated say nothing
    UNIT = 128,
};

void vigie_still_begin(const vigie_still *s, const uint8_t *luma) {
    const size_t cells = s->width * s->height;
    for (size_t i = 0; i < cells; i++) s->scene[i] = (uint16_t)(luma[i] * UNIT);
    memset(s->scene_seen, 0, cells * sizeof *s->scene_seen);
    memset(s->seen[0], 0, cells * sizeof *s->seen[0]);
    memset(s->seen[1], 0, cells * sizeof *s->seen[1]);
    memset(s->back, 0, cells);
    memset(s->away, 0, cells * sizeof *s->away);
    memset(s->shown, 0, cells);
}

static uint32_t apart(uint32_t a, uint32_t b) { return a > b ? a - b : b - a; }

static uint16_t more(uint32_t time, uint32_t passed) {
    const uint32_t sum = time + passed;
    return (uint16_t)(sum < 65535 ? sum : 65535);
}

// Share / 256 of the way.
static uint16_t towards(uint16_t from, uint32_t to, uint32_t share) {
    return (uint16_t)(from + ((int32_t)to - (int32_t)from) * (int32_t)share / 256);
}

// The rows or columns of the scene that a shifted picture shows.
static void overlap(size_t count, ptrdiff_t shift, size_t *first, size_t *end) {
    const size_t by = (size_t)(shift < 0 ? -shift : shift);
    *first = shift < 0 ? (by < count ? by : count) : 0;
    *end = shift > 0 ? (by < count ? count - by : 0) : count;
}

// The picture's row that shows a row of the scene, so that columns of the scene count.
static const uint8_t *shifted(const vigie_still *s, const vigie_still_picture *p, size_t y) {
    return p->luma + ((ptrdiff_t)y + p->shift_y) * (ptrdiff_t)s->width + p->shift_x;
}

// The median of picture to scene, in 1/128: exposure and clouds change most cells by the same share.
static uint32_t light(const vigie_still *s, const vigie_still_picture *p) {
    uint32_t histogram[512] = {0}, count = 0;
    size_t left, right, top, bottom;
    overlap(s->width, p->shift_x, &left, &right);
    overlap(s->height, p->shift_y, &top, &bottom);
    for (size_t y = top; y < bottom; y++) {
        const uint8_t *luma = shifted(s, p, y);
        for (size_t x = left + y % 4; x < right; x += 4) {
            const uint32_t scene = s->scene[y * s->width + x];
            if (scene < LEAST_LEVEL * UNIT || luma[x] >= MOST_LEVEL) continue;
            const uint32_t ratio = luma[x] * (uint32_t)(UNIT * UNIT) / scene;
            histogram[ratio < 511 ? ratio : 511]++;
            count++;
        }
    }
    if (count == 0) return UNIT;
    uint32_t median = 0;
    for (uint32_t below = histogram[0]; 2 * below < count; below += histogram[median]) median++;
    return median > 0 ? median : 1;
}

static void see(const vigie_still *s, const vigie_still_picture *p, uint32_t stay, size_t i, uint32_t level) {
    const uint32_t least = p->threshold * UNIT, none = UINT32_MAX, passed = p->passed;
    const uint32_t scene = apart(level, s->scene[i]);
    // Nearly everywhere there is nothing but the scene; what follows comes to the same there.
    if (scene <= least && (s->seen[0][i] | s->seen[1][i]) == 0) {
        s->scene[i] = towards(s->scene[i], level, 4 * passed);
        s->scene_seen[i] = more(s->scene_seen[i], passed);
        return;
    }
    const uint32_t first = s->seen[0][i] > 0 ? apart(level, s->look[0][i]) : none;
    const uint32_t second = s->seen[1][i] > 0 ? apart(level, s->look[1][i]) : none;
    const size_t k = second < first;
    const uint32_t look = k ? second : first;
    if (scene <= least && scene <= look) {
        s->scene[i] = towards(s->scene[i], level, 4 * passed);
        s->scene_seen[i] = more(s->scene_seen[i], passed);
        // However far apart looks are, one of them does not do.
        s->back[i] = (uint8_t)(s->back[i] < 250 ? s->back[i] + (passed < 4 ? passed : 4) : s->back[i]);
        for (size_t j = 0; j < 2; j++)
            s->seen[j][i] = s->seen[j][i] > passed && s->back[i] < CLEAR_AFTER ? (uint16_t)(s->seen[j][i] - passed) : 0;
        s->away[i] = 0;
    } else if (look <= least) {
        s->look[k][i] = towards(s->look[k][i], level, passed < 16 ? 16 * passed : 256);
        s->seen[k][i] = more(s->seen[k][i], passed);
        s->back[i] = 0;
        if (s->seen[k][i] >= stay) {
            s->shown[i] = (uint8_t)(k + 1);
            s->away[i] = 0;
        } else {
            s->away[i] = more(s->away[i], passed);
        }
        // Until the scene is known, what has been seen for longer is it.
        if (s->scene_seen[i] < VIGIE_STILL_KNOWN && s->seen[k][i] > s->scene_seen[i]) {
            const uint16_t old = s->scene[i], old_seen = s->scene_seen[i];
            s->scene[i] = s->look[k][i], s->scene_seen[i] = s->seen[k][i];
            s->look[k][i] = old, s->seen[k][i] = old_seen, s->since[k][i] = p->time;
            s->shown[i] = 0;
        }
    } else {
        const size_t weaker = s->seen[1][i] <= s->seen[0][i];
        s->look[weaker][i] = (uint16_t)level;
        s->seen[weaker][i] = 1;
        s->since[weaker][i] = p->time;
        s->back[i] = 0;
        s->away[i] = more(s->away[i], passed);
    }
    if (s->shown[i] > 0 && (s->seen[s->shown[i] - 1][i] < stay || s->away[i] > COVERED_FOR)) s->shown[i] = 0;
}

void vigie_still_step(
    const vigie_still *s, const vigie_still_picture *p, uint32_t stay, uint8_t *differs, size_t stride) {
    const uint32_t gain = light(s, p), least = p->threshold * UNIT;
    uint32_t levels[256];
    for (uint32_t v = 0; v < 256; v++) {
        const uint32_t level = (v * UNIT * UNIT + gain / 2) / gain;
        levels[v] = level < 255 * UNIT ? level : 255 * UNIT;
    }
    size_t left, right, top, bottom;
    overlap(s->width, p->shift_x, &left, &right);
    overlap(s->height, p->shift_y, &top, &bottom);
    for (size_t y = 0; y < s->height; y++) {
        if (y >= top && y < bottom) {
            const uint8_t *luma = shifted(s, p, y);
            for (size_t x = left; x < right; x++) see(s, p, stay, y * s->width + x, levels[luma[x]]);
        }
        for (size_t x = 0; x < s->width; x++) {
            const size_t i = y * s->width + x;
            differs[y * stride + x] = s->shown[i] > 0 && !s->ignored[i] && s->scene_seen[i] >= VIGIE_STILL_KNOWN &&
                                      apart(s->look[s->shown[i] - 1][i], s->scene[i]) > least;
        }
    }
}

void vigie_still_adopt(const vigie_still *s, size_t row, size_t start, size_t end) {
    for (size_t i = row * s->width + start; i < row * s->width + end; i++) {
        if (s->shown[i] == 0) continue;
        const size_t k = s->shown[i] - 1u;
        s->scene[i] = s->look[k][i];
        s->scene_seen[i] = s->seen[k][i];
        s->seen[0][i] = s->seen[1][i] = 0;
        s->shown[i] = 0;
    }
}
