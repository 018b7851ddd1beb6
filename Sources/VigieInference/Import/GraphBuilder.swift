/// Builds a graph node by node, every shape known as soon as its value is.
///
/// What both importers share: shapes that do not fit and weights that are not finite are errors at once.
struct GraphBuilder {
    typealias ValueID = Graph.ValueID

    /// For messages.
    let file: String
    private(set) var graph = Graph()

    init(file: String) { self.file = file }

    func shape(of value: ValueID) -> [Int] { graph.values[value].shape ?? [] }

    mutating func addInput(_ name: String, shape: [Int]) throws(ModelError) -> ValueID {
        guard Graph.elementCount(shape) != nil else {
            throw .shape(file: file, node: name, reason: "is an input of shape \(shape)")
        }
        let id = graph.addValue(name, shape: shape)
        graph.inputs.append(id)
        return id
    }

    mutating func addConstant(_ name: String, _ tensor: Tensor) throws(ModelError) -> ValueID {
        guard Graph.elementCount(tensor.shape) != nil else {
            throw .shape(file: file, node: name, reason: "is a constant of shape \(tensor.shape)")
        }
        if let index = tensor.elements.firstIndex(where: { !$0.isFinite }) {
            throw .malformed(
                file: file, place: "constant \(name), element \(index)",
                reason: "\(tensor.elements[index]) is not finite")
        }
        return graph.addConstant(name, tensor)
    }

    /// Adds a node and returns its output.
    ///
    /// - Parameter output: The value's name; the node's own name is for messages.
    mutating func addNode(
        _ name: String, _ operation: Operation, _ inputs: [ValueID], output: String
    ) throws(ModelError) -> ValueID {
        let shape = try outputShape(of: operation, inputs.map { self.shape(of: $0) }, node: name)
        let id = graph.addNode(name, operation, inputs: inputs, output: output)
        graph.values[id].shape = shape
        return id
    }

    func outputShape(of operation: Operation, _ inputs: [[Int]], node: String) throws(ModelError) -> [Int] {
        do { return try Graph.outputShape(of: operation, inputs: inputs) } catch {
            throw .shape(file: file, node: node, reason: error.reason)
        }
    }

    /// Makes `value` an output of this name: the value is renamed, or copied where it is already known by another name.
    mutating func addOutput(_ name: String, _ value: ValueID) throws(ModelError) {
        var value = value
        if graph.values[value].name != name {
            if graph.inputs.contains(value) || graph.outputs.contains(value) || graph.constants[value] != nil {
                value = try addNode(name, .reshape(shape(of: value)), [value], output: name)
            }
            graph.values[value].name = name
        }
        graph.outputs.append(value)
    }
}
