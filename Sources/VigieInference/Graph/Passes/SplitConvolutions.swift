extension Graph {
    /// Gives each part of a convolution's output a convolution of its own, where the parts are all that is read of it and an
    /// activation follows on one: the activation can then be fused, and no part is copied.
    mutating func splitConvolutions() {
        let (producers, readers) = (producers, readers)
        var parts: [Int: [Int]] = [:]
        for (index, node) in nodes.enumerated() {
            guard case .slice(1, _, _, 1) = node.operation, let source = producers[node.inputs[0]] else { continue }
            parts[source, default: []].append(index)
        }
        let followed = Set(
            nodes.filter { if case .activation = $0.operation { true } else { false } }.map { $0.inputs[0] })
        for source in parts.keys.sorted() {
            let slices = parts[source, default: []]
            guard case .convolution(let convolution) = nodes[source].operation, convolution.groups == 1,
                !convolution.addsResidual, slices.count == readers[nodes[source].output],
                slices.contains(where: { followed.contains(nodes[$0].output) }), isPartition(slices, of: source),
                let weights = constants[nodes[source].inputs[1]]
            else { continue }
            for index in slices {
                guard case .slice(_, let start, let end, _) = nodes[index].operation else { continue }
                let name = "\(nodes[source].name) \(start)..<\(end)"
                var inputs = [nodes[source].inputs[0]]
                let own = weights.sliced(axis: 0, start: start, step: 1, count: end - start)
                inputs.append(addConstant("\(name) weights", own))
                if nodes[source].inputs.count > 2, let bias = constants[nodes[source].inputs[2]] {
                    let own = bias.sliced(axis: 0, start: start, step: 1, count: end - start)
                    inputs.append(addConstant("\(name) bias", own))
                }
                nodes[index] = Node(
                    name: name, operation: .convolution(convolution), inputs: inputs, output: nodes[index].output)
            }
        }
    }

    /// Whether no channel is in two of the slices: their work together is not more than the whole's.
    private func isPartition(_ slices: [Int], of source: Int) -> Bool {
        let ranges = slices.compactMap { index -> Range<Int>? in
            if case .slice(_, let start, let end, _) = nodes[index].operation { start..<end } else { nil }
        }.sorted { $0.lowerBound < $1.lowerBound }
        return zip(ranges, ranges.dropFirst()).allSatisfy { $0.upperBound <= $1.lowerBound }
    }
}
