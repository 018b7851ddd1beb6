#include "operators.h"
#include "random.h"

// Plain weights in panels, as vigie_convolution describes them.
static float *in_panels(const float *weights, size_t groups, size_t taps, size_t channels, size_t outputs) {
    const size_t panels = (outputs + VIGIE_PANEL - 1) / VIGIE_PANEL;
    float *packed = malloc(groups * panels * taps * channels * VIGIE_PANEL * sizeof *packed), *next = packed;
    for (size_t group = 0; group < groups; group++)
        for (size_t panel = 0; panel < panels; panel++) {
            size_t first = panel * VIGIE_PANEL;
            const size_t over = outputs - first;
            const size_t lanes = over <= VIGIE_PANEL / 2 ? VIGIE_PANEL / 2 : VIGIE_PANEL;
            if (first + lanes > outputs) first = outputs < lanes ? 0 : outputs - lanes;
            for (size_t k = 0; k < taps * channels; k++)
                for (size_t lane = 0; lane < VIGIE_PANEL; lane++)
                    *next++ = lane < lanes && first + lane < outputs ? weights[(group * taps * channels + k) * outputs + first + lane] : 0;
        }
    return packed;
}

typedef struct {
    size_t height, width, channels, outputs, groups, out_height, out_width;
    vigie_window window;
    size_t parts, part_gap;
    size_t in_pixel, in_row, out_pixel, out_row, residual_pixel, residual_row;
    int has_residual, is_depthwise, is_bytes;
    vigie_activation activation;
} shape;

// Returns 0 where the window is larger than the padded input.
static int choose(shape *s, parity_random *random) {
    static const size_t kernels[] = {1, 1, 1, 2, 3, 3, 5, 7};
    vigie_window *w = &s->window;
    s->is_depthwise = parity_below(random, 3) == 0;
    s->is_bytes = !s->is_depthwise && parity_below(random, 4) == 0;
    w->height = kernels[parity_below(random, 8)];
    w->width = parity_below(random, 4) ? w->height : 1 + parity_below(random, 3);
    w->stride_y = 1 + parity_below(random, 3);
    w->stride_x = parity_below(random, 4) ? w->stride_y : 1 + parity_below(random, 3);
    w->dilation_y = !s->is_bytes && parity_below(random, 5) == 0 ? 2 : 1;
    w->dilation_x = !s->is_bytes && parity_below(random, 5) == 0 ? 2 : 1;
    const size_t tall = (w->height - 1) * w->dilation_y + 1, wide = (w->width - 1) * w->dilation_x + 1;
    s->height = 1 + parity_below(random, 12);
    s->width = 1 + parity_below(random, 21);
    w->pad_top = parity_below(random, tall);
    w->pad_left = parity_below(random, wide);
    const size_t below = parity_below(random, tall), right = parity_below(random, wide);
    if (s->height + w->pad_top + below < tall || s->width + w->pad_left + right < wide) return 0;
    s->out_height = (s->height + w->pad_top + below - tall) / w->stride_y + 1;
    s->out_width = (s->width + w->pad_left + right - wide) / w->stride_x + 1;
    s->channels = 1 + parity_below(random, parity_below(random, 3) ? 20 : 70);
    s->outputs = 1 + parity_below(random, parity_below(random, 2) ? 17 : 130);
    s->groups = !s->is_bytes && parity_below(random, 5) == 0 ? 2 : 1;
    if (s->is_depthwise) {
        s->groups = 1 + parity_below(random, parity_below(random, 2) ? 17 : 70);
        s->channels = s->outputs = 1;
    }
    s->parts = 1;
    s->part_gap = 0;
    if (!s->is_bytes && s->groups == 1 && !s->is_depthwise && parity_below(random, 4) == 0) {
        s->parts = 1 + parity_below(random, 3);
        s->channels = s->parts * (1 + parity_below(random, 30));
        s->part_gap = parity_below(random, 5);
    }
    const size_t in = s->channels * s->groups, out = s->outputs * s->groups;
    s->in_pixel = in + s->parts * s->part_gap + (parity_below(random, 3) ? 0 : parity_below(random, 5));
    s->in_row = s->width * s->in_pixel + (parity_below(random, 2) ? 0 : parity_below(random, 9));
    s->out_pixel = out + (parity_below(random, 3) ? 0 : parity_below(random, 5));
    s->out_row = s->out_width * s->out_pixel + (parity_below(random, 2) ? 0 : parity_below(random, 9));
    s->residual_pixel = out + (parity_below(random, 3) ? 0 : parity_below(random, 5));
    s->residual_row = s->out_width * s->residual_pixel + parity_below(random, 4);
    s->has_residual = parity_below(random, 3) == 0;
    s->activation = (vigie_activation){(vigie_function)parity_below(random, VIGIE_EXP + 1), 0.1f, 0.5f};
    return 1;
}

