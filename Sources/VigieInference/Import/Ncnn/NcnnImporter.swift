/// Reads networks in the format of ncnn: a `.param` text and a `.bin` of weights, which may be fp32, fp16 or int8.
///
/// ncnn's blobs have no batch: [c, h, w] becomes [1, c, h, w] and [h, w] becomes [1, h, w]. What a global pooling
/// makes is kept as [1, c, 1, 1].
package enum NcnnImporter {
    /// The graph of a network, shapes inferred, not simplified.
    ///
    /// - Parameters:
    ///   - param: The whole `.param` file; `paramFile` is its name for messages, and so for `bin`.
    ///   - inputShape: `[1, channels, height, width]`, which the format does not say.
    ///   - outputs: Names of blobs; nil for those that no layer reads, in order of appearance.
    package static func load(
        param: [UInt8], bin: [UInt8], paramFile: String, binFile: String, inputShape: [Int], outputs: [String]? = nil
    ) throws(ModelError) -> Graph {
        let layers = try NcnnParameters(param, file: paramFile).layers
        var translation = NcnnTranslation(
            file: paramFile, weights: NcnnWeights(bin, file: binFile), inputShape: inputShape)
        for var layer in layers {
            try translation.add(&layer)
            try layer.finish()
        }
        try translation.weights.finish()
        let read = Set(layers.flatMap(\.inputs))
        for name in outputs ?? layers.flatMap(\.outputs).filter({ !read.contains($0) }) {
            try translation.addOutput(name)
        }
        var graph = translation.builder.graph
        graph.removeUnused()
        return graph
    }
}
