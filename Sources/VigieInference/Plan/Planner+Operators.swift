extension Planner {
    mutating func lower(_ node: Graph.Node) throws(ModelError) {
        if lowerShuffled(node) { return }
        let input = view(of: node.inputs[0])
        if input.shape.count > 6 { throw .unsupported(file: file, node: node.name, reason: "more than six axes") }
        switch node.operation {
        case .transpose(let order): views[node.output] = input.transposed(order)
        case .slice(let axis, let start, let end, let step):
            views[node.output] = input.sliced(
                axis: axis, start: start, count: (end - start + step - 1) / step, step: step)
        case .reshape(let target):
            if let parts = input.shuffle(to: target) {
                shuffled[node.output] = parts
            } else {
                views[node.output] = reshape(input, to: target)
            }
        default:
            if node.operation.wantsPicture && input.shape[0] != 1 {
                throw .unsupported(file: file, node: node.name, reason: "a batch of \(input.shape[0]) pictures")
            }
            views[node.output] = make(node, input)
        }
    }

    /// What can be done with a picture in parts as it lies; false where there is none or that is not possible.
    private mutating func lowerShuffled(_ node: Graph.Node) -> Bool {
        guard let parts = shuffled[node.inputs[0]], views[node.inputs[0]] == nil else { return false }
        switch node.operation {
        case .slice(let axis, let start, let end, let step):
            let size = parts.shape[2]
            guard axis == 1, step == 1, start % size == 0, end % size == 0 else { return false }
            shuffled[node.output] = parts.sliced(axis: 1, start: start / size, count: (end - start) / size)
        case .convolution(let convolution):
            guard convolution.groups == 1, parts.strides[1] == 1 else { return false }
            views[node.output] = convolve(node, parts, convolution)
        case .concat(let axis):
            guard axis == 1, shape(of: node.output).count == 4 else { return false }
            views[node.output] = concatenate(node, nil, axis: axis)
        default: return false
        }
        return true
    }

    private mutating func reshape(_ input: View, to target: [Int]) -> View {
        if let view = input.reshaped(target) { return view }
        // One copy, straight to the layout that the result is wanted in, if that can be seen with the input's shape.
        let preferred = allocate(target, order: View.preferredOrder(rank: target.count))
        if let seen = preferred.reshaped(input.shape) {
            steps.append(.map(input: input, output: seen, activation: .none))
            return preferred
        }
        buffers.removeLast()
        let dense = copied(input, order: Array(input.shape.indices))
        guard let view = dense.reshaped(target) else { preconditionFailure("a row-major view takes every shape") }
        return view
    }

    /// Emits the steps of an operator that makes new values, and returns where they are.
    private mutating func make(_ node: Graph.Node, _ input: View) -> View {
        switch node.operation {
        case .convolution(let convolution): return convolve(node, input, convolution)
        case .maxPool(let window), .averagePool(let window, _):
            var mean = false
            var countsPadding = false
            if case .averagePool(_, let counts) = node.operation { (mean, countsPadding) = (true, counts) }
            let output = destination(of: node.output)
            steps.append(
                .pool(input: picture(input), output: output, window: window, mean: mean, countsPadding: countsPadding))
            return output
        case .globalAveragePool:
            let output = destination(of: node.output)
            let window = Window(height: input.shape[2], width: input.shape[3])
            steps.append(
                .pool(input: picture(input), output: output, window: window, mean: true, countsPadding: false))
            return output
        case .resize(let resize):
            let output = destination(of: node.output)
            steps.append(
                .resize(
                    input: picture(input), output: output, rows: resize.taps(from: input.shape[2], to: resize.height),
                    columns: resize.taps(from: input.shape[3], to: resize.width), nearest: resize.mode != .linear))
            return output
        case .activation(let activation):
            let output = destination(of: node.output, order: input.order)
            steps.append(.map(input: input, output: output, activation: activation))
            return output
        case .softmax(let axis):
            let output = destination(of: node.output, order: input.order)
            steps.append(.softmax(input: input, output: output, axis: axis))
            return output
        case .binary(let operation):
            let other = view(of: node.inputs[1])
            let shape = shape(of: node.output)
            let order = input.shape == shape ? input.order : other.shape == shape ? other.order : nil
            let output = destination(of: node.output, order: order)
            steps.append(
                .combine(
                    a: input.broadcast(to: shape), b: other.broadcast(to: shape), output: output, operator: operation))
            return output
        case .concat(let axis): return concatenate(node, input, axis: axis)
        case .pad(let before, _, let value): return pad(node, input, before: before, value: value)
        case .transpose, .slice, .reshape: preconditionFailure("these are views")
        }
    }

    private mutating func convolve(_ node: Graph.Node, _ input: View, _ convolution: Convolution) -> View {
        guard var weights = graph.constants[node.inputs[1]] else { preconditionFailure("weights are constants") }
        let outputs = weights.shape[0]
        let bias = node.inputs.count > 2 ? graph.constants[node.inputs[2]]?.elements : nil
        // The channels of a picture in parts are read part by part.
        if input.shape.count == 5 { weights = weights.readInParts(input.shape[2]) }
        let residual = convolution.addsResidual ? picture(view(of: node.inputs[3])) : nil
        let step = ConvolutionStep(
            input: input.shape.count == 5 ? input : picture(input), output: destination(of: node.output),
            residual: residual, convolution: convolution,
            weights: store(layout.pack(weights, groups: convolution.groups)),
            bias: store(bias ?? Array(repeating: 0, count: outputs)))
        steps.append(.convolve(step))
        return step.output
    }

    /// - Parameter first: Of the inputs; nil for a picture in parts.
    private mutating func concatenate(_ node: Graph.Node, _ first: View?, axis: Int) -> View {
        let output = destination(of: node.output, order: first?.order)
        var start = 0
        for input in node.inputs {
            let size = shape(of: input)[axis]
            if placements[input]?.parent != node.output {
                let place = output.sliced(axis: axis, start: start, count: size)
                if let parts = shuffled[input], let target = place.reshaped(parts.shape) {
                    steps.append(.map(input: parts, output: target, activation: .none))
                } else {
                    steps.append(.map(input: view(of: input), output: place, activation: .none))
                }
            }
            start += size
        }
        return output
    }

    private mutating func pad(_ node: Graph.Node, _ input: View, before: [Int], value: Float) -> View {
        let output = destination(of: node.output)
        let constant = View(
            buffer: Plan.constantBuffer, offset: store([value]), shape: output.shape,
            strides: output.shape.map { _ in 0 })
        steps.append(.map(input: constant, output: output, activation: .none))
        var inside = output
        for axis in before.indices {
            inside = inside.sliced(axis: axis, start: before[axis], count: input.shape[axis])
        }
        steps.append(.map(input: input, output: inside, activation: .none))
        return output
    }
}

