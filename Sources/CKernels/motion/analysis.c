// One frame through background, shadows and clean-up.
#include "stages.h"

#include <string.h>

enum {
    SHADOW_REACH = 5,     // 11 rows
    REFERENCE = 76800,    // cells of 320 × 240, for which the areas below were chosen
    HOLE = 1000,
    LEAST_REGION = 60,
    MEMORY_SECONDS = 20,  // what the weights remember
    MEAN_SECONDS = 4,     // what a mean remembers, at most
    SETTLING_SECONDS = 1,
    SETTLED_SECONDS = 4,  // then foreground is learnt a quarter as fast
};

vigie_motion_modes vigie_motion_row(const vigie_motion *m, size_t y) {
    const size_t at = y * m->stride;
    int16_t *const *p = m->modes;
    return (vigie_motion_modes){
        {p[0] + at, p[1] + at}, {p[2] + at, p[3] + at}, {p[4] + at, p[5] + at}, {p[6] + at, p[7] + at}, p[8] + at};
}

static void begin_background(vigie_motion *m) {
    const size_t cells = m->stride * m->shape.height;
    memset(m->modes[0], 0, 9 * (size_t)((uint8_t *)m->modes[1] - (uint8_t *)m->modes[0]));
    for (size_t i = 0; i < cells; i++) {
        for (size_t k = 0; k < 3; k++) m->modes[2 * k][i] = (int16_t)(m->picture[k][i] << 7);
        m->modes[6][i] = 32767;
        m->modes[8][i] = 3 * 128;
        m->mean[i] = m->picture[0][i];
    }
    memset(m->before, 0, cells);
}

static vigie_motion_rates rates_for(const vigie_motion *m, uint32_t rate) {
    const uint32_t frames = m->frames;
    uint32_t memory = MEMORY_SECONDS * rate / 1000, mean = MEAN_SECONDS * rate / 1000;
    memory = memory < 100 ? 100 : memory > 1000 ? 1000 : memory;
    mean = mean < 25 ? 25 : mean > 250 ? 250 : mean;
    const uint32_t share = 32767 / (frames < memory ? frames : memory);
    const int is_settled = frames > SETTLED_SECONDS * rate / 1000;
    return (vigie_motion_rates){
        (int16_t)share, (int16_t)(is_settled ? share / 4 : share), (int16_t)m->stretch, (int16_t)(32768 / mean)};
}

static void observe(vigie_motion *m, uint32_t rate, uint8_t *const *picture) {
    const vigie_motion_rates rates = rates_for(m, rate);
    for (size_t y = 0; y < m->shape.height; y++) {
        const size_t at = y * m->stride;
        const vigie_motion_modes modes = vigie_motion_row(m, y);
        m->kernels->observe(
            &modes, &rates, picture[0] + at, picture[1] + at, picture[2] + at, m->before + at, m->stride,
            m->evidence + at, m->look + at, m->mean + at);
    }
    for (size_t y = 0; y < m->shape.height; y++) {
        const size_t last = m->shape.height - 1, at = y * m->stride;
        const uint8_t *rows[3] = {
            m->evidence + (y > 0 ? y - 1 : 0) * m->stride, m->evidence + at,
            m->evidence + (y < last ? y + 1 : last) * m->stride};
        m->kernels->smooth(rows, m->stride, m->sums, m->foreground + at);
        memset(m->foreground + at + m->shape.width, 0, m->stride - m->shape.width);
    }
}

