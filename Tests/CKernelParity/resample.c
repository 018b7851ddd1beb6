#include "memory.h"
#include "vigie_resample.h"

// Where the samples of a component lie within its plane, and by which powers of two it is smaller than the picture.
typedef struct {
    int plane, step, offset, depth, shift, half_width, half_height;
} samples;

typedef struct {
    const char *name;
    size_t count;
    samples component[3];
} format;

static const format formats[] = {
    {"planar", 3, {{0, 1, 0, 8, 0, 0, 0}, {1, 1, 0, 8, 0, 1, 1}, {2, 1, 0, 8, 0, 1, 1}}},
    {"planar 4:2:2", 3, {{0, 1, 0, 8, 0, 0, 0}, {1, 1, 0, 8, 0, 1, 0}, {2, 1, 0, 8, 0, 1, 0}}},
    {"planar 4:4:4", 3, {{0, 1, 0, 8, 0, 0, 0}, {1, 1, 0, 8, 0, 0, 0}, {2, 1, 0, 8, 0, 0, 0}}},
    {"planar, 9 bits", 3, {{0, 2, 0, 9, 0, 0, 0}, {1, 2, 0, 9, 0, 1, 1}, {2, 2, 0, 9, 0, 1, 1}}},
    {"planar, 10 bits", 3, {{0, 2, 0, 10, 0, 0, 0}, {1, 2, 0, 10, 0, 1, 1}, {2, 2, 0, 10, 0, 1, 1}}},
    {"planar, 16 bits", 3, {{0, 2, 0, 16, 0, 0, 0}, {1, 2, 0, 16, 0, 1, 1}, {2, 2, 0, 16, 0, 1, 1}}},
    {"semi-planar", 3, {{0, 1, 0, 8, 0, 0, 0}, {1, 2, 0, 8, 0, 1, 1}, {1, 2, 1, 8, 0, 1, 1}}},
    {"semi-planar, 10 upper bits", 3, {{0, 2, 0, 10, 6, 0, 0}, {1, 4, 0, 10, 6, 1, 1}, {1, 4, 2, 10, 6, 1, 1}}},
    {"packed by three", 3, {{0, 3, 0, 8, 0, 0, 0}, {0, 3, 1, 8, 0, 0, 0}, {0, 3, 2, 8, 0, 0, 0}}},
    {"packed by four", 3, {{0, 4, 0, 8, 0, 0, 0}, {0, 4, 1, 8, 0, 0, 0}, {0, 4, 2, 8, 0, 0, 0}}},
    {"packed, 16 bits", 3, {{0, 6, 0, 16, 0, 0, 0}, {0, 6, 2, 16, 0, 0, 0}, {0, 6, 4, 16, 0, 0, 0}}},
    {"packed 4:2:2", 3, {{0, 2, 0, 8, 0, 0, 0}, {0, 4, 1, 8, 0, 1, 0}, {0, 4, 3, 8, 0, 1, 0}}},
    {"packed, 10 bits in a word", 3, {{0, 4, 2, 10, 4, 0, 0}, {0, 4, 1, 10, 2, 0, 0}, {0, 4, 0, 10, 0, 0, 0}}},
    {"grey", 1, {{0, 1, 0, 8, 0, 0, 0}}},
    {"grey, 12 middle bits", 1, {{0, 2, 0, 12, 3, 0, 0}}},
};

// Each row fits 32 bits as vigie_colour_matrix wants it.
static const struct {
    int32_t coefficient[3][3], zero[3];
} matrices[] = {
    {{{9539, 0, 13075}, {9539, -3209, -6660}, {9539, 16525, 0}}, {16, 128, 128}}, // BT.601
    {{{9539, 0, 13752}, {9539, -1535, -5328}, {9539, 17546, 0}}, {16, 128, 128}}, // BT.2020
    {{{8192, -8192, 8192}, {8192, 8192, 0}, {8192, -8192, -8192}}, {0, 128, 128}}, // YCgCo
    {{{8192, 0, 0}, {0, 8192, 0}, {0, 0, 8192}}, {0, 0, 0}},
};
static const vigie_colour_matrix grey = {
    {{9539, 0, 0}, {9539, 0, 0}, {9539, 0, 0}}, {(1 << 20) - 9539 * 4096, (1 << 20) - 9539 * 4096, (1 << 20) - 9539 * 4096}};

