extension Graph {
    /// Folds a factor or a term for each output channel (batch normalisation, for one) into the weights and the bias of
    /// the convolution before it, where nothing else reads the convolution's output.
    mutating func foldFactorsAndTerms() {
        let (producers, readers) = (producers, readers)
        var folded: Set<Int> = []
        for (index, node) in nodes.enumerated() {
            guard case .binary(let operation) = node.operation,
                let (picture, constant) = pictureAndConstant(of: node, operation),
                let source = producers[picture], readers[picture] == 1,
                case .convolution(let convolution) = nodes[source].operation, convolution.activation == .none,
                values[node.output].shape == values[picture].shape,
                let numbers = perChannel(constant, of: picture),
                let (weights, bias) = folding(operation, numbers, into: nodes[source])
            else { continue }
            let name = nodes[source].name
            nodes[index] = Node(
                name: name, operation: nodes[source].operation,
                inputs: [
                    nodes[source].inputs[0], addConstant("\(name) weights", weights), addConstant("\(name) bias", bias),
                ], output: node.output)
            folded.insert(source)
        }
        nodes = nodes.indices.filter { !folded.contains($0) }.map { nodes[$0] }
    }

    /// Which input of a node is computed and which is constant; nil where the operation does not allow that order.
    private func pictureAndConstant(of node: Node, _ operation: BinaryOperator) -> (ValueID, Tensor)? {
        if let constant = constants[node.inputs[1]] { return (node.inputs[0], constant) }
        guard operation == .add || operation == .multiply, let constant = constants[node.inputs[0]] else { return nil }
        return (node.inputs[1], constant)
    }

    /// One number for each channel of `picture`; nil where the constant differs by place.
    private func perChannel(_ constant: Tensor, of picture: ValueID) -> [Float]? {
        guard let shape = values[picture].shape, shape.count == 4, constant.shape.count <= 4 else { return nil }
        let channels = shape[1]
        if constant.elements.count == 1 { return [Float](repeating: constant.elements[0], count: channels) }
        let padded = [Int](repeating: 1, count: 4 - constant.shape.count) + constant.shape
        return padded == [1, channels, 1, 1] ? constant.elements : nil
    }

    /// The convolution's new weights and bias; nil where one would not be finite.
    private func folding(
        _ operation: BinaryOperator, _ numbers: [Float], into node: Node
    ) -> (weights: Tensor, bias: Tensor)? {
        guard var weights = constants[node.inputs[1]] else { return nil }
        let channels = numbers.count
        var bias = Tensor(shape: [channels], elements: .init(repeating: 0, count: channels))
        if node.inputs.count > 2 {
            guard let given = constants[node.inputs[2]] else { return nil }
            bias = given
        }
        let perChannel = weights.elements.count / channels
        for channel in 0..<channels {
            let number = numbers[channel]
            switch operation {
            case .add: bias.elements[channel] += number
            case .subtract: bias.elements[channel] -= number
            case .multiply:
                bias.elements[channel] *= number
                for i in channel * perChannel..<(channel + 1) * perChannel { weights.elements[i] *= number }
            case .divide:
                bias.elements[channel] /= number
                for i in channel * perChannel..<(channel + 1) * perChannel { weights.elements[i] /= number }
            }
        }
        guard weights.elements.allSatisfy(\.isFinite), bias.elements.allSatisfy(\.isFinite) else { return nil }
        return (weights, bias)
    }
}
