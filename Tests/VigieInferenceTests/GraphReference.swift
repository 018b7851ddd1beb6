import Glibc
import VigieInference

/// Runs any graph by the definition of each operator, in double precision: the oracle for what is fast.
///
/// Every function is the plain loop over output places; nothing is shared with the code under test.
struct GraphReference {
    typealias Array = NDArray<Double>

    let graph: Graph

    /// - Parameter inputs: One for each of the graph's inputs, in their order.
    /// - Returns: One for each of the graph's outputs, in their order.
    /// - Precondition: shapes are inferred.
    func run(_ inputs: [Tensor]) -> [Array] {
        precondition(inputs.map(\.shape) == graph.inputs.map { graph.values[$0].shape }, "inputs of other shapes")
        var values = graph.constants.mapValues(Self.widened)
        for (id, input) in zip(graph.inputs, inputs) { values[id] = Self.widened(input) }
        var readers = graph.nodes.reduce(into: [Graph.ValueID: Int]()) { readers, node in
            for input in node.inputs { readers[input, default: 0] += 1 }
        }
        for output in graph.outputs { readers[output, default: 0] += 1 }
        for node in graph.nodes {
            guard let shape = graph.values[node.output].shape else { preconditionFailure("\(node.name) has no shape") }
            let result = Self.apply(node.operation, node.inputs.map { values[$0]! }, shape: shape)
            precondition(result.shape == shape, "\(node.name) makes \(result.shape), not \(shape)")
            values[node.output] = result
            for input in node.inputs {
                readers[input]! -= 1
                if readers[input] == 0 { values[input] = nil }
            }
        }
        return graph.outputs.map { values[$0]! }
    }

    private static func widened(_ tensor: Tensor) -> Array {
        Array(shape: tensor.shape, elements: tensor.elements.map { Double($0) })
    }

    /// - Parameter shape: The output's.
    static func apply(_ operation: Operation, _ inputs: [Array], shape: [Int]) -> Array {
        let input = inputs[0]
        switch operation {
        case .convolution(let parameters): return convolution(parameters, inputs, shape: shape)
        case .activation(let function): return Array(shape: shape, elements: input.elements.map { apply(function, $0) })
        case .binary(let operation):
            return filled(shape) { place in
                let (a, b) = (input.broadcast(at: place), inputs[1].broadcast(at: place))
                return switch operation {
                case .add: a + b
                case .subtract: a - b
                case .multiply: a * b
                case .divide: a / b
                }
            }
        case .maxPool(let window):
            return pool(window, input, shape: shape) { values, _ in values.max()! }
        case .averagePool(let window, let countsPadding):
            return pool(window, input, shape: shape) { values, places in
                values.reduce(0, +) / Double(countsPadding ? places : values.count)
            }
        case .globalAveragePool:
            let area = input.shape[2] * input.shape[3]
            return filled(shape) { place in
                let first = (place[0] * shape[1] + place[1]) * area
                return input.elements[first..<first + area].reduce(0, +) / Double(area)
            }
        case .concat(let axis):
            return filled(shape) { place in
                var place = place
                var index = 0
                while place[axis] >= inputs[index].shape[axis] {
                    place[axis] -= inputs[index].shape[axis]
                    index += 1
                }
                return inputs[index][place]
            }
        case .slice(let axis, let start, _, let step):
            return filled(shape) { place in
                var place = place
                place[axis] = start + place[axis] * step
                return input[place]
            }
        case .reshape: return Array(shape: shape, elements: input.elements)
        case .transpose(let order):
            return filled(shape) { place in
                var source = place
                for (axis, from) in order.enumerated() { source[from] = place[axis] }
                return input[source]
            }
        case .resize(let parameters): return resize(parameters, input, shape: shape)
        case .softmax(let axis): return softmax(axis, input)
        case .pad(let before, _, let value):
            return filled(shape) { place in
                let source = place.indices.map { place[$0] - before[$0] }
                let isInside = source.indices.allSatisfy { (0..<input.shape[$0]).contains(source[$0]) }
                return isInside ? input[source] : Double(value)
            }
        }
    }

    static func apply(_ activation: Activation, _ x: Double) -> Double {
        switch activation {
        case .none: x
        case .relu: max(x, 0)
        case .leakyRelu(let slope): x >= 0 ? x : x * Double(slope)
        case .sigmoid: 1 / (1 + exp(-x))
        case .silu: x / (1 + exp(-x))
        case .hardSwish: x * min(max(x + 3, 0), 6) / 6
        case .hardSigmoid(let alpha, let beta): min(max(Double(alpha) * x + Double(beta), 0), 1)
        case .clip(let low, let high): min(max(x, Double(low)), Double(high))
        case .tanh: tanh(x)
        case .exp: exp(x)
        }
    }

