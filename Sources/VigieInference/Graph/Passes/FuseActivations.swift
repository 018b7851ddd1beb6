extension Graph {
    /// Lets a convolution apply the activation that follows it, where nothing else reads its output.
    mutating func fuseActivations() {
        let (producers, readers) = (producers, readers)
        var fused: Set<Int> = []
        for (index, node) in nodes.enumerated() {
            guard case .activation(let activation) = node.operation, let source = producers[node.inputs[0]],
                readers[node.inputs[0]] == 1,
                case .convolution(var convolution) = nodes[source].operation, convolution.activation == .none
            else { continue }
            convolution.activation = activation
            // In the activation's place, not the convolution's: all that it reads comes before both.
            nodes[index].operation = .convolution(convolution)
            nodes[index].inputs = nodes[source].inputs
            nodes[index].name = nodes[source].name
            fused.insert(source)
        }
        nodes = nodes.indices.filter { !fused.contains($0) }.map { nodes[$0] }
    }
}
