#include "memory.h"

enum { LARGEST_WALK = 20000, LARGEST_ARRAY = 1 << 18 };

// An operator's walk, and the floats that it touches of each array, from the first to the last.
typedef struct {
    vigie_walk walk;
    size_t outputs, a, b;
} journey;

// Strides of arrays in any order of the axes, with gaps; some axes may repeat. Returns the floats that are touched.
static size_t lay_out(parity_random *random, const size_t *size, int may_repeat, ptrdiff_t *stride) {
    size_t order[VIGIE_MAX_AXES], next = parity_below(random, 4) ? 1 : 2, total = 1;
    for (size_t axis = 0; axis < VIGIE_MAX_AXES; axis++) order[axis] = axis;
    if (parity_below(random, 3) == 0)
        for (size_t i = VIGIE_MAX_AXES - 1; i > 0; i--) {
            const size_t j = parity_below(random, i + 1), axis = order[i];
            order[i] = order[j];
            order[j] = axis;
        }
    int is_empty = 0;
    for (size_t i = VIGIE_MAX_AXES; i-- > 0;) {
        const size_t axis = order[i];
        if (size[axis] == 0) is_empty = 1;
        stride[axis] = 0;
        if (may_repeat && parity_below(random, 3) == 0) continue;
        stride[axis] = (ptrdiff_t)next;
        if (size[axis] == 0) continue;
        total += (size[axis] - 1) * next;
        next = next * size[axis] + (parity_below(random, 4) ? 0 : parity_below(random, 5));
    }
    return is_empty ? 0 : total;
}

static journey any_walk(parity_random *random, int may_repeat) {
    for (;;) {
        journey j;
        size_t *size = j.walk.size, count = 1;
        for (size_t axis = 0; axis < VIGIE_MAX_AXES; axis++) {
            size[axis] = parity_below(random, 3) ? 1 : parity_between(random, 1, 6);
            if (axis >= 4 && parity_below(random, 4)) size[axis] = parity_size(random, 100);
            if (parity_below(random, 60) == 0) size[axis] = 0;
        }
        if (parity_below(random, 10) == 0) size[5] = parity_between(random, 100, 3000);
        for (size_t axis = 0; axis < VIGIE_MAX_AXES; axis++) count *= size[axis];
        if (count > LARGEST_WALK) continue;
        j.outputs = lay_out(random, size, 0, j.walk.output);
        j.a = lay_out(random, size, may_repeat, j.walk.a);
        j.b = lay_out(random, size, may_repeat, j.walk.b);
        if (j.outputs <= LARGEST_ARRAY && j.a <= LARGEST_ARRAY && j.b <= LARGEST_ARRAY) return j;
    }
}

// The floats that a walk over pixels, halves and channels touches.
static size_t touched(const vigie_walk *walk, const ptrdiff_t *stride) {
    size_t total = 1;
    for (size_t axis = 0; axis < VIGIE_MAX_AXES; axis++)
        if (walk->size[axis] > 1) total += (walk->size[axis] - 1) * (size_t)stride[axis];
    return total;
}

// A shuffle of channels in two groups, its inverse, or a slice of every second channel.
static journey shuffle(parity_random *random) {
    const size_t count = parity_size(random, 130), pixels = parity_between(random, 1, 20);
    const size_t half = count + (parity_below(random, 2) ? 0 : parity_below(random, 9));
    const size_t mixed_gap = parity_below(random, 2) ? 0 : parity_below(random, 30);
    const size_t gap = parity_below(random, 2) ? 0 : parity_below(random, 30);
    const ptrdiff_t mixed[VIGIE_MAX_AXES] = {0, 0, 0, (ptrdiff_t)(2 * count + mixed_gap), 1, 2};
    const ptrdiff_t apart[VIGIE_MAX_AXES] = {0, 0, 0, (ptrdiff_t)(count + half + gap), (ptrdiff_t)half, 1};
    const int is_inverse = (int)parity_below(random, 2);
    journey j = {.walk = {.size = {1, 1, 1, pixels, parity_below(random, 6) ? 2 : 1, count}}};
    memcpy(j.walk.output, is_inverse ? apart : mixed, sizeof mixed);
    memcpy(j.walk.a, is_inverse ? mixed : apart, sizeof mixed);
    j.outputs = touched(&j.walk, j.walk.output);
    j.a = touched(&j.walk, j.walk.a);
    return j;
}

static int printed(char *text, size_t size, const char *name, const ptrdiff_t *stride) {
    return snprintf(text, size, " %s %td,%td,%td,%td,%td,%td", name, stride[0], stride[1], stride[2], stride[3], stride[4],
                    stride[5]);
}

// Room for what describe writes; all of a walk's numbers are small.
enum { DESCRIPTION = 300 };

static void describe(const journey *j, const char *name, int detail, uint64_t seed, char *what) {
    const size_t *size = j->walk.size;
    int length = snprintf(what, DESCRIPTION, "%s %d, case %llu: %zux%zux%zux%zux%zux%zu", name, detail,
                          (unsigned long long)seed, size[0], size[1], size[2], size[3], size[4], size[5]);
    length += printed(what + length, DESCRIPTION - (size_t)length, "output", j->walk.output);
    length += printed(what + length, DESCRIPTION - (size_t)length, "a", j->walk.a);
    printed(what + length, DESCRIPTION - (size_t)length, "b", j->walk.b);
}

