/// The graph of an ONNX file as far as it has been built.
///
/// What depends on constants alone is computed at once, so that shapes which the file computes
/// (`Shape`, `Gather`, `Concat`, … in front of a `Reshape`) are known by the time they are needed.
struct OnnxTranslation {
    /// What a name of the file stands for.
    struct Operand {
        enum Content {
            case value(Graph.ValueID)
            case constant(OnnxTensor)
        }

        let name: String
        let content: Content
    }

    let file: String
    let version: Int
    var builder: GraphBuilder
    private var operands: [String: Operand] = [:]
    /// Read when a node first needs them.
    private var initialisers: [String: Onnx_TensorProto] = [:]

    init(file: String, version: Int, initialisers: [Onnx_TensorProto]) {
        self.file = file
        self.version = version
        builder = GraphBuilder(file: file)
        for tensor in initialisers { self.initialisers[tensor.name] = tensor }
    }

    // MARK: - Inputs and outputs

    mutating func addInputs(_ inputs: [Onnx_ValueInfoProto], shape: [Int]?) throws(ModelError) {
        let inputs = inputs.filter { initialisers[$0.name] == nil }
        guard !inputs.isEmpty else {
            throw .malformed(file: file, place: "graph", reason: "it has no input")
        }
        guard shape == nil || inputs.count == 1 else {
            throw .shape(
                file: file, node: inputs[1].name,
                reason: "a shape was given for the input, but there are \(inputs.count)")
        }
        for input in inputs {
            let tensor = input.type.tensorType
            guard let type = OnnxTensor.ElementType(rawValue: tensor.elemType), type.isReal || type == .uint8 else {
                throw .unsupported(file: file, node: input.name, reason: "input of element type \(tensor.elemType)")
            }
            var dimensions = tensor.shape.dim.map { Int($0.dimValue) }
            if let first = dimensions.first, first <= 0 { dimensions[0] = 1 }
            guard shape != nil || dimensions.allSatisfy({ $0 > 0 }) else {
                throw .shape(
                    file: file, node: input.name,
                    reason: "the input's size is open; give one (the file says \(dimensions))")
            }
            let value = try builder.addInput(input.name, shape: shape ?? dimensions)
            operands[input.name] = Operand(name: input.name, content: .value(value))
        }
    }

    mutating func addOutput(_ name: String) throws(ModelError) {
        guard let operand = operands[name], case .value(let value) = operand.content else {
            throw .malformed(file: file, place: "output \(name)", reason: "no node makes it from the input")
        }
        try builder.addOutput(name, value)
    }

    // MARK: - Nodes

    mutating func add(_ node: inout OnnxNode) throws(ModelError) {
        let results = try translate(&node)
        try node.finish()
        for (name, result) in zip(node.outputs, results) where !name.isEmpty {
            guard operands[name] == nil, initialisers[name] == nil else {
                throw node.malformed("its output \(name) exists already")
            }
            operands[name] = Operand(name: name, content: result.content)
        }
    }

    // MARK: - What a node reads

    /// The node's input at `index`; nil where it is left out.
    mutating func optional(_ node: OnnxNode, _ index: Int) throws(ModelError) -> Operand? {
        guard node.inputs.indices.contains(index), !node.inputs[index].isEmpty else { return nil }
        let name = node.inputs[index]
        if let operand = operands[name] { return operand }
        guard let tensor = initialisers[name] else {
            throw node.malformed("no input, initialiser or earlier node makes its input \(name)")
        }
        let operand = Operand(name: name, content: .constant(try OnnxTensor(tensor, name: name, file: file)))
        operands[name] = operand
        return operand
    }

    /// The node's input at `index`, which has to be there and not to be empty.
    mutating func operand(_ node: OnnxNode, _ index: Int) throws(ModelError) -> Operand {
        guard let operand = try optional(node, index) else { throw node.malformed("input \(index) is missing") }
        guard Graph.elementCount(shape(of: operand)) != nil else {
            throw node.shapeMismatch("input \(operand.name) of shape \(shape(of: operand)) is empty")
        }
        return operand
    }

    func shape(of operand: Operand) -> [Int] {
        switch operand.content {
        case .value(let value): builder.shape(of: value)
        case .constant(let tensor): tensor.shape
        }
    }

    /// The whole numbers of the node's input at `index`, which have to be known at load.
    mutating func integers(_ node: OnnxNode, _ index: Int) throws(ModelError) -> NDArray<Int>? {
        guard let operand = try optional(node, index) else { return nil }
        guard case .constant(.integers(let array)) = operand.content else {
            throw node.unsupported("input \(operand.name) has to be constant whole numbers")
        }
        return array
    }

    /// The fp32 numbers of the node's input at `index`, which have to be known at load.
    mutating func numbers(_ node: OnnxNode, _ index: Int) throws(ModelError) -> Tensor? {
        guard let operand = try optional(node, index) else { return nil }
        guard case .constant(.numbers(let tensor)) = operand.content else {
            throw node.unsupported("input \(operand.name) has to be a constant")
        }
        return tensor
    }

    /// What older operator sets have as an attribute and newer ones as an input.
    mutating func integers(
        _ attribute: String, or input: Int, _ node: inout OnnxNode
    ) throws(ModelError) -> [Int]? {
        if let integers = try node.integers(attribute) { return integers }
        return try integers(node, input)?.elements
    }

    /// What older operator sets have as an attribute and newer ones as an input.
    mutating func numbers(
        _ attribute: String, or input: Int, _ node: inout OnnxNode
    ) throws(ModelError) -> [Float]? {
        if let numbers = try node.numbers(attribute) { return numbers }
        return try numbers(node, input)?.elements
    }

    /// An axis counted from the front.
    func axis(_ axis: Int, rank: Int, _ node: OnnxNode) throws(ModelError) -> Int {
        guard (-rank..<rank).contains(axis) else { throw node.shapeMismatch("has no axis \(axis) in \(rank) axes") }
        return axis < 0 ? axis + rank : axis
    }

    // MARK: - What a node makes

    /// The result of `operation`: computed where all is constant, else a node of the graph.
    mutating func apply(
        _ operation: Operation, _ inputs: [Operand], _ node: OnnxNode
    ) throws(ModelError) -> Operand {
        let shape = try builder.outputShape(of: operation, inputs.map { self.shape(of: $0) }, node: node.name)
        var tensors: [Tensor] = []
        var arrays: [NDArray<Int>] = []
        for input in inputs {
            switch input.content {
            case .constant(.numbers(let tensor)): tensors.append(tensor)
            case .constant(.integers(let array)): arrays.append(array)
            case .value: break
            }
        }
        let output = node.outputs.first ?? ""
        if tensors.count == inputs.count, let result = operation.folded(tensors, shape: shape) {
            return Operand(name: output, content: .constant(.numbers(result)))
        }
        if arrays.count == inputs.count, let result = operation.folded(arrays, shape: shape) {
            return Operand(name: output, content: .constant(.integers(result)))
        }
        var ids: [Graph.ValueID] = []
        for input in inputs { ids.append(try value(input, node)) }
        return Operand(name: output, content: .value(try builder.addNode(node.name, operation, ids, output: output)))
    }

    private mutating func value(_ operand: Operand, _ node: OnnxNode) throws(ModelError) -> Graph.ValueID {
        switch operand.content {
        case .value(let value): return value
        case .constant(.integers):
            throw node.unsupported("input \(operand.name) is of whole numbers, and the network computes in fp32")
        case .constant(.numbers(let tensor)): return try builder.addConstant(operand.name, tensor)
        }
    }
}