// Into `before`, of which nothing is needed any more.
static void drop_shadows(vigie_motion *m) {
    const size_t height = m->shape.height, stride = m->stride;
    memset(m->counts, 0, 2 * (stride + 2 * VIGIE_MOTION_BLOCK));
    for (size_t k = 0; k < SHADOW_REACH && k < height; k++)
        m->kernels->shadow_count(m->foreground + k * stride, m->look + k * stride, NULL, NULL, stride, m->counts);
    for (size_t y = 0; y < height; y++) {
        const size_t in = y + SHADOW_REACH, out = y - SHADOW_REACH - 1;
        const uint8_t *enter = in < height ? m->foreground + in * stride : NULL;
        const uint8_t *leave = y > SHADOW_REACH ? m->foreground + out * stride : NULL;
        m->kernels->shadow_count(
            enter, enter ? m->look + in * stride : NULL, leave, leave ? m->look + out * stride : NULL, stride, m->counts);
        m->kernels->shadow(m->foreground + y * stride, m->look + y * stride, m->counts, stride, m->before + y * stride);
    }
}

static size_t scaled(const vigie_motion *m, size_t cells) {
    return (cells * m->shape.width * m->shape.height + REFERENCE / 2) / REFERENCE;
}

static void fill_holes(vigie_motion *m, uint64_t *bits) {
    const size_t most = scaled(m, HOLE);
    vigie_mask_regions(bits, m->shape, 1, m->runs, m->parents, m->regions, &m->run_count);
    for (size_t k = 0; k < m->run_count; k++) {
        const vigie_region *r = &m->regions[m->runs[k].region];
        const int is_inside = r->left > 0 && r->top > 0 && r->right < m->shape.width && r->bottom < m->shape.height;
        if (is_inside && r->cells < most) vigie_mask_fill(bits, m->shape, m->runs[k], 1);
    }
}

void vigie_motion_drop_small(vigie_motion *m, uint64_t *bits, vigie_mask_shape shape, size_t least) {
    const size_t count = vigie_mask_regions(bits, shape, 0, m->runs, m->parents, m->regions, &m->run_count);
    size_t runs = 0;
    for (size_t k = 0; k < m->run_count; k++) {
        if (m->regions[m->runs[k].region].cells < least)
            vigie_mask_fill(bits, shape, m->runs[k], 0);
        else
            m->runs[runs++] = m->runs[k];
    }
    m->run_count = runs;
    m->region_count = 0;
    for (size_t k = 0; k < count; k++) {
        m->parents[k] = (uint32_t)m->region_count;
        if (m->regions[k].cells >= least) m->regions[m->region_count++] = m->regions[k];
    }
    for (size_t k = 0; k < runs; k++) m->runs[k].region = m->parents[m->runs[k].region];
}

static void clean(vigie_motion *m) {
    uint64_t *const *b = m->bits;
    vigie_mask_pack(m->before, m->stride, m->shape, b[1]);
    vigie_mask_majority(b[1], m->shape, m->majority, b[2]);
    vigie_mask_dilate(b[2], m->shape, b[3], b[1]);
    fill_holes(m, b[1]);
    vigie_mask_erode(b[1], m->shape, b[3], b[0]);
    vigie_motion_drop_small(m, b[0], m->shape, scaled(m, LEAST_REGION));
    vigie_mask_unpack(b[0], m->shape, m->before, m->stride);
}

void vigie_motion_step(vigie_motion *m, uint32_t rate) {
    vigie_motion_measure(m);
    if (m->frames == 0) begin_background(m);
    vigie_motion_locate(m, rate);
    const int is_shifted = m->shift_x != 0 || m->shift_y != 0;
    if (is_shifted) vigie_motion_align(m);
    m->frames++;
    m->pictures++;
    uint8_t *const *picture = is_shifted ? m->aligned : m->picture;
    vigie_motion_follow_light(m, picture);
    observe(m, rate, picture);
    if (vigie_motion_has_changed(m, picture)) {
        begin_background(m);
        m->frames = 1;
        observe(m, rate, m->picture);
    }
    m->is_settling = m->changed > 0 || m->frames <= SETTLING_SECONDS * rate / 1000;
    drop_shadows(m);
    clean(m);
    vigie_motion_present(m, scaled(m, LEAST_REGION));
    vigie_motion_link(m);
}
