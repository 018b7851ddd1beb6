extension Graph {
    /// Computes the nodes whose inputs are all constant, as far as that is supported, and makes constants of them.
    ///
    /// What would not be finite stays a node.
    mutating func foldConstants() {
        var kept: [Node] = []
        for node in nodes {
            let tensors = node.inputs.compactMap { constants[$0] }
            if tensors.count == node.inputs.count, !outputs.contains(node.output),
                let shape = values[node.output].shape,
                let result = node.operation.folded(tensors, shape: shape), result.elements.allSatisfy(\.isFinite)
            {
                setConstant(node.output, result)
            } else {
                kept.append(node)
            }
        }
        nodes = kept
    }
}
