/// An operator of the graph, its parameters resolved to constants. Every one has exactly one output.
///
/// Semantics are ONNX's (opset 11 and later) for the operator of the same name unless stated; axes are non-negative.
package enum Operation: Sendable, Equatable {
    /// Inputs: picture `[N, C, H, W]`, weights `[O, C / groups, kH, kW]` (constant), optionally bias `[O]` (constant), and
    /// then, with `addsResidual`, a picture of the output's shape.
    case convolution(Convolution)
    /// One input, any shape, element by element.
    case activation(Activation)
    /// Two inputs, broadcast as in NumPy.
    case binary(BinaryOperator)
    /// Padding never is the maximum.
    case maxPool(Window)
    /// Padding is not counted in the mean, unless `countsPadding`.
    case averagePool(Window, countsPadding: Bool)
    /// `[N, C, H, W]` → `[N, C, 1, 1]`.
    case globalAveragePool
    /// All inputs along `axis`.
    case concat(axis: Int)
    /// Elements start, start + step, … below end of `axis`; 0 ≤ start < end ≤ size, step ≥ 1.
    case slice(axis: Int, start: Int, end: Int, step: Int)
    /// The whole shape, all sizes positive.
    case reshape([Int])
    case transpose([Int])
    /// `[N, C, H, W]` → `[N, C, height, width]`.
    case resize(Resize)
    case softmax(axis: Int)
    /// Zeros (or `value`) before and after each axis.
    case pad(before: [Int], after: [Int], value: Float)
}

/// Padding of a picture's edges, in pixels.
package struct Padding: Sendable, Equatable {
    package var top, left, bottom, right: Int

    package init(top: Int = 0, left: Int = 0, bottom: Int = 0, right: Int = 0) {
        self.top = top
        self.left = left
        self.bottom = bottom
        self.right = right
    }
}

/// What a convolution or a pooling looks at.
package struct Window: Sendable, Equatable {
    package var height, width: Int
    package var strideY, strideX: Int
    package var padding: Padding

    package init(height: Int, width: Int, strideY: Int = 1, strideX: Int = 1, padding: Padding = Padding()) {
        self.height = height
        self.width = width
        self.strideY = strideY
        self.strideX = strideX
        self.padding = padding
    }
}

package struct Convolution: Sendable, Equatable {
    package var window: Window
    package var dilationY, dilationX: Int
    package var groups: Int
    /// Applied to each output; `.none` from the importers where the format has it as a node of its own.
    package var activation: Activation
    /// The fourth input is added to what the activation gives. Never from an importer.
    package var addsResidual = false

    package init(
        window: Window, dilationY: Int = 1, dilationX: Int = 1, groups: Int = 1, activation: Activation = .none
    ) {
        self.window = window
        self.dilationY = dilationY
        self.dilationX = dilationX
        self.groups = groups
        self.activation = activation
    }
}

/// A function of one number.
package enum Activation: Sendable, Equatable {
    case none
    case relu
    case leakyRelu(slope: Float)
    case sigmoid
    /// x · sigmoid(x)
    case silu
    /// x · clamp(x + 3, 0, 6) / 6
    case hardSwish
    /// clamp(alpha · x + beta, 0, 1)
    case hardSigmoid(alpha: Float, beta: Float)
    case clip(min: Float, max: Float)
    case tanh
    case exp
}

package enum BinaryOperator: Sendable, Equatable {
    case add, subtract, multiply, divide
}

package struct Resize: Sendable, Equatable {
    package enum Mode: Sendable, Equatable {
        /// `floor` of the source coordinate.
        case nearestFloor
        /// Round half down: ⌈x − ½⌉.
        case nearestRoundPreferFloor
        /// Two by two neighbours, edges repeated.
        case linear
    }

    /// Where output pixel i samples: `(i + ½)·in/out − ½`, or `i·in/out`, or `i·(in − 1)/(out − 1)` (0 where out = 1).
    package enum Coordinates: Sendable, Equatable {
        case halfPixel, asymmetric, alignCorners
    }

    package var mode: Mode
    package var coordinates: Coordinates
    /// The output's size in pixels, from the file's scales or sizes.
    package var height, width: Int

    package init(mode: Mode, coordinates: Coordinates, height: Int, width: Int) {
        self.mode = mode
        self.coordinates = coordinates
        self.height = height
        self.width = width
    }
}
