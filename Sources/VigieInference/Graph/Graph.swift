/// A network as it was published: operators on named values, in the order in which they can run.
///
/// Shapes are as in ONNX: pictures are `[batch, channels, height, width]`. How values lie in memory is the plan's
/// business, not the graph's.
package struct Graph: Sendable {
    /// Index into `values`.
    package typealias ValueID = Int

    /// A value that flows between nodes.
    package struct Value: Sendable {
        package var name: String
        /// Known for inputs and constants from the start, for the rest after `inferShapes()`.
        package var shape: [Int]?
    }

    /// One operator.
    package struct Node: Sendable {
        /// For messages: the name or the line that the model file gives it.
        package var name: String
        package var operation: Operation
        package var inputs: [ValueID]
        package var output: ValueID

        package init(name: String, operation: Operation, inputs: [ValueID], output: ValueID) {
            self.name = name
            self.operation = operation
            self.inputs = inputs
            self.output = output
        }
    }

    package var values: [Value] = []
    package var inputs: [ValueID] = []
    package var outputs: [ValueID] = []
    /// Every node comes after the nodes that make its inputs.
    package var nodes: [Node] = []
    package var constants: [ValueID: Tensor] = [:]

    package init() {}

    /// Adds a value and returns its id.
    package mutating func addValue(_ name: String, shape: [Int]? = nil) -> ValueID {
        values.append(Value(name: name, shape: shape))
        return values.count - 1
    }

    /// Adds a constant and returns its id.
    package mutating func addConstant(_ name: String, _ tensor: Tensor) -> ValueID {
        let id = addValue(name, shape: tensor.shape)
        setConstant(id, tensor)
        return id
    }

    /// Makes a constant of a value.
    ///
    /// Subnormal elements become +0: arithmetic on them costs 25 to 70 times as much, and none changes a decision.
    mutating func setConstant(_ id: ValueID, _ tensor: Tensor) {
        var tensor = tensor
        for i in tensor.elements.indices where tensor.elements[i].isSubnormal { tensor.elements[i] = 0 }
        constants[id] = tensor
    }

    /// Adds a node that makes a new value, and returns that value's id.
    @discardableResult
    package mutating func addNode(
        _ name: String, _ operation: Operation, inputs: [ValueID], output: String
    ) -> ValueID {
        let id = addValue(output)
        nodes.append(Node(name: name, operation: operation, inputs: inputs, output: id))
        return id
    }
}
