import CKernels
import Testing

/// A convolution's shape, small enough to print in a test's name.
struct ConvolutionCase: CustomTestStringConvertible, Sendable {
    var height = 7
    var width = 5
    var inputs: Int
    var outputs: Int
    var kernel: Int
    var stride = 1
    var dilation = 1
    var groups = 1
    /// Floats between pixels beyond the channels.
    var gap = 0
    var function = VIGIE_IDENTITY

    var testDescription: String {
        "\(height)×\(width)×\(inputs) → \(outputs), \(kernel)×\(kernel), stride \(stride), dilation \(dilation), groups \(groups), gap \(gap), activation \(function.rawValue)"
    }

    static let all: [ConvolutionCase] = [
        .init(inputs: 1, outputs: 1, kernel: 1),
        .init(inputs: 3, outputs: 24, kernel: 3, stride: 2, function: VIGIE_LEAKY_RELU),
        .init(inputs: 58, outputs: 58, kernel: 1, gap: 3, function: VIGIE_SILU),
        .init(inputs: 17, outputs: 31, kernel: 3, dilation: 2, function: VIGIE_HARD_SWISH),
        .init(inputs: 8, outputs: 12, kernel: 5, groups: 4, gap: 1, function: VIGIE_SIGMOID),
        .init(height: 1, width: 1, inputs: 6, outputs: 7, kernel: 3, function: VIGIE_RELU),
        .init(inputs: 13, outputs: 13, kernel: 3, groups: 13, gap: 2, function: VIGIE_CLIP),
        .init(inputs: 16, outputs: 16, kernel: 5, stride: 2, groups: 16, function: VIGIE_HARD_SIGMOID),
    ]
}

@Suite struct ConvolutionTests {
    @Test(arguments: ConvolutionCase.all)
    func bothCompilationsAreEqualToTheBit(shape: ConvolutionCase) {
        let fast = run(shape, vigie_kernels_scalar().pointee)
        let baseline = run(shape, vigie_kernels_baseline)
        #expect(fast.map(\.bitPattern) == baseline.map(\.bitPattern))
    }

    @Test(arguments: ConvolutionCase.all)
    func resultIsWithinTheRoundingOfItsTerms(shape: ConvolutionCase) {
        let data = ConvolutionData(shape)
        let result = run(shape, vigie_kernels_scalar().pointee)
        for y in 0..<data.outHeight {
            for x in 0..<data.outWidth {
                for channel in 0..<shape.outputs {
                    let (exact, size, terms) = data.exact(y: y, x: x, channel: channel)
                    // Each of k fused steps rounds once; activations here have a slope of at most 1.13 and add a few units.
                    let bound = Double(terms + 8) * Double(Float.ulpOfOne) * (size + 1) * 1.2
                    let got = Double(result[data.outIndex(y, x, channel)])
                    #expect(abs(got - activated(exact, shape.function)) <= bound, "at \(y), \(x), \(channel)")
                }
            }
        }
    }