int vigie_parity_map(const vigie_kernels *kernels, uint64_t seed, char *report, size_t size) {
    parity_random random = parity_begin(seed);
    parity_memory memory = {0};
    const parity_place place = parity_place_any(&random);
    const int is_shuffle = parity_below(&random, 3) == 0;
    const journey j = is_shuffle ? shuffle(&random) : any_walk(&random, (int)parity_below(&random, 2));
    vigie_mapping m = {.walk = j.walk, .activation = parity_activation(&random)};
    if (parity_below(&random, 2)) m.activation.function = VIGIE_IDENTITY;
    m.a = parity_array(&memory, place, j.a, &random, parity_any) + place.lead;
    float *expected = parity_array(&memory, place, j.outputs, &random, parity_pattern);
    float *got = parity_array(&memory, place, j.outputs, &random, parity_pattern);
    m.output = expected + place.lead;
    vigie_kernels_baseline.map(&m);
    m.output = got + place.lead;
    kernels->map(&m);

    char what[DESCRIPTION];
    describe(&j, "map", m.activation.function, seed, what);
    const int differs = parity_differs(expected, got, j.outputs + PARITY_MARGIN, what, report, size);
    parity_release(&memory);
    return differs;
}

int vigie_parity_combine(const vigie_kernels *kernels, uint64_t seed, char *report, size_t size) {
    parity_random random = parity_begin(seed);
    parity_memory memory = {0};
    const parity_place place = parity_place_any(&random);
    const journey j = any_walk(&random, 1);
    vigie_combination c = {.walk = j.walk, .operator_ = (vigie_operator)parity_below(&random, VIGIE_DIVIDE + 1)};
    c.a = parity_array(&memory, place, j.a, &random, parity_any) + place.lead;
    c.b = parity_array(&memory, place, j.b, &random, parity_any) + place.lead;
    float *expected = parity_array(&memory, place, j.outputs, &random, parity_pattern);
    float *got = parity_array(&memory, place, j.outputs, &random, parity_pattern);
    c.output = expected + place.lead;
    vigie_kernels_baseline.combine(&c);
    c.output = got + place.lead;
    kernels->combine(&c);

    char what[DESCRIPTION];
    describe(&j, "combine", c.operator_, seed, what);
    const int differs = parity_differs(expected, got, j.outputs + PARITY_MARGIN, what, report, size);
    parity_release(&memory);
    return differs;
}

// Runs side by side within pixels that may be wider, as detectors have them: most often of eight.
static journey runs_in_pixels(parity_random *random) {
    const size_t pixels = parity_between(random, 1, 30), runs = parity_between(random, 1, 5);
    const size_t length = parity_below(random, 3) ? 8 : parity_size(random, 40);
    journey j = {.walk = {.size = {1, 1, 1, pixels, runs, length}}};
    j.walk.output[5] = j.walk.a[5] = 1;
    j.walk.output[4] = j.walk.a[4] = (ptrdiff_t)length;
    j.walk.output[3] = (ptrdiff_t)(runs * length + parity_below(random, 20));
    j.walk.a[3] = (ptrdiff_t)(runs * length + parity_below(random, 20));
    j.outputs = touched(&j.walk, j.walk.output);
    j.a = touched(&j.walk, j.walk.a);
    return j;
}

// Takes an axis out of the walk, to be the softmax's own.
static vigie_softmax along(vigie_walk walk, size_t axis) {
    vigie_softmax s = {.count = walk.size[axis], .output_stride = walk.output[axis], .a_stride = walk.a[axis]};
    walk.size[axis] = 1;
    walk.output[axis] = walk.a[axis] = 0;
    s.walk = walk;
    return s;
}

int vigie_parity_softmax(const vigie_kernels *kernels, uint64_t seed, char *report, size_t size) {
    parity_random random = parity_begin(seed);
    parity_memory memory = {0};
    const parity_place place = parity_place_any(&random);
    size_t axis;
    journey j;
    do {
        const int is_any = (int)parity_below(&random, 2);
        j = is_any ? any_walk(&random, 0) : runs_in_pixels(&random);
        axis = is_any ? parity_between(&random, 3, 5) : 5;
    } while (j.walk.size[axis] == 0);
    vigie_softmax s = along(j.walk, axis);
    if (axis == 5 && parity_below(&random, 2)) { // the places take the innermost axis
        vigie_walk *walk = &s.walk;
        walk->size[5] = walk->size[4];
        walk->output[5] = walk->output[4];
        walk->a[5] = walk->a[4];
        walk->size[4] = 1;
        walk->output[4] = walk->a[4] = 0;
    }
    s.a = parity_array(&memory, place, j.a, &random, parity_any) + place.lead;
    float *expected = parity_array(&memory, place, j.outputs, &random, parity_pattern);
    float *got = parity_array(&memory, place, j.outputs, &random, parity_pattern);
    s.output = expected + place.lead;
    vigie_kernels_baseline.softmax(&s);
    s.output = got + place.lead;
    kernels->softmax(&s);

    char what[DESCRIPTION];
    describe(&j, "softmax along axis", (int)axis, seed, what);
    const int differs = parity_differs(expected, got, j.outputs + PARITY_MARGIN, what, report, size);
    parity_release(&memory);
    return differs;
}
