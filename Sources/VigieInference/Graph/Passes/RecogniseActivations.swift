extension Graph {
    /// Replaces activations that the file spells out by what they are.
    ///
    /// | spelt | is |
    /// | --- | --- |
    /// | clip(x + 3, 0, 6) / 6, or · 1/6 | hardSigmoid(1/6, 1/2) |
    /// | x · sigmoid(x) | silu |
    /// | x · hardSigmoid(x, 1/6, 1/2), x · clip(x + 3, 0, 6) / 6 in either order | hardSwish |
    ///
    /// The steps in between stay; those that nothing else reads are removed as unused.
    mutating func recogniseActivations() {
        let producers = producers
        for index in nodes.indices {
            guard case .binary(let operation) = nodes[index].operation else { continue }
            let inputs = nodes[index].inputs
            if operation == .multiply || operation == .divide,
                let scaled = inputScaledBySixth(nodes[index], operation)
            {
                if let x = inputOfClippedSum(scaled, producers) {
                    replace(index, .hardSigmoid(alpha: 1 / 6, beta: 0.5), x)
                } else if let x = inputOfProduct(scaled, producers, where: { inputOfClippedSum($0, producers) }) {
                    replace(index, .hardSwish, x)
                }
            } else if operation == .multiply {
                for (x, gate) in [(inputs[0], inputs[1]), (inputs[1], inputs[0])] {
                    guard let (activation, source) = activation(gate, producers), source == x else { continue }
                    if activation == .sigmoid { replace(index, .silu, x) }
                    if case .hardSigmoid(let alpha, let beta) = activation, Activation.isSixth(alpha), beta == 0.5 {
                        replace(index, .hardSwish, x)
                    }
                }
            }
        }
    }

    private mutating func replace(_ node: Int, _ activation: Activation, _ input: ValueID) {
        // A constant of one element may still add axes.
        guard values[nodes[node].output].shape == values[input].shape else { return }
        nodes[node].operation = .activation(activation)
        nodes[node].inputs = [input]
    }

    /// v where the node is v / 6, v · 1/6 or 1/6 · v.
    private func inputScaledBySixth(_ node: Node, _ operation: BinaryOperator) -> ValueID? {
        let (a, b) = (node.inputs[0], node.inputs[1])
        if operation == .divide { return scalar(b) == 6 ? a : nil }
        if let factor = scalar(b), Activation.isSixth(factor) { return a }
        if let factor = scalar(a), Activation.isSixth(factor) { return b }
        return nil
    }

    /// x where `value` is clip(x + 3, 0, 6).
    private func inputOfClippedSum(_ value: ValueID, _ producers: [Int?]) -> ValueID? {
        guard let (clip, sum) = activation(value, producers), clip == .clip(min: 0, max: 6),
            let source = producers[sum], nodes[source].operation == .binary(.add)
        else { return nil }
        let (a, b) = (nodes[source].inputs[0], nodes[source].inputs[1])
        if scalar(b) == 3 { return a }
        return scalar(a) == 3 ? b : nil
    }

    /// x where `value` is x · f with f a function of x that `match` knows.
    private func inputOfProduct(
        _ value: ValueID, _ producers: [Int?], where match: (ValueID) -> ValueID?
    ) -> ValueID? {
        guard let source = producers[value], nodes[source].operation == .binary(.multiply) else { return nil }
        let (a, b) = (nodes[source].inputs[0], nodes[source].inputs[1])
        if match(b) == a { return a }
        return match(a) == b ? b : nil
    }

    private func activation(_ value: ValueID, _ producers: [Int?]) -> (Activation, ValueID)? {
        guard let source = producers[value], case .activation(let activation) = nodes[source].operation else {
            return nil
        }
        return (activation, nodes[source].inputs[0])
    }

    /// The number of a constant of one element.
    private func scalar(_ value: ValueID) -> Float? {
        guard let constant = constants[value], constant.elements.count == 1 else { return nil }
        return constant.elements[0]
    }
}

extension Activation {
    /// Whether a number of a file is meant to be 1/6, of which files write six to eight digits.
    static func isSixth(_ number: Float) -> Bool { abs(number * 6 - 1) < 0x1p-18 }
}