// An axis of the picture as the output sees it: its samples, the part that is taken, and whether they lie backwards.
typedef struct {
    size_t size, start, length, count;
    int is_mirrored;
} axis;

typedef struct {
    const format *format;
    axis x, y;
    int is_transposed, fill;
    size_t width, height; // as stored
    size_t stride[3];
    uint8_t *plane[3];
} picture;

static axis choose_axis(parity_random *random, size_t most, size_t most_out) {
    axis a = {.size = parity_size(random, most)};
    if (parity_below(random, 3) == 0) a.size = parity_between(random, 1, most);
    a.length = a.size;
    if (parity_below(random, 3) == 0) {
        a.start = parity_below(random, a.size);
        a.length = parity_between(random, 1, a.size - a.start);
    }
    a.count = parity_size(random, most_out);
    if (parity_below(random, 8) == 0) a.count = a.length <= most_out ? a.length : most_out;
    a.is_mirrored = (int)parity_below(random, 2);
    return a;
}

static void choose_axes(picture *p, parity_random *random) {
    p->is_transposed = parity_below(random, 4) == 0;
    switch (parity_below(random, 8)) {
    case 0: // a wide picture becomes narrow
        p->x = choose_axis(random, 4096, 640);
        p->y = choose_axis(random, 8, 6);
        break;
    case 1: // or the other way round
        p->x = choose_axis(random, 40, 1100);
        p->y = choose_axis(random, 8, 6);
        break;
    default:
        p->x = choose_axis(random, 400, 140);
        p->y = choose_axis(random, 60, 40);
    }
    p->width = p->is_transposed ? p->y.size : p->x.size;
    p->height = p->is_transposed ? p->x.size : p->y.size;
}

static size_t halved(size_t size, int half) { return (size + (size_t)half) >> half; }

static uint8_t byte(parity_random *random, int fill) {
    const uint8_t any = (uint8_t)parity_below(random, 256);
    switch (fill) {
    case 0: return 0;
    case 1: return 255;
    case 2: return any & 1 ? 255 : 0;
    default: return any;
    }
}

// Planes end with their last sample, or start with their first, at a page that cannot be touched.
static void make_planes(picture *p, parity_random *random, parity_memory *memory) {
    size_t row[3] = {0}, rows[3] = {0};
    for (size_t k = 0; k < p->format->count; k++) {
        const samples *c = &p->format->component[k];
        const size_t last = (halved(p->width, c->half_width) - 1) * (size_t)c->step;
        const size_t end = last + (size_t)c->offset + (c->depth > 8 ? 2 : 1);
        if (row[c->plane] < end) row[c->plane] = end;
        rows[c->plane] = halved(p->height, c->half_height);
    }
    p->fill = (int)parity_below(random, 8);
    for (size_t plane = 0; plane < 3 && row[plane]; plane++) {
        p->stride[plane] = row[plane] + (parity_below(random, 2) ? 0 : parity_below(random, 40));
        const size_t size = p->stride[plane] * (rows[plane] - 1) + row[plane];
        p->plane[plane] = parity_guarded(memory, size, parity_below(random, 4) > 0);
        for (size_t i = 0; i < size; i++) p->plane[plane][i] = byte(random, p->fill);
    }
}

static int64_t clamped(int64_t value, int64_t low, int64_t high) { return value < low ? low : value > high ? high : value; }

// Output element i lies at ((i + 1/2) length / count + start - 1/2 - siting / 2) / 2^half samples.
static void make_taps(const axis *a, int half, int siting, size_t step, vigie_tap *taps) {
    const int64_t length = (int64_t)a->length, start = (int64_t)a->start, count = (int64_t)a->count;
    const int64_t samples = (int64_t)halved(a->size, half), whole = 2 * count << half;
    const int64_t low = start >> half, high = (start + length - 1) >> half;
    for (int64_t i = 0; i < count; i++) {
        const int64_t place = (2 * i + 1) * length + (2 * start - 1 - siting) * count;
        const int64_t first = place >= 0 ? place / whole : -((whole - 1 - place) / whole);
        int64_t at[2] = {clamped(first, low, high), clamped(first + 1, low, high)};
        for (size_t k = 0; k < 2; k++) at[k] = (a->is_mirrored ? samples - 1 - at[k] : at[k]) * (int64_t)step;
        taps[i].a = (int32_t)at[0];
        taps[i].b = (int32_t)at[1];
        taps[i].weight = (int32_t)((2 * 2048 * (place - first * whole) + whole) / (2 * whole));
    }
}

