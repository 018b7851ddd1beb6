// Operators of a network on fp32 pictures and arrays.
//
// A picture is height x width pixels of `channels` floats that lie side by side; rows and pixels may be further
// apart than they are large, so that a picture can be a slice of a wider one. Strides count floats.
//
// Each output element is one chain: it starts at the bias, takes its taps in (ky, kx) order and the channels of
// a tap in ascending order, each by one fused multiply-add, and ends in the activation. Taps in the padding are
// multiplied as 0, not skipped. Every implementation of an operator therefore gives the same bits.
// What becomes of a signalling NaN, which no arithmetic makes, differs between architectures; a quiet one is the same on all.
#ifndef VIGIE_NETWORK_H
#define VIGIE_NETWORK_H

#include <stddef.h>
#include <stdint.h>

/// Functions of one number; `a` and `b` as listed.
typedef enum {
    VIGIE_IDENTITY,
    VIGIE_RELU,         ///< x > 0 ? x : 0
    VIGIE_LEAKY_RELU,   ///< x > 0 ? x : a x
    VIGIE_CLIP,         ///< clamp(x, a, b)
    VIGIE_HARD_SWISH,   ///< x clamp(x + 3, 0, 6) / 6
    VIGIE_SILU,         ///< x / (1 + e^-x)
    VIGIE_SIGMOID,      ///< 1 / (1 + e^-x)
    VIGIE_HARD_SIGMOID, ///< clamp(a x + b, 0, 1)
    VIGIE_TANH,
    VIGIE_EXP,
    VIGIE_FIRST_RARE = VIGIE_HARD_SIGMOID, ///< those before are what follows most convolutions
} vigie_function;

typedef struct {
    vigie_function function;
    float a, b;
} vigie_activation;

typedef struct {
    float *data;
    size_t height, width, channels;
    ptrdiff_t row_stride, pixel_stride;
} vigie_picture;

typedef struct {
    size_t height, width;
    size_t stride_y, stride_x;
    size_t dilation_y, dilation_x;
    size_t pad_top, pad_left;
} vigie_window;

/// Output channels whose weights lie side by side for the vector kernels.
enum { VIGIE_PANEL = 16 };

/// Convolution. The output's size says how far the window goes; below and right it reads 0 where it leaves the input.
///
/// Weights lie as the table that runs it wants them, with C = input channels / groups, O = output channels / groups:
///
///     panel == 0            [groups][height][width][C][O]
///     panel == VIGIE_PANEL  [groups][panels][height][width][C][VIGIE_PANEL], panels = ceil(O / VIGIE_PANEL)
///
/// Panel p starts at output channel p * VIGIE_PANEL; the last one at O - VIGIE_PANEL, so that it is full and overlaps the one
/// before it. Where not more than half a panel is left over, the last one starts at O - VIGIE_PANEL / 2 and its other half is 0.
/// Where there are not so many channels, the only panel starts at 0 and is filled up with 0. Depthwise: [height][width][channels] for every table.
typedef struct {
    vigie_picture input, output;
    /// A pixel's channels lie in this many runs of equal length, `part_stride` floats apart; 1 with several groups, and for
    /// depthwise.
    size_t parts;
    ptrdiff_t part_stride;
    vigie_window window;
    size_t groups;
    const float *weights;
    const float *bias; ///< [output channels]
    vigie_activation activation;
    vigie_picture residual; ///< added to each output after the activation; of the output's size, or its data is NULL
    const float *zeros; ///< 0 for window.width * input channels: what taps in the padding read
} vigie_convolution;

/// A network's first convolution, on a picture of bytes: taps are (byte - mean) / deviation, and 0 in the padding.
typedef struct {
    const uint8_t *pixels; ///< height x width x channels of convolution.input, without gaps
    const float *scale;    ///< [channels] means, then as many deviations
    /// Overwritten: window.height rows, each of ((output.width - 1) stride_x + window.width) * channels floats, and
    /// VIGIE_PANEL more.
    float *scratch;
    vigie_convolution convolution; ///< input.data is not read; one group, dilation 1
} vigie_byte_convolution;

/// Pooling; windows are cut at the input's edges.
typedef struct {
    vigie_picture input, output;
    vigie_window window;
    int mean;           ///< 0: maximum; else the mean, summed in (ky, kx) order
    int counts_padding; ///< the mean divides by the window's whole area
} vigie_pooling;

/// One output row or column of a bilinear resize: lerp(source[first], source[second], weight).
typedef struct {
    uint32_t first, second;
    float weight;
} vigie_resize_tap;

/// Resize by tables; `rows` has output.height and `columns` output.width entries. With nearest neighbours both
/// indices are equal and the weight is 0.
typedef struct {
    vigie_picture input, output;
    const vigie_resize_tap *rows, *columns;
    int nearest;
} vigie_resizing;

/// Axes that an element-wise operator can walk.
enum { VIGIE_MAX_AXES = 6 };

/// A walk over up to VIGIE_MAX_AXES axes, slowest first; unused axes have size 1. A stride of 0 repeats.
typedef struct {
    size_t size[VIGIE_MAX_AXES];
    ptrdiff_t output[VIGIE_MAX_AXES], a[VIGIE_MAX_AXES], b[VIGIE_MAX_AXES];
} vigie_walk;

typedef enum { VIGIE_ADD, VIGIE_SUBTRACT, VIGIE_MULTIPLY, VIGIE_DIVIDE } vigie_operator;

/// output = activation(a)
typedef struct {
    float *output;
    const float *a;
    vigie_walk walk;
    vigie_activation activation;
} vigie_mapping;

/// output = a op b
typedef struct {
    float *output;
    const float *a, *b;
    vigie_walk walk;
    vigie_operator operator_;
} vigie_combination;

/// Softmax along an axis of `count` elements, `output_stride` and `a_stride` apart, for each place of the walk.
typedef struct {
    float *output;
    const float *a;
    vigie_walk walk;
    size_t count;
    ptrdiff_t output_stride, a_stride;
} vigie_softmax;

/// One implementation of every operator.
typedef struct {
    const char *name;
    size_t panel; ///< how weights lie: see vigie_convolution
    void (*convolve)(const vigie_convolution *);
    void (*convolve_bytes)(const vigie_byte_convolution *);
    /// groups = input channels = output channels; weights are [height][width][channels].
    void (*convolve_depthwise)(const vigie_convolution *);
    void (*pool)(const vigie_pooling *);
    void (*resize)(const vigie_resizing *);
    void (*map)(const vigie_mapping *);
    void (*combine)(const vigie_combination *);
    void (*softmax)(const vigie_softmax *);
} vigie_kernels;

/// The kernels in plain C, which are the specification of all others; with inline fused multiply-add where the CPU
/// has it.
const vigie_kernels *vigie_kernels_scalar(void);

/// The same source compiled for the architecture's baseline: equal to the bit, and slow where fmaf is a library call.
extern const vigie_kernels vigie_kernels_baseline;

/// The tables that this CPU can run, best first; `scalar` is always the last. NULL from the end on.
const vigie_kernels *vigie_kernels_at(size_t index);

/// The table of that name; NULL where there is none or this CPU cannot run it.
const vigie_kernels *vigie_kernels_named(const char *name);

#endif
