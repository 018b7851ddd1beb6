/// One piece of work of a plan: an operator with the places it reads and writes.
package enum Step: Sendable, Equatable {
    case convolve(ConvolutionStep)
    case pool(input: View, output: View, window: Window, mean: Bool, countsPadding: Bool)
    case resize(input: View, output: View, rows: [ResizeTap], columns: [ResizeTap], nearest: Bool)
    /// output = activation(input); a copy where the activation is `.none`.
    case map(input: View, output: View, activation: Activation)
    /// Inputs already broadcast to the output's shape.
    case combine(a: View, b: View, output: View, operator: BinaryOperator)
    case softmax(input: View, output: View, axis: Int)

    package var output: View {
        switch self {
        case .convolve(let step): step.output
        case .pool(_, let output, _, _, _), .resize(_, let output, _, _, _), .map(_, let output, _),
            .combine(_, _, let output, _), .softmax(_, let output, _):
            output
        }
    }

    package var inputs: [View] {
        switch self {
        case .convolve(let step): [step.input] + (step.residual.map { [$0] } ?? [])
        case .pool(let input, _, _, _, _), .resize(let input, _, _, _, _), .map(let input, _, _),
            .softmax(let input, _, _):
            [input]
        case .combine(let a, let b, _, _): [a, b]
        }
    }
}

extension Step {
    /// Floats that one row of a convolution's window reads.
    var windowRow: Int {
        guard case .convolve(let step) = self else { return 0 }
        return step.convolution.window.width * step.inputChannels
    }
}

package struct ConvolutionStep: Sendable, Equatable {
    package var input: View
    package var output: View
    /// Added to the output after the activation; of its shape.
    package var residual: View?
    package var convolution: Convolution
    /// Floats from the start of the plan's constants, in the layout of the plan (`WeightLayout`).
    package var weights: Int
    /// `[O]`, in the same place.
    package var bias: Int

    package var inputChannels: Int { input.shape[1] * parts }

    /// Into how many runs the channels of the input are split: an input of five axes has them as [C / parts, parts].
    package var parts: Int { input.shape.count == 5 ? input.shape[2] : 1 }
    package var outputChannels: Int { output.shape[1] }

    /// One input channel to one output channel.
    package var isDepthwise: Bool {
        convolution.groups == inputChannels && convolution.groups == outputChannels && convolution.groups > 1
    }

    /// One matrix product over the pixels.
    package var isPointwise: Bool {
        let window = convolution.window
        return convolution.groups == 1 && window.height == 1 && window.width == 1 && window.strideY == 1
            && window.strideX == 1 && window.padding == Padding()
    }

    /// Multiplications, one for each addition.
    package var multiplications: Int {
        let window = convolution.window
        return output.count * window.height * window.width * inputChannels / convolution.groups
    }
}

/// Where one output row or column of a resize comes from.
package struct ResizeTap: Sendable, Equatable {
    package var first, second: Int
    /// 0…1, the share of `second`.
    package var weight: Float
}

extension Resize {
    /// The taps of one axis.
    ///
    /// Linear interpolation repeats the edge; the coordinate is computed in fp32 with one rounding an operation.
    package func taps(from size: Int, to count: Int) -> [ResizeTap] {
        (0..<count).map { i in
            let ratio = Float(size) / Float(count)
            let coordinate =
                switch coordinates {
                case .halfPixel: (Float(i) + 0.5) * ratio - 0.5
                case .asymmetric: Float(i) * ratio
                case .alignCorners: count > 1 ? Float(i) * Float(size - 1) / Float(count - 1) : 0
                }
            func clamped(_ value: Float) -> Int { min(max(Int(value), 0), size - 1) }
            switch mode {
            case .nearestFloor:
                let index = clamped(coordinate.rounded(.down))
                return ResizeTap(first: index, second: index, weight: 0)
            case .nearestRoundPreferFloor:
                let index = clamped((coordinate - 0.5).rounded(.up))
                return ResizeTap(first: index, second: index, weight: 0)
            case .linear:
                let inside = min(max(coordinate, 0), Float(size - 1))
                let first = Int(inside.rounded(.down))
                return ResizeTap(first: first, second: min(first + 1, size - 1), weight: inside - Float(first))
            }
        }
    }
}
