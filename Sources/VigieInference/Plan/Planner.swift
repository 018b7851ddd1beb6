/// Turns a graph whose shapes are known into a plan.
///
/// Pictures are laid out channels last. Views stand for transpositions, slices and reshapes; what feeds a concatenation
/// is written into its place there where that is possible.
package struct Planner {
    let graph: Graph
    let file: String
    let layout: WeightLayout
    var steps: [Step] = []
    private var stepNames: [String] = []
    var buffers: [Int] = []
    private var constants: [Float] = []
    var views: [Graph.ValueID: View] = [:]
    /// For values that are made in place: the concatenation's output, the axis, and where along it.
    var placements: [Graph.ValueID: (parent: Graph.ValueID, axis: Int, start: Int)] = [:]
    /// Where a value is to be made, once that is settled.
    private var destinations: [Graph.ValueID: View] = [:]
    private var pictures: [View: View] = [:]
    /// Values whose channels have no gap between pixels.
    private var dense: Set<Graph.ValueID> = []
    /// Pictures whose channels no view can put side by side, as a channel shuffle leaves them: `[1, n, parts, H, W]`, channel
    /// i · parts + p at [i, p]. They are copied only where an operator cannot read them so.
    var shuffled: [Graph.ValueID: View] = [:]

    /// - Parameters:
    ///   - graph: Shapes inferred; one input, a picture `[1, C, H, W]`.
    ///   - layout: Of the convolutions' weights.
    ///   - file: For messages.
    package static func plan(
        _ graph: Graph, layout: WeightLayout = .plain, file: String
    ) throws(ModelError) -> Plan {
        var planner = Planner(graph: graph, layout: layout, file: file)
        return try planner.run()
    }

    private init(graph: Graph, layout: WeightLayout, file: String) {
        self.graph = graph
        self.layout = layout
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
        findDense()
        for node in graph.nodes {
            try lower(node)
            nameSteps(node.name)
        }
        let outputs = graph.outputs.map { rowMajor(view(of: $0)) }
        nameSteps("outputs")
        return finish(input: input, outputs: outputs)
    }

    private mutating func finish(input: View, outputs: [View]) -> Plan {
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
        let zeros = store(Array(repeating: 0, count: steps.reduce(16) { max($0, $1.windowRow) }))
        return Plan(
            steps: steps, stepNames: stepNames, buffers: placed, arenaCount: arenaCount, constants: constants,
            zeros: zeros, input: input,
            outputs: outputs, outputNames: graph.outputs.map { graph.values[$0].name })
    }

    private mutating func nameSteps(_ name: String) {
        stepNames += repeatElement(name, count: steps.count - stepNames.count)
    }

    // MARK: Places

    /// - Parameter isPadded: A picture's pixels start at multiples of the kernels' vectors, so that no load or store of
    ///   theirs crosses a cache line.
    mutating func allocate(_ shape: [Int], order: [Int], isPadded: Bool = false) -> View {
        if isPadded, shape.count == 4, shape[1] > Self.vector, shape[1] % Self.vector != 0 {
            let whole = (shape[1] + Self.vector - 1) / Self.vector * Self.vector
            let padded = allocate([shape[0], whole, shape[2], shape[3]], order: order)
            return padded.sliced(axis: 1, start: 0, count: shape[1])
        }
        buffers.append(shape.reduce(1, *))
        return .dense(buffer: buffers.count - 1, shape: shape, order: order)
    }

    /// Floats of a cache line, and of the widest vector.
    private static let vector = 16

    /// Finds the values that a view of becomes an output, which has to be row-major.
    private mutating func findDense() {
        dense = Set(graph.outputs)
        for node in graph.nodes.reversed() where dense.contains(node.output) {
            if case .concat = node.operation { dense.formUnion(node.inputs) }
            if !node.operation.makesNewValues { dense.formUnion(node.inputs) }
        }
    }

    func shape(of value: Graph.ValueID) -> [Int] {
        guard let shape = graph.values[value].shape else { preconditionFailure("shapes are inferred before planning") }
        return shape
    }

    /// Where `value` can be read.
    mutating func view(of value: Graph.ValueID) -> View {
        if let view = views[value] { return view }
        if let parts = shuffled[value] {
            let view = copiedFlat(parts)
            views[value] = view
            return view
        }
        guard let tensor = graph.constants[value] else { preconditionFailure("nodes come after what they read") }
        let view = View.dense(buffer: Plan.constantBuffer, shape: tensor.shape, order: Array(tensor.shape.indices))
            .moved(by: store(tensor.elements))
        views[value] = view
        return view
    }

    /// Where `value` is to be written.
    mutating func destination(of value: Graph.ValueID, order: [Int]? = nil) -> View {
        if let view = destinations[value] { return view }
        let shape = shape(of: value)
        let view: View
        if let (parent, axis, start) = placements[value] {
            view = destination(of: parent).sliced(axis: axis, start: start, count: shape[axis])
        } else {
            view =
                order == nil || order == View.preferredOrder(rank: shape.count)
                ? allocate(shape, order: View.preferredOrder(rank: shape.count), isPadded: !dense.contains(value))
                : allocate(shape, order: order ?? [])
        }
        destinations[value] = view
        return view
    }

    mutating func store(_ elements: [Float]) -> Int {
        let place = (constants.count + 15) / 16 * 16
        constants.append(contentsOf: repeatElement(0, count: place - constants.count))
        constants.append(contentsOf: elements)
        return place
    }

    /// A picture whose channels lie side by side: the view itself, or a copy of it that all its readers share.
    mutating func picture(_ view: View) -> View {
        if view.isPicture { return view }
        if let copy = pictures[view] { return copy }
        let copy = copied(view, order: View.preferredOrder(rank: view.shape.count))
        pictures[view] = copy
        return copy
    }

    private mutating func rowMajor(_ view: View) -> View {
        view.isRowMajor && view.buffer != Plan.constantBuffer ? view : copied(view, order: Array(view.shape.indices))
    }

    mutating func copied(_ view: View, order: [Int]) -> View {
        let copy = allocate(view.shape, order: order)
        steps.append(.map(input: view, output: copy, activation: .none))
        return copy
    }

    /// A picture in parts, copied to have its channels side by side.
    private mutating func copiedFlat(_ parts: View) -> View {
        let shape = [1, parts.shape[1] * parts.shape[2], parts.shape[3], parts.shape[4]]
        let copy = allocate(shape, order: View.preferredOrder(rank: 4))
        guard let target = copy.reshaped(parts.shape) else { preconditionFailure("dense channels can be split") }
        steps.append(.map(input: parts, output: target, activation: .none))
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
}
