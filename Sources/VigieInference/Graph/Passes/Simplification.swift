extension Graph {
    /// Rewrites the graph to compute the same with less: constants folded, batch normalisation and activations in the
    /// convolutions, padding in the windows, nothing that has no effect.
    ///
    /// Inputs and outputs keep their ids, names and shapes. Results differ from before by rounding only.
    ///
    /// - Precondition: shapes are inferred.
    package mutating func simplify() {
        foldConstants()
        removeIdentities()
        recogniseActivations()
        foldPadding()
        // Before the passes that ask whether anything else reads a value.
        removeUnused()
        foldFactorsAndTerms()
        splitConvolutions()
        removeUnused()
        fuseActivations()
        foldSpaceToDepth()
        fuseResiduals()
        removeUnused()
    }

    /// The node that makes each value; nil for inputs and constants.
    var producers: [Int?] {
        var producers = [Int?](repeating: nil, count: values.count)
        for (index, node) in nodes.enumerated() { producers[node.output] = index }
        return producers
    }

    /// How many nodes read each value, an output of the graph counting as one more.
    var readers: [Int] {
        var readers = [Int](repeating: 0, count: values.count)
        for node in nodes {
            for input in node.inputs { readers[input] += 1 }
        }
        for output in outputs { readers[output] += 1 }
        return readers
    }
}
