extension Graph {
    /// Drops nodes and constants that no output needs; values keep their ids.
    mutating func removeUnused() {
        var needed = Set(outputs)
        nodes = nodes.reversed().filter { node in
            guard needed.contains(node.output) else { return false }
            needed.formUnion(node.inputs)
            return true
        }.reversed()
        constants = constants.filter { needed.contains($0.key) }
    }
}
