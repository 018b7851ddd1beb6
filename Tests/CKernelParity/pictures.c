#include "memory.h"

// A picture's sizes and strides; `total` becomes the floats from its first to its last.
static vigie_picture picture(parity_random *random, size_t height, size_t width, size_t channels, size_t *total) {
    const size_t pixel = channels + (parity_below(random, 2) ? 0 : parity_below(random, 20));
    const size_t row = pixel * width + (parity_below(random, 2) ? 0 : parity_below(random, 40));
    *total = height && width ? (height - 1) * row + (width - 1) * pixel + channels : 0;
    return (vigie_picture){NULL, height, width, channels, (ptrdiff_t)row, (ptrdiff_t)pixel};
}

static vigie_window window(parity_random *random, size_t height, size_t width) {
    vigie_window w = {.height = parity_between(random, 1, 7), .width = parity_between(random, 1, 7)};
    w.stride_y = parity_between(random, 1, 3);
    w.stride_x = parity_between(random, 1, 3);
    w.dilation_y = parity_between(random, 1, 2);
    w.dilation_x = parity_between(random, 1, 2);
    if (parity_below(random, 4) == 0) {
        w.height = height;
        w.width = width;
    } else if (parity_below(random, 6) == 0) {
        w.height = w.width = 13;
        w.stride_y = w.stride_x = 1;
    }
    switch (parity_below(random, 3)) {
    case 0: break;
    case 1: // the output has the input's size
        w.pad_top = w.height / 2;
        w.pad_left = w.width / 2;
        w.dilation_y = w.dilation_x = w.stride_y = w.stride_x = 1;
        break;
    default: // some windows lie in the padding altogether
        w.pad_top = parity_below(random, w.height * w.dilation_y + 2);
        w.pad_left = parity_below(random, w.width * w.dilation_x + 2);
    }
    return w;
}

int vigie_parity_pool(const vigie_kernels *kernels, uint64_t seed, char *report, size_t size) {
    parity_random random = parity_begin(seed);
    parity_memory memory = {0};
    const parity_place place = parity_place_any(&random);
    const size_t height = parity_between(&random, 1, 16), width = parity_between(&random, 1, 16);
    const size_t channels = parity_size(&random, 260);
    const vigie_window w = window(&random, height, width);
    const size_t out_height = parity_between(&random, 0, (height + w.pad_top) / w.stride_y + 2);
    const size_t out_width = parity_between(&random, 0, (width + w.pad_left) / w.stride_x + 2);
    size_t inputs, outputs;
    vigie_pooling p = {.window = w};
    p.input = picture(&random, height, width, channels, &inputs);
    p.output = picture(&random, out_height, out_width, channels, &outputs);
    p.mean = (int)parity_below(&random, 2);
    p.counts_padding = (int)parity_below(&random, 2);
    p.input.data = parity_array(&memory, place, inputs, &random, parity_any) + place.lead;
    float *expected = parity_array(&memory, place, outputs, &random, parity_pattern);
    float *got = parity_array(&memory, place, outputs, &random, parity_pattern);
    p.output.data = expected + place.lead;
    vigie_kernels_baseline.pool(&p);
    p.output.data = got + place.lead;
    kernels->pool(&p);

    char what[200];
    snprintf(what, sizeof what,
             "%s %zux%zux%zu -> %zux%zu, window %zux%zu/%zu,%zu dilated %zu,%zu padded %zu,%zu, case %llu",
             p.mean ? "mean" : "maximum", height, width, channels, out_height, out_width, w.height, w.width, w.stride_y,
             w.stride_x, w.dilation_y, w.dilation_x, w.pad_top, w.pad_left, (unsigned long long)seed);
    const int differs = parity_differs(expected, got, outputs + PARITY_MARGIN, what, report, size);
    parity_release(&memory);
    return differs;
}

static void choose_taps(parity_random *random, vigie_resize_tap *taps, size_t count, size_t size, int nearest) {
    for (size_t i = 0; i < count; i++) {
        taps[i].first = taps[i].second = (uint32_t)parity_below(random, size);
        taps[i].weight = 0;
        if (nearest) continue;
        taps[i].second = (uint32_t)parity_below(random, size);
        taps[i].weight = (float)parity_below(random, 1001) / 1000;
    }
}

int vigie_parity_resize(const vigie_kernels *kernels, uint64_t seed, char *report, size_t size) {
    parity_random random = parity_begin(seed);
    parity_memory memory = {0};
    const parity_place place = parity_place_any(&random);
    const size_t height = parity_between(&random, 1, 12), width = parity_between(&random, 1, 12);
    const size_t out_height = parity_between(&random, 0, 24), out_width = parity_between(&random, 0, 24);
    const size_t channels = parity_size(&random, 130);
    size_t inputs, outputs;
    vigie_resizing r = {.nearest = (int)parity_below(&random, 2)};
    vigie_resize_tap *rows = parity_guarded(&memory, out_height * sizeof *rows, 1);
    vigie_resize_tap *columns = parity_guarded(&memory, out_width * sizeof *columns, 1);
    choose_taps(&random, rows, out_height, height, r.nearest);
    choose_taps(&random, columns, out_width, width, r.nearest);
    r.rows = rows;
    r.columns = columns;
    r.input = picture(&random, height, width, channels, &inputs);
    r.output = picture(&random, out_height, out_width, channels, &outputs);
    r.input.data = parity_array(&memory, place, inputs, &random, parity_any) + place.lead;
    float *expected = parity_array(&memory, place, outputs, &random, parity_pattern);
    float *got = parity_array(&memory, place, outputs, &random, parity_pattern);
    r.output.data = expected + place.lead;
    vigie_kernels_baseline.resize(&r);
    r.output.data = got + place.lead;
    kernels->resize(&r);

    char what[200];
    snprintf(what, sizeof what, "%s %zux%zux%zu -> %zux%zu, case %llu", r.nearest ? "nearest" : "bilinear", height, width,
             channels, out_height, out_width, (unsigned long long)seed);
    const int differs = parity_differs(expected, got, outputs + PARITY_MARGIN, what, report, size);
    parity_release(&memory);
    return differs;
}