static vigie_component make_component(const picture *p, const samples *c, int siting, parity_memory *memory) {
    vigie_tap *columns = parity_guarded(memory, p->x.count * sizeof *columns, 1);
    vigie_tap *rows = parity_guarded(memory, p->y.count * sizeof *rows, 1);
    vigie_column_block *blocks = parity_guarded(memory, vigie_column_blocks(p->x.count) * sizeof *blocks, 1);
    const size_t along = (size_t)c->step, down = p->stride[c->plane];
    const int half_x = p->is_transposed ? c->half_height : c->half_width;
    const int half_y = p->is_transposed ? c->half_width : c->half_height;
    make_taps(&p->x, half_x, half_x ? siting : 0, p->is_transposed ? down : along, columns);
    make_taps(&p->y, half_y, half_y ? siting : 0, p->is_transposed ? along : down, rows);
    const int32_t windows = vigie_prepare_columns(columns, p->x.count, c->depth, blocks);
    return (vigie_component){p->plane[c->plane] + c->offset, columns, rows, blocks, windows, c->depth, c->shift};
}

static vigie_colour_matrix choose_matrix(parity_random *random, size_t components) {
    if (components == 1) return grey;
    const size_t index = parity_below(random, sizeof matrices / sizeof *matrices);
    vigie_colour_matrix matrix;
    memcpy(matrix.coefficient, matrices[index].coefficient, sizeof matrix.coefficient);
    for (size_t i = 0; i < 3; i++) {
        matrix.offset[i] = 1 << 20;
        for (size_t k = 0; k < 3; k++) matrix.offset[i] -= matrix.coefficient[i][k] * matrices[index].zero[k] * 256;
    }
    return matrix;
}

int vigie_parity_resample(const vigie_kernels *kernels, uint64_t seed, char *report, size_t size) {
    parity_random random = parity_begin(seed);
    parity_memory memory = {0};
    picture p = {.format = &formats[parity_below(&random, sizeof formats / sizeof *formats)]};
    choose_axes(&p, &random);
    make_planes(&p, &random, &memory);
    const int siting = (int)parity_below(&random, 2);
    const size_t components = p.format->count, width = p.x.count, height = p.y.count;
    vigie_component component[3];
    for (size_t k = 0; k < components; k++)
        component[k] = make_component(&p, &p.format->component[k], siting, &memory);
    const vigie_colour_matrix matrix = choose_matrix(&random, components);
    const size_t mixtures = 2 * components * vigie_mixture_length(width) * sizeof(uint32_t);
    const size_t stride = 3 * width + (parity_below(&random, 2) ? 0 : parity_below(&random, 20));
    const size_t outputs = PARITY_MARGIN + stride * (height - 1) + 3 * width;
    const vigie_resampling *resampling[2] = {&vigie_resampling_scalar, vigie_resampling_for(kernels)};
    uint8_t *out[2];
    for (size_t k = 0; k < 2; k++) {
        uint32_t *scratch = parity_guarded(&memory, mixtures, 1);
        memset(scratch, k ? 0xee : 0x11, mixtures);
        out[k] = parity_guarded(&memory, outputs, 1);
        memset(out[k], 0xa5, outputs);
        vigie_resample(resampling[k], component, components, &matrix, width, height, scratch, out[k] + PARITY_MARGIN,
                       (ptrdiff_t)stride);
    }

    vigie_parity_digest_bytes(out[0], outputs);
    size_t i = 0;
    while (i < outputs && out[0][i] == out[1][i]) i++;
    if (i < outputs)
        snprintf(report, size, "%s%s, %zux%zu -> %zux%zu, %d windows, fill %d, case %llu: at %zu %d instead of %d",
                 p.format->name, p.is_transposed ? " on its side" : "", p.width, p.height, width, height,
                 component[0].windows, p.fill, (unsigned long long)seed, i, out[1][i], out[0][i]);
    parity_release(&memory);
    return i < outputs;
}
