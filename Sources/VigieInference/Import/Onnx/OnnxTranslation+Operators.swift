extension OnnxTranslation {
    /// The results of one node, in the order of its outputs.
    ///
    /// - Throws: where the operator, or the way in which it is used, is not supported.
    mutating func translate(_ node: inout OnnxNode) throws(ModelError) -> [Operand] {
        switch node.type {
        case "Split": try split(&node)
        default: [try translateSingle(&node)]
        }
    }

    private mutating func translateSingle(_ node: inout OnnxNode) throws(ModelError) -> Operand {
        switch node.type {
        case "Conv": return try convolution(&node)
        case "MaxPool": return try maxPool(&node)
        case "AveragePool": return try averagePool(&node)
        case "GlobalAveragePool": return try apply(.globalAveragePool, [try operand(node, 0)], node)
        case "ReduceMean": return try reduceMean(&node)
        case "BatchNormalization": return try batchNormalisation(&node)

        case "Relu": return try activation(.relu, node)
        case "LeakyRelu": return try activation(.leakyRelu(slope: try node.number("alpha") ?? 0.01), node)
        case "Sigmoid": return try activation(.sigmoid, node)
        case "Tanh": return try activation(.tanh, node)
        case "Exp": return try activation(.exp, node)
        case "HardSwish": return try activation(.hardSwish, node)
        case "HardSigmoid":
            let (alpha, beta) = (try node.number("alpha") ?? 0.2, try node.number("beta") ?? 0.5)
            return try activation(.hardSigmoid(alpha: alpha, beta: beta), node)
        case "Clip": return try clip(&node)
        case "Add", "Sum": return try binary(.add, node)
        case "Sub": return try binary(.subtract, node)
        case "Mul": return try binary(.multiply, node)
        case "Div": return try binary(.divide, node)
        case "Softmax": return try softmax(&node)

        case "Concat": return try concat(&node)
        case "Slice": return try slice(&node)
        case "Gather": return try gather(&node)
        case "Reshape": return try reshape(&node)
        case "Flatten": return try flatten(&node)
        case "Squeeze": return try squeeze(&node)
        case "Unsqueeze": return try unsqueeze(&node)
        case "Transpose": return try transpose(&node)
        case "Pad": return try pad(&node)
        case "Resize", "Upsample": return try resize(&node)

        case "Identity": return try operand(node, 0)
        case "Dropout": return try dropout(&node)
        case "Constant": return try constant(&node)
        case "ConstantOfShape": return try constantOfShape(&node)
        case "Shape": return try shape(&node)
        case "Cast": return try cast(&node)
        case "Floor": return try floor(node)
        default: throw node.unsupported("operator \(node.type)")
        }
    }

    private mutating func activation(_ activation: Activation, _ node: OnnxNode) throws(ModelError) -> Operand {
        try apply(.activation(activation), [try operand(node, 0)], node)
    }

    private mutating func binary(_ operation: BinaryOperator, _ node: OnnxNode) throws(ModelError) -> Operand {
        guard node.inputs.count == 2 else { throw node.unsupported("\(node.inputs.count) inputs, where two are") }
        return try apply(.binary(operation), [try operand(node, 0), try operand(node, 1)], node)
    }

    private mutating func clip(_ node: inout OnnxNode) throws(ModelError) -> Operand {
        var bounds: [Float] = []
        for (index, name, open) in [(1, "min", -Float.infinity), (2, "max", Float.infinity)] {
            let input = try numbers(node, index)?.elements
            let bound = try node.number(name)
            guard input == nil || input?.count == 1 else { throw node.malformed("\(name) is not one number") }
            bounds.append(input?.first ?? bound ?? open)
        }
        guard bounds[0] <= bounds[1] else { throw node.malformed("bounds \(bounds[0]) and \(bounds[1])") }
        return try activation(.clip(min: bounds[0], max: bounds[1]), node)
    }

    /// Before operator set 13 all axes from `axis` on are one: [a, b, c, d] with axis 1 is [a, b·c·d].
    private mutating func softmax(_ node: inout OnnxNode) throws(ModelError) -> Operand {
        let input = try operand(node, 0)
        let shape = shape(of: input)
        let given = try node.integer("axis") ?? (version < 13 ? 1 : -1)
        let axis = try axis(given, rank: shape.count, node)
        let tail = shape[axis...].reduce(1, *)
        if version >= 13 || shape[axis] == tail { return try apply(.softmax(axis: axis), [input], node) }
        let flat = try apply(.reshape([shape[..<axis].reduce(1, *), tail]), [input], node)
        return try apply(.reshape(shape), [try apply(.softmax(axis: 1), [flat], node)], node)
    }

    private mutating func dropout(_ node: inout OnnxNode) throws(ModelError) -> Operand {
        node.ignore("ratio")
        node.ignore("seed")
        if let training = try integers(node, 2), training.elements != [0] { throw node.unsupported("training mode") }
        return try operand(node, 0)
    }
}