extension Operation {
    /// False for those that a view can stand for, and for the joining of others' values.
    var makesNewValues: Bool {
        switch self {
        case .transpose, .slice, .reshape: false
        default: true
        }
    }

    fileprivate var wantsPicture: Bool {
        switch self {
        case .convolution, .maxPool, .averagePool, .globalAveragePool, .resize: true
        default: false
        }
    }
}

extension View {
    func moved(by offset: Int) -> View {
        var result = self
        result.offset += offset
        return result
    }

    /// The axes from the slowest to the fastest.
    fileprivate var order: [Int] {
        shape.indices.sorted { strides[$0] != strides[$1] ? strides[$0] > strides[$1] : $0 < $1 }
    }
}

extension View {
    /// Where reshaping this to a picture interleaves two axes of channels, as the end of a channel shuffle does: the picture
    /// in parts, `[1, n, parts, H, W]`.
    fileprivate func shuffle(to target: [Int]) -> View? {
        guard shape.count == 4 || shape.count == 5, target.count == 4, shape[0] == 1, target[0] == 1,
            target[1] == shape[1] * shape[2], shape[2] > 1, strides[1] == 1, reshaped(target) == nil
        else { return nil }
        return reshaped([1, shape[1], shape[2], target[2], target[3]])
    }
}

extension Tensor {
    /// Weights `[O, C, kH, kW]` for a picture whose channel i · parts + p is read as p · n + i, n = C / parts.
    fileprivate func readInParts(_ parts: Int) -> Tensor {
        let (channels, kernel) = (shape[1], shape[2] * shape[3])
        let each = channels / parts
        var result = self
        for output in 0..<shape[0] {
            for channel in 0..<channels {
                let read = channel % parts * each + channel / parts
                for tap in 0..<kernel {
                    result.elements[(output * channels + read) * kernel + tap] =
                        elements[(output * channels + channel) * kernel + tap]
                }
            }
        }
        return result
    }
}