static void run(const vigie_kernels *kernels, const shape *s, const vigie_convolution *c, const vigie_byte_convolution *b) {
    if (s->is_bytes) {
        vigie_byte_convolution bytes = *b;
        bytes.convolution = *c;
        kernels->convolve_bytes(&bytes);
    } else if (s->is_depthwise) {
        kernels->convolve_depthwise(c);
    } else {
        kernels->convolve(c);
    }
}

int vigie_parity_convolution(const vigie_kernels *kernels, uint64_t seed, char *report, size_t size) {
    parity_random random = parity_begin(seed);
    shape s;
    if (!choose(&s, &random)) return 0;
    const size_t taps = s.window.height * s.window.width, in = s.channels * s.groups, out = s.outputs * s.groups;
    const size_t shift = parity_below(&random, 8), outputs = s.out_height * s.out_row;
    float *input = parity_floats(&random, s.height * s.in_row, parity_number);
    float *weights = parity_floats(&random, taps * s.channels * out, parity_weight);
    float *bias = parity_floats(&random, out, parity_weight);
    float *residual = parity_floats(&random, s.out_height * s.residual_row, parity_number);
    float *zeros = calloc(s.window.width * in + VIGIE_PANEL, sizeof *zeros);
    float *scale = parity_floats(&random, 2 * in, parity_number);
    float *scratch = malloc((s.window.height * ((s.out_width - 1) * s.window.stride_x + s.window.width) * in + VIGIE_PANEL) *
                            sizeof *scratch);
    float *expected = parity_floats(&random, outputs, parity_pattern);
    float *got = parity_floats(&random, outputs, parity_pattern);
    uint8_t *pixels = malloc(s.height * s.width * in);
    for (size_t i = 0; i < s.height * s.width * in; i++) pixels[i] = (uint8_t)parity_below(&random, 256);
    float *packed = s.is_depthwise ? NULL : in_panels(weights, s.groups, taps, s.channels, s.outputs);

    vigie_convolution c = {
        .input = {input + shift, s.height, s.width, in, (ptrdiff_t)s.in_row, (ptrdiff_t)s.in_pixel},
        .output = {expected + shift, s.out_height, s.out_width, out, (ptrdiff_t)s.out_row, (ptrdiff_t)s.out_pixel},
        .parts = s.parts,
        .part_stride = (ptrdiff_t)(s.channels / s.parts + s.part_gap),
        .window = s.window,
        .groups = s.groups,
        .weights = weights,
        .bias = bias,
        .activation = s.activation,
        .zeros = zeros,
    };
    if (s.has_residual)
        c.residual = (vigie_picture){
            residual + shift, s.out_height, s.out_width, out, (ptrdiff_t)s.residual_row, (ptrdiff_t)s.residual_pixel};
    const vigie_byte_convolution b = {.pixels = pixels, .scale = scale, .scratch = scratch};
    run(&vigie_kernels_baseline, &s, &c, &b);
    c.output.data = got + shift;
    if (kernels->panel && packed) c.weights = packed;
    run(kernels, &s, &c, &b);

    char what[200];
    snprintf(what, sizeof what, "%s%s %zux%zux%zu -> %zu, %zu groups, window %zux%zu/%zu,%zu, activation %d, case %llu",
             s.is_depthwise ? "depthwise" : s.is_bytes ? "bytes" : "convolution", s.has_residual ? " with residual" : "",
             s.height, s.width, in, out, s.groups, s.window.height, s.window.width, s.window.stride_y, s.window.stride_x,
             s.activation.function, (unsigned long long)seed);
    const int differs = parity_differs(expected, got, outputs + 2 * PARITY_MARGIN, what, report, size);
    free(input), free(weights), free(bias), free(residual), free(zeros), free(scale), free(scratch), free(expected);
    free(got), free(pixels), free(packed);
    return differs;
}
