import VigieInference

extension Tensor {
    /// A tensor that counts 0, 1, 2, …
    static func counting(_ shape: [Int]) -> Tensor {
        Tensor(shape: shape, elements: (0..<shape.reduce(1, *)).map { Float($0) })
    }

    /// Numbers from −4 to 4, the same each time.
    static func scattered(_ shape: [Int]) -> Tensor {
        Tensor(shape: shape, elements: (0..<shape.reduce(1, *)).map { Float(($0 * 37 + 11) % 65) / 8 - 4 })
    }
}

extension Graph {
    /// A graph of one input, built by `body`, which returns the output.
    static func test(input shape: [Int], _ body: (inout Graph, ValueID) -> ValueID) throws -> Graph {
        var graph = Graph()
        let input = graph.addValue("x", shape: shape)
        graph.inputs = [input]
        let output = body(&graph, input)
        graph.outputs = [output]
        try graph.inferShapes(file: "test")
        return graph
    }

    /// Adds a node that is named after its output's number.
    mutating func add(_ operation: VigieInference.Operation, _ inputs: ValueID...) -> ValueID {
        addNode("n\(nodes.count)", operation, inputs: inputs, output: "v\(nodes.count)")
    }

    mutating func number(_ number: Float) -> ValueID { addConstant("c", Tensor(shape: [1], elements: [number])) }

    var operations: [VigieInference.Operation] { nodes.map(\.operation) }

    /// What the graph makes of an input of scattered numbers.
    func runScattered() -> [NDArray<Double>] {
        GraphReference(graph: self).run(inputs.map { .scattered(values[$0].shape ?? []) })
    }
}

/// The largest difference between the outputs of two graphs for the same scattered input.
func largestDifference(_ a: Graph, _ b: Graph) -> Double {
    zip(a.runScattered(), b.runScattered()).map { x, y in
        x.shape == y.shape ? zip(x.elements, y.elements).map { abs($0 - $1) }.max() ?? 0 : .infinity
    }.max() ?? 0
}