    @Test(arguments: ConvolutionCase.all)
    func nothingIsWrittenBetweenThePixels(shape: ConvolutionCase) {
        let data = ConvolutionData(shape)
        let result = run(shape, vigie_kernels_scalar().pointee)
        for pixel in 0..<(data.outHeight * data.outWidth) {
            for extra in 0..<shape.gap {
                #expect(
                    result[pixel * (shape.outputs + shape.gap) + shape.outputs + extra] == ConvolutionData.untouched)
            }
        }
    }

    private func run(_ shape: ConvolutionCase, _ kernels: vigie_kernels) -> [Float] {
        var data = ConvolutionData(shape)
        let window = vigie_window(
            height: shape.kernel, width: shape.kernel, stride_y: shape.stride, stride_x: shape.stride,
            dilation_y: shape.dilation, dilation_x: shape.dilation, pad_top: data.padding, pad_left: data.padding)
        data.input.withUnsafeMutableBufferPointer { input in
            data.output.withUnsafeMutableBufferPointer { output in
                data.weights.withUnsafeBufferPointer { weights in
                    data.bias.withUnsafeBufferPointer { bias in
                        let (inPixel, outPixel) = (shape.inputs + shape.gap, shape.outputs + shape.gap)
                        var command = vigie_convolution(
                            input: vigie_picture(
                                data: input.baseAddress, height: shape.height, width: shape.width,
                                channels: shape.inputs,
                                row_stride: shape.width * inPixel, pixel_stride: inPixel),
                            output: vigie_picture(
                                data: output.baseAddress, height: data.outHeight, width: data.outWidth,
                                channels: shape.outputs, row_stride: data.outWidth * outPixel, pixel_stride: outPixel),
                            parts: 1, part_stride: 0, window: window, groups: shape.groups,
                            weights: weights.baseAddress, bias: bias.baseAddress,
                            activation: vigie_activation(function: shape.function, a: 0.1, b: 0.5),
                            residual: vigie_picture(), zeros: nil)
                        if shape.groups == shape.inputs && shape.groups == shape.outputs && shape.groups > 1 {
                            kernels.convolve_depthwise(&command)
                        } else {
                            kernels.convolve(&command)
                        }
                    }
                }
            }
        }
        return data.output
    }

    private func activated(_ x: Double, _ function: vigie_function) -> Double {
        func sigmoid(_ x: Double) -> Double { 1 / (1 + taylorExp(-x)) }
        return switch function {
        case VIGIE_RELU: max(x, 0)
        case VIGIE_LEAKY_RELU: x > 0 ? x : Double(Float(0.1)) * x
        case VIGIE_SIGMOID: sigmoid(x)
        case VIGIE_SILU: x * sigmoid(x)
        case VIGIE_HARD_SWISH: x * min(max(x + 3, 0), 6) / 6
        case VIGIE_HARD_SIGMOID: min(max(Double(Float(0.1)) * x + 0.5, 0), 1)
        case VIGIE_CLIP: min(max(x, Double(Float(0.1))), 0.5)
        default: x
        }
    }

    /// e^x by halving the argument until the series is short.
    private func taylorExp(_ x: Double) -> Double {
        if abs(x) > 0.5 {
            let half = taylorExp(x / 2)
            return half * half
        }
        var (term, sum) = (1.0, 1.0)
        for n in 1...20 {
            term *= x / Double(n)
            sum += term
        }
        return sum
    }
}

/// Seeded input of a case, and its result in double precision.
struct ConvolutionData {
    static let untouched: Float = 1234.5
    let shape: ConvolutionCase
    let padding: Int
    let outHeight: Int
    let outWidth: Int
    var input: [Float]
    var output: [Float]
    var weights: [Float]
    var bias: [Float]

    init(_ shape: ConvolutionCase) {
        self.shape = shape
        let reach = (shape.kernel - 1) * shape.dilation + 1
        padding = reach / 2
        outHeight = (shape.height + 2 * padding - reach) / shape.stride + 1
        outWidth = (shape.width + 2 * padding - reach) / shape.stride + 1
        var seed: UInt64 = 42
        func random() -> Float {
            seed = seed &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Float(Int32(truncatingIfNeeded: seed >> 32)) / Float(1 << 31)
        }
        input = (0..<(shape.height * shape.width * (shape.inputs + shape.gap))).map { _ in 3 * random() }
        weights = (0..<(shape.kernel * shape.kernel * shape.inputs / shape.groups * shape.outputs)).map { _ in random()
        }
        bias = (0..<shape.outputs).map { _ in random() }
        output = Array(repeating: Self.untouched, count: outHeight * outWidth * (shape.outputs + shape.gap))
    }

    func outIndex(_ y: Int, _ x: Int, _ channel: Int) -> Int {
        (y * outWidth + x) * (shape.outputs + shape.gap) + channel
    }

    /// The sum before the activation, the sum of its terms' sizes, and their number.
    func exact(y: Int, x: Int, channel: Int) -> (sum: Double, size: Double, terms: Int) {
        let (perGroupIn, perGroupOut) = (shape.inputs / shape.groups, shape.outputs / shape.groups)
        let group = channel / perGroupOut
        var (sum, size, terms) = (Double(bias[channel]), abs(Double(bias[channel])), 1)
        for ky in 0..<shape.kernel {
            for kx in 0..<shape.kernel {
                let row = y * shape.stride + ky * shape.dilation - padding
                let column = x * shape.stride + kx * shape.dilation - padding
                guard row >= 0, row < shape.height, column >= 0, column < shape.width else { continue }
                for i in 0..<perGroupIn {
                    let tap = ky * shape.kernel + kx
                    let weight = weights[
                        ((group * shape.kernel * shape.kernel + tap) * perGroupIn + i) * perGroupOut + channel
                            % perGroupOut]
                    let isDepthwise = perGroupIn == 1 && perGroupOut == 1 && shape.groups > 1
                    let used = isDepthwise ? weights[tap * shape.groups + group] : weight
                    let value = input[
                        (row * shape.width + column) * (shape.inputs + shape.gap) + group * perGroupIn + i]
                    sum += Double(used) * Double(value)
                    size += abs(Double(used) * Double(value))
                    terms += 1
                }
            }
        }
        return (sum, size, terms)
    }
}
