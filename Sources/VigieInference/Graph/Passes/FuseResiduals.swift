extension Graph {
    /// Lets a convolution add the picture that is added to its output, where nothing else reads that output.
    mutating func fuseResiduals() {
        let (producers, readers) = (producers, readers)
        var fused: Set<Int> = []
        for (index, node) in nodes.enumerated() {
            guard case .binary(.add) = node.operation else { continue }
            for (picture, residual) in [(node.inputs[0], node.inputs[1]), (node.inputs[1], node.inputs[0])] {
                guard let source = producers[picture], !fused.contains(source), readers[picture] == 1,
                    case .convolution(var convolution) = nodes[source].operation, !convolution.addsResidual,
                    constants[residual] == nil, let shape = values[picture].shape, shape == values[residual].shape,
                    shape == values[node.output].shape
                else { continue }
                convolution.addsResidual = true
                var inputs = nodes[source].inputs
                if inputs.count < 3 {
                    let zeros = Tensor(shape: [shape[1]], elements: .init(repeating: 0, count: shape[1]))
                    inputs.append(addConstant("\(nodes[source].name) bias", zeros))
                }
                // In the addition's place: all that both read comes before it.
                nodes[index] = Node(
                    name: nodes[source].name, operation: .convolution(convolution), inputs: inputs + [residual],
                    output: node.output)
                fused.insert(source)
                break
            }
        }
        nodes = nodes.indices.filter { !fused.contains($0) }.map { nodes[$0] }
    }
}
