// Where everything lies in the one block of memory that the caller gives.
#include "vigie_motion_analysis.h"

#include <string.h>

static size_t greater(size_t a, size_t b) { return a > b ? a : b; }

typedef struct {
    uint8_t *next;
    size_t size;
} arena;

static void *take(arena *a, size_t size) {
    uint8_t *place = a->next;
    size = (size + 63) / 64 * 64;
    a->size += size;
    if (place) a->next += size;
    return place;
}

static size_t place(vigie_motion *m, void *memory) {
    arena a = {memory, 0};
    const size_t cells = m->stride * m->shape.height;
    const size_t words = greater(m->shape.words * m->shape.height, m->upright.words * m->upright.height);
    const size_t runs = greater(vigie_mask_most_runs(m->shape), vigie_mask_most_runs(m->upright));
    for (size_t k = 0; k < 3; k++) m->picture[k] = take(&a, cells);
    m->evidence = take(&a, cells);
    m->look = take(&a, cells);
    m->mean = take(&a, cells);
    for (size_t k = 0; k < 3; k++) m->aligned[k] = take(&a, cells);
    m->foreground = take(&a, cells);
    m->before = take(&a, cells);
    m->previous = take(&a, cells);
    m->mask = take(&a, cells);
    m->luma = take(&a, cells);
    for (size_t k = 0; k < 9; k++) m->modes[k] = take(&a, cells * sizeof(int16_t));
    m->sums = take(&a, (m->stride + 2 * VIGIE_MOTION_BLOCK) * sizeof(uint16_t));
    m->counts = take(&a, 2 * (m->stride + 2 * VIGIE_MOTION_BLOCK));
    for (size_t k = 0; k < 4; k++) m->bits[k] = take(&a, words * sizeof(uint64_t));
    m->majority = take(&a, 15 * m->shape.words * sizeof(uint64_t));
    m->ignored = take(&a, words * sizeof(uint64_t));
    m->runs = take(&a, runs * sizeof *m->runs);
    m->earlier_runs = take(&a, runs * sizeof *m->runs);
    m->parents = take(&a, runs * sizeof *m->parents);
    m->earlier_ages = take(&a, runs * sizeof *m->earlier_ages);
    m->ages = take(&a, runs * sizeof *m->ages);
    m->regions = take(&a, runs * sizeof *m->regions);
    return a.size;
}

static vigie_mask_shape shape_of(size_t width, size_t height) {
    return (vigie_mask_shape){width, height, (width + 63) / 64};
}

static vigie_motion shaped(size_t width, size_t height, int is_transposed) {
    const vigie_mask_shape shape = shape_of(width, height);
    return (vigie_motion){
        .shape = shape, .upright = is_transposed ? shape_of(height, width) : shape, .stride = 64 * shape.words};
}

size_t vigie_motion_size(size_t width, size_t height) {
    vigie_motion stored = shaped(width, height, 0), turned = shaped(width, height, 1);
    return greater(place(&stored, NULL), place(&turned, NULL));
}

void vigie_motion_begin(
    vigie_motion *motion, const vigie_motion_kernels *kernels, size_t width, size_t height, vigie_motion_turn turn,
    void *memory) {
    *motion = shaped(width, height, turn.is_transposed);
    motion->turn = turn;
    motion->kernels = kernels;
    memset(memory, 0, place(motion, memory));
}
