/// Layers that compute element by element.
extension NcnnTranslation {
    mutating func activation(_ layer: inout NcnnLayer, _ input: Graph.ValueID) throws(ModelError) -> Graph.ValueID {
        switch layer.type {
        case "ReLU":
            let slope = try layer.number(0) ?? 0
            return try addNode(layer, .activation(slope == 0 ? .relu : .leakyRelu(slope: slope)), [input])
        case "Clip":
            let (low, high) = (try layer.number(0) ?? -.infinity, try layer.number(1) ?? .infinity)
            guard low <= high else { throw layer.malformed("bounds \(low) and \(high)") }
            return try addNode(layer, .activation(.clip(min: low, max: high)), [input])
        case "Sigmoid": return try addNode(layer, .activation(.sigmoid), [input])
        case "TanH": return try addNode(layer, .activation(.tanh), [input])
        case "Swish": return try addNode(layer, .activation(.silu), [input])
        case "HardSigmoid":
            let (alpha, beta) = (try layer.number(0) ?? 0.2, try layer.number(1) ?? 0.5)
            return try addNode(layer, .activation(.hardSigmoid(alpha: alpha, beta: beta)), [input])
        default:
            let (alpha, beta) = (try layer.number(0) ?? 0.2, try layer.number(1) ?? 0.5)
            if Self.isHardSwish(alpha: alpha, beta: beta) {
                return try addNode(layer, .activation(.hardSwish), [input])
            }
            let gate = try addNode(layer, .activation(.hardSigmoid(alpha: alpha, beta: beta)), [input])
            return try addNode(layer, .binary(.multiply), [input, gate])
        }
    }

    /// ncnn's x · clamp(alpha · x + beta, 0, 1) with the usual parameters, of which files write six or seven digits.
    static func isHardSwish(alpha: Float, beta: Float) -> Bool { Activation.isSixth(alpha) && beta == 0.5 }

    mutating func binary(_ layer: inout NcnnLayer, _ inputs: [Graph.ValueID]) throws(ModelError) -> Graph.ValueID {
        let code = try layer.integer(0) ?? 0
        let hasScalar = try layer.integer(1) ?? 0 != 0
        let scalar = try layer.number(2) ?? 0
        var inputs = inputs
        if hasScalar {
            inputs.append(try builder.addConstant("\(layer.name) scalar", Tensor(shape: [1], elements: [scalar])))
        }
        guard inputs.count == 2 else { throw layer.malformed("\(layer.inputs.count) inputs") }
        // Of two pictures of unlike size ncnn repeats the smaller, as NumPy does; for fewer axes its rules differ.
        guard hasScalar || shape(inputs[0]).count == shape(inputs[1]).count else {
            throw layer.unsupported("blobs of unlike rank, \(shape(inputs[0])) and \(shape(inputs[1]))")
        }
        switch code {
        case 0: return try addNode(layer, .binary(.add), inputs)
        case 1: return try addNode(layer, .binary(.subtract), inputs)
        case 2: return try addNode(layer, .binary(.multiply), inputs)
        case 3: return try addNode(layer, .binary(.divide), inputs)
        case 7: return try addNode(layer, .binary(.subtract), inputs.reversed())
        case 8: return try addNode(layer, .binary(.divide), inputs.reversed())
        default: throw layer.unsupported("operation 0=\(code)")
        }
    }

    /// The product or the plain sum of two blobs or more.
    mutating func elementwise(_ layer: inout NcnnLayer, _ inputs: [Graph.ValueID]) throws(ModelError) -> Graph.ValueID {
        let code = try layer.integer(0) ?? 0
        guard (0...1).contains(code) else { throw layer.unsupported("operation 0=\(code)") }
        guard try (layer.numbers(1) ?? []).allSatisfy({ $0 == 1 }) else { throw layer.unsupported("coefficients") }
        var result = inputs[0]
        for input in inputs.dropFirst() {
            result = try addNode(layer, .binary(code == 0 ? .multiply : .add), [result, input])
        }
        return result
    }
}