    private static func convolution(_ convolution: Convolution, _ inputs: [Array], shape: [Int]) -> Array {
        let (picture, weights) = (inputs[0], inputs[1])
        let window = convolution.window
        let (height, width) = (picture.shape[2], picture.shape[3])
        let (channels, outputsPerGroup) = (weights.shape[1], shape[1] / convolution.groups)
        return filled(shape) { place in
            let output = place[1]
            let firstChannel = output / outputsPerGroup * channels
            var sum = inputs.count > 2 ? inputs[2].elements[output] : 0
            for channel in 0..<channels {
                let plane = (place[0] * picture.shape[1] + firstChannel + channel) * height * width
                let kernel = (output * channels + channel) * window.height * window.width
                for ky in 0..<window.height {
                    let y = place[2] * window.strideY - window.padding.top + ky * convolution.dilationY
                    guard y >= 0, y < height else { continue }
                    for kx in 0..<window.width {
                        let x = place[3] * window.strideX - window.padding.left + kx * convolution.dilationX
                        guard x >= 0, x < width else { continue }
                        sum +=
                            weights.elements[kernel + ky * window.width + kx]
                            * picture.elements[plane + y * width + x]
                    }
                }
            }
            return apply(convolution.activation, sum) + (convolution.addsResidual ? inputs[3].broadcast(at: place) : 0)
        }
    }

    /// - Parameter combine: Gets what of the picture a window covers, and how many places the window has.
    private static func pool(
        _ window: Window, _ picture: Array, shape: [Int], combine: ([Double], Int) -> Double
    ) -> Array {
        filled(shape) { place in
            var values: [Double] = []
            for ky in 0..<window.height {
                for kx in 0..<window.width {
                    let y = place[2] * window.strideY - window.padding.top + ky
                    let x = place[3] * window.strideX - window.padding.left + kx
                    guard (0..<picture.shape[2]).contains(y), (0..<picture.shape[3]).contains(x) else { continue }
                    values.append(picture[[place[0], place[1], y, x]])
                }
            }
            return combine(values, window.height * window.width)
        }
    }

    private static func resize(_ resize: Resize, _ picture: Array, shape: [Int]) -> Array {
        /// Where output pixel `i` samples, in the input's pixels.
        func source(_ i: Int, _ from: Int, _ to: Int) -> Double {
            switch resize.coordinates {
            case .halfPixel: (Double(i) + 0.5) * Double(from) / Double(to) - 0.5
            case .asymmetric: Double(i * from) / Double(to)
            case .alignCorners: to == 1 ? 0 : Double(i * (from - 1)) / Double(to - 1)
            }
        }
        return filled(shape) { place in
            let (height, width) = (picture.shape[2], picture.shape[3])
            let y = source(place[2], height, shape[2])
            let x = source(place[3], width, shape[3])
            func pixel(_ y: Int, _ x: Int) -> Double {
                picture[[place[0], place[1], min(max(y, 0), height - 1), min(max(x, 0), width - 1)]]
            }
            switch resize.mode {
            case .nearestFloor: return pixel(Int(y.rounded(.down)), Int(x.rounded(.down)))
            case .nearestRoundPreferFloor:
                return pixel(Int((y - 0.5).rounded(.up)), Int((x - 0.5).rounded(.up)))
            case .linear:
                let (top, left) = (Int(y.rounded(.down)), Int(x.rounded(.down)))
                let (fy, fx) = (y - Double(top), x - Double(left))
                return (pixel(top, left) * (1 - fx) + pixel(top, left + 1) * fx) * (1 - fy)
                    + (pixel(top + 1, left) * (1 - fx) + pixel(top + 1, left + 1) * fx) * fy
            }
        }
    }

    private static func softmax(_ axis: Int, _ input: Array) -> Array {
        filled(input.shape) { place in
            let line = (0..<input.shape[axis]).map { index in
                var place = place
                place[axis] = index
                return input[place]
            }
            let largest = line.max()!
            return exp(input[place] - largest) / line.reduce(0) { $0 + exp($1 - largest) }
        }
    }

    /// The array of `shape` with this number at each place.
    private static func filled(_ shape: [Int], _ number: ([Int]) -> Double) -> Array {
        var elements: [Double] = []
        elements.reserveCapacity(shape.reduce(1, *))
        var place = [Int](repeating: 0, count: shape.count)
        for _ in 0..<shape.reduce(1, *) {
            elements.append(number(place))
            for axis in shape.indices.reversed() {
                place[axis] += 1
                guard place[axis] == shape[axis] else { break }
                place[axis] = 0
            }
        }
        return Array(shape: shape, elements: elements)
    }
}

extension NDArray {
    /// The element at a place, one index for each axis.
    fileprivate subscript(_ place: [Int]) -> Element {
        var index = 0
        for (axis, position) in place.enumerated() { index = index * shape[axis] + position }
        return elements[index]
    }

    /// The element that NumPy's broadcasting takes for a place of an output with as many axes or more.
    fileprivate func broadcast(at place: [Int]) -> Element {
        let own = place.suffix(shape.count)
        return self[zip(own, shape).map { $1 == 1 ? 0 : $0 }]
    }
}
