/// Turns a graph whose shapes are known into a plan.
///
/// Pictures are laid out channels last. Views stand for transpositions, slices and reshapes; what feeds a concatenation
/// is written into its place there where that is possible.
package struct Planner {
    private let graph: Graph
    private let file: String
    private var steps: [Step] = []
    private var buffers: [Int] = []
    private var constants: [Float] = []
    private var views: [Graph.ValueID: View] = [:]
    /// For values that are made in place: the concatenation's output, the axis, and where along it.
    private var placements: [Graph.ValueID: (parent: Graph.ValueID, axis: Int, start: Int)] = [:]
    /// Where a value is to be made, once that is settled.
    private var destinations: [Graph.ValueID: View] = [:]
    private var pictures: [View: View] = [:]

    /// - Parameters:
    ///   - graph: Shapes inferred; one input, a picture `[1, C, H, W]`.
    ///   - file: For messages.
    package static func plan(_ graph: Graph, file: String) throws(ModelError) -> Plan {
        var planner = Planner(graph: graph, file: file)
        return try planner.run()
    }

    private init(graph: Graph, file: String) {
        self.graph = graph
        self.file = file
    }

    private mutating func run() throws(ModelError) -> Plan {
        guard graph.inputs.count == 1, let first = graph.inputs.first, let shape = graph.values[first].shape,
            shape.count == 4, shape[0] == 1
        else {
            let shapes = graph.inputs.map { "\(graph.values[$0].name) \(graph.values[$0].shape ?? [])" }
            throw .shape(
                file: file, node: "input",
                reason: "one picture [1, C, H, W] is wanted, not \(shapes.joined(separator: ", "))")
        }
        let input = allocate(shape, order: View.preferredOrder(rank: 4))
        views[first] = input
        findPlacements()
        for node in graph.nodes { try lower(node) }
        let outputs = graph.outputs.map { rowMajor(view(of: $0)) }
        return finish(input: input, outputs: outputs)
    }

    private func finish(input: View, outputs: [View]) -> Plan {
        var lifetimes: [ClosedRange<Int>?] = Array(repeating: nil, count: buffers.count)
        func touch(_ view: View, _ step: Int) {
            guard view.buffer != Plan.constantBuffer else { return }
            let old = lifetimes[view.buffer]
            lifetimes[view.buffer] = min(old?.lowerBound ?? step, step)...max(old?.upperBound ?? step, step)
        }
        touch(input, -1)
        for (index, step) in steps.enumerated() { (step.inputs + [step.output]).forEach { touch($0, index) } }
        outputs.forEach { touch($0, steps.count) }
        var placed = zip(buffers, lifetimes).map { Plan.Buffer(count: $0, offset: 0, lifetime: $1 ?? 0...0) }
        let arenaCount = Plan.place(&placed)
        return Plan(
            steps: steps, buffers: placed, arenaCount: arenaCount, constants: constants, input: input, outputs: outputs,
            outputNames: graph.outputs.map { graph.values[$0].name })
    }

    // MARK: Places

    private mutating func allocate(_ shape: [Int], order: [Int]) -> View {
        buffers.append(shape.reduce(1, *))
        return .dense(buffer: buffers.count - 1, shape: shape, order: order)
    }

    private func shape(of value: Graph.ValueID) -> [Int] {
        guard let shape = graph.values[value].shape else { preconditionFailure("shapes are inferred before planning") }
        return shape
    }

    /// Where `value` can be read.
    private mutating func view(of value: Graph.ValueID) -> View {
        if let view = views[value] { return view }
        guard let tensor = graph.constants[value] else { preconditionFailure("nodes come after what they read") }
        let view = View.dense(buffer: Plan.constantBuffer, shape: tensor.shape, order: Array(tensor.shape.indices))
            .moved(by: store(tensor.elements))
        views[value] = view
        return view
    }

    /// Where `value` is to be written.
    private mutating func destination(of value: Graph.ValueID, order: [Int]? = nil) -> View {
        if let view = destinations[value] { return view }
        let shape = shape(of: value)
        let view: View
        if let (parent, axis, start) = placements[value] {
            view = destination(of: parent).sliced(axis: axis, start: start, count: shape[axis])
        } else {
            view = allocate(shape, order: order ?? View.preferredOrder(rank: shape.count))
        }
        destinations[value] = view
        return view
    }

    private mutating func store(_ elements: [Float]) -> Int {
        let place = (constants.count + 15) / 16 * 16
        constants.append(contentsOf: repeatElement(0, count: place - constants.count))
        constants.append(contentsOf: elements)
        return place
    }

    /// A picture whose channels lie side by side: the view itself, or a copy of it that all its readers share.
    private mutating func picture(_ view: View) -> View {
        if view.isPicture { return view }
        if let copy = pictures[view] { return copy }
        let copy = copied(view, order: View.preferredOrder(rank: view.shape.count))
        pictures[view] = copy
        return copy
    }

    private mutating func rowMajor(_ view: View) -> View {
        view.isRowMajor && view.buffer != Plan.constantBuffer ? view : copied(view, order: Array(view.shape.indices))
    }

    private mutating func copied(_ view: View, order: [Int]) -> View {
        let copy = allocate(view.shape, order: order)
        steps.append(.map(input: view, output: copy, activation: .none))
        return copy
    }

    /// Finds the values that can be made inside a concatenation's output.
    private mutating func findPlacements() {
        let makers = Dictionary(uniqueKeysWithValues: graph.nodes.map { ($0.output, $0.operation) })
        for node in graph.nodes {
            guard case .concat(let axis) = node.operation, shape(of: node.output).count == 4 else { continue }
            var start = 0
            for input in node.inputs {
                if let maker = makers[input], maker.makesNewValues, placements[input] == nil,
                    !graph.outputs.contains(input), node.inputs.count(where: { $0 == input }) == 1
                {
                    placements[input] = (node.output, axis, start)
                }
                start += shape(of: input)[axis]
            }
        }
    }

    // MARK: Operators

    private mutating func lower(_ node: Graph.Node) throws(ModelError) {
        let input = view(of: node.inputs[0])
        if input.shape.count > 6 { throw .unsupported(file: file, node: node.name, reason: "more than six axes") }
        switch node.operation {
        case .transpose(let order): views[node.output] = input.transposed(order)
        case .slice(let axis, let start, let end, let step):
            views[node.output] = input.sliced(
                axis: axis, start: start, count: (end - start + step - 1) / step, step: step)
        case .reshape(let target): views[node.output] = reshape(input, to: target)
        default:
            if node.operation.wantsPicture && input.shape[0] != 1 {
                throw .unsupported(file: file, node: node.name, reason: "a batch of \(input.shape[0]) pictures")
            }
            views[node.output] = make(node, input)
        }
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
        guard let weights = graph.constants[node.inputs[1]] else { preconditionFailure("weights are constants") }
        let outputs = weights.shape[0]
        let bias = node.inputs.count > 2 ? graph.constants[node.inputs[2]]?.elements : nil
        let step = ConvolutionStep(
            input: picture(input), output: destination(of: node.output), convolution: convolution,
            weights: store(Self.packed(weights, groups: convolution.groups)),
            bias: store(bias ?? Array(repeating: 0, count: outputs)))
        steps.append(.convolve(step))
        return step.output
    }

    /// `[O, C/g, kH, kW]` → `[g][kH][kW][C/g][O/g]`, which for one channel a group is `[kH][kW][g]` only once the groups
    /// are innermost.
    private static func packed(_ weights: Tensor, groups: Int) -> [Float] {
        let (outputs, channels, kernel) = (
            weights.shape[0] / groups, weights.shape[1], weights.shape[2] * weights.shape[3]
        )
        let depthwise = outputs == 1 && channels == 1 && groups > 1
        var result = Array(repeating: Float(0), count: weights.elements.count)
        for group in 0..<groups {
            for output in 0..<outputs {
                for channel in 0..<channels {
                    for tap in 0..<kernel {
                        let source = ((group * outputs + output) * channels + channel) * kernel + tap
                        let target =
                            depthwise
                            ? tap * groups + group : ((group * kernel + tap) * channels + channel) * outputs + output
                        result[target] = weights.elements[source]
                    }
                }
            }
        }
        return result
    }

    private mutating func concatenate(_ node: Graph.Node, _ first: View, axis: Int) -> View {
        let output = destination(of: node.output, order: first.order)
        var start = 0
        for input in node.inputs {
            let size = shape(of: input)[axis]
            if placements[input]?.parent != node.output {
                let place = output.sliced(axis: axis, start: start, count: size)
                steps.append(.map(input: view(of: input), output: place, activation: .none))
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
    fileprivate var makesNewValues: Bool {
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
    fileprivate func moved(by offset: Int) -> View {
        var result = self
        result.offset += offset
        return result
    }

    /// The axes from the slowest to the fastest.
    fileprivate var order: [Int] {
        shape.indices.sorted { strides[$0] != strides[$1] ? strides[$0] > strides[$1] : $0 < $1 }
    }
}
