extension Graph {
    /// Drops the nodes that pass their input on unchanged, except where that is an output of the graph.
    mutating func removeIdentities() {
        var replacements: [ValueID: ValueID] = [:]
        let kept = Set(outputs)
        nodes = nodes.compactMap { node in
            var node = node
            node.inputs = node.inputs.map { replacements[$0] ?? $0 }
            guard isIdentity(node), !kept.contains(node.output) else { return node }
            replacements[node.output] = node.inputs[0]
            return nil
        }
    }

    private func isIdentity(_ node: Node) -> Bool {
        guard let shape = values[node.inputs[0]].shape else { return false }
        return switch node.operation {
        case .activation(.none): true
        case .concat: node.inputs.count == 1
        case .slice(let axis, let start, let end, let step): start == 0 && end == shape[axis] && step == 1
        case .reshape(let new): new == shape
        case .transpose(let order): order == Array(shape.indices)
        case .resize(let resize): [resize.height, resize.width] == shape[2...]
        case .pad(let before, let after, _): (before + after).allSatisfy { $0 == 0 }
        case .activation, .convolution, .binary, .maxPool, .averagePool, .globalAveragePool, .softmax: false
        }
    }
}
