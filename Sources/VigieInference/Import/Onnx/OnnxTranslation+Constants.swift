/// Operators that make or convert constants.
extension OnnxTranslation {
    private func operand(_ node: OnnxNode, _ tensor: OnnxTensor) -> Operand {
        Operand(name: node.outputs.first ?? "", content: .constant(tensor))
    }

    mutating func constant(_ node: inout OnnxNode) throws(ModelError) -> Operand {
        if let tensor = try node.tensor("value") { return operand(node, tensor) }
        if let number = try node.number("value_float") {
            return operand(node, .numbers(Tensor(shape: [], elements: [number])))
        }
        if let numbers = try node.numbers("value_floats") {
            return operand(node, .numbers(Tensor(shape: [numbers.count], elements: numbers)))
        }
        if let integer = try node.integer("value_int") {
            return operand(node, .integers(NDArray(shape: [], elements: [integer])))
        }
        if let integers = try node.integers("value_ints") {
            return operand(node, .integers(NDArray(shape: [integers.count], elements: integers)))
        }
        throw node.unsupported("a constant without numbers")
    }

    mutating func constantOfShape(_ node: inout OnnxNode) throws(ModelError) -> Operand {
        guard let shape = try integers(node, 0)?.elements, let count = Graph.elementCount(shape) else {
            throw node.shapeMismatch("does not get a shape of positive sizes")
        }
        switch try node.tensor("value") {
        case .integers(let array) where array.elements.count == 1:
            return operand(
                node, .integers(NDArray(shape: shape, elements: .init(repeating: array.elements[0], count: count))))
        case .numbers(let tensor) where tensor.elements.count == 1:
            return operand(
                node, .numbers(Tensor(shape: shape, elements: .init(repeating: tensor.elements[0], count: count))))
        case nil:
            return operand(node, .numbers(Tensor(shape: shape, elements: .init(repeating: 0, count: count))))
        default: throw node.malformed("its value is not one number")
        }
    }

    mutating func shape(_ node: inout OnnxNode) throws(ModelError) -> Operand {
        let shape = shape(of: try operand(node, 0))
        func place(_ position: Int) -> Int {
            min(max(position < 0 ? position + shape.count : position, 0), shape.count)
        }
        let start = place(try node.integer("start") ?? 0)
        let end = place(try node.integer("end") ?? shape.count)
        let part = Array(shape[start..<max(start, end)])
        return operand(node, .integers(NDArray(shape: [part.count], elements: part)))
    }

    /// Between types of numbers that the network computes in, nothing: that is always in fp32.
    mutating func cast(_ node: inout OnnxNode) throws(ModelError) -> Operand {
        let code = try node.integer("to") ?? 0
        node.ignore("saturate")
        guard let type = Int32(exactly: code).flatMap(OnnxTensor.ElementType.init), type != .bool else {
            throw node.unsupported("conversion to element type \(code)")
        }
        let input = try operand(node, 0)
        switch input.content {
        case .value:
            guard type.isReal else { throw node.unsupported("conversion of pictures to whole numbers") }
            return input
        case .constant(.numbers(let tensor)):
            if type.isReal { return input }
            // Toward zero, as in C.
            let elements = tensor.elements.compactMap { Int(exactly: $0.rounded(.towardZero)) }
            guard elements.count == tensor.elements.count else {
                throw node.malformed("it converts a number that is too large")
            }
            return operand(node, .integers(NDArray(shape: tensor.shape, elements: elements)))
        case .constant(.integers(let array)):
            if !type.isReal { return input }
            return operand(node, .numbers(Tensor(shape: array.shape, elements: array.elements.map { Float($0) })))
        }
    }

    /// Of sizes that the file computes; pictures have no use for it.
    mutating func floor(_ node: OnnxNode) throws(ModelError) -> Operand {
        guard var tensor = try numbers(node, 0) else { throw node.malformed("input 0 is missing") }
        tensor.elements = tensor.elements.map { $0.rounded(.down) }
        return operand(node, .numbers(tensor))
    }
}
