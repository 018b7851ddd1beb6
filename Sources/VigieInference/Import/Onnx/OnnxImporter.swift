import SwiftProtobuf

/// Reads networks in the ONNX format, operator sets 7 to 24.
///
/// Source: github.com/onnx/onnx, docs/IR.md and docs/Operators.md.
package enum OnnxImporter {
    /// Operator set 7 brought NumPy's broadcasting; what comes after 24 may change what an operator means.
    static let versions = 7...24

    /// The graph of an ONNX file: what its outputs need, shapes inferred, not simplified.
    ///
    /// A batch of unknown size becomes one of 1.
    /// - Parameters:
    ///   - bytes: The whole file.
    ///   - file: For messages.
    ///   - inputShape: Instead of the shape that the file gives its input; needed where height or width is open there.
    package static func load(
        _ bytes: [UInt8], file: String, inputShape: [Int]? = nil
    ) throws(ModelError) -> Graph {
        let model = try parse(bytes, file: file)
        guard let version = model.opsetImport.last(where: { $0.domain.isEmpty || $0.domain == "ai.onnx" })?.version
        else {
            throw .malformed(file: file, place: "opset_import", reason: "the file does not say its operator set")
        }
        guard versions.contains(Int(version)) else {
            throw .unsupported(
                file: file, node: "opset_import",
                reason: "operator set \(version); export the model with one of \(versions)")
        }
        let graph = model.graph
        guard graph.sparseInitializer.isEmpty else {
            throw .unsupported(file: file, node: graph.name, reason: "sparse initialisers")
        }
        guard !graph.output.isEmpty else {
            throw .malformed(file: file, place: "graph \(graph.name)", reason: "it has no output")
        }
        var translation = OnnxTranslation(file: file, version: Int(version), initialisers: graph.initializer)
        try translation.addInputs(graph.input, shape: inputShape)
        for node in needed(graph) {
            var node = try OnnxNode(node, version: Int(version), file: file)
            try translation.add(&node)
        }
        for output in graph.output { try translation.addOutput(output.name) }
        return translation.builder.graph
    }

    private static func parse(_ bytes: [UInt8], file: String) throws(ModelError) -> Onnx_ModelProto {
        let model: Onnx_ModelProto
        do {
            var options = BinaryDecodingOptions()
            options.discardUnknownFields = true
            model = try Onnx_ModelProto(serializedBytes: bytes, options: options)
        } catch BinaryDecodingError.truncated {
            throw .malformed(file: file, place: "byte \(bytes.count)", reason: "the file is cut off")
        } catch {
            throw .malformed(file: file, place: "its protobuf encoding", reason: "\(error)")
        }
        guard model.irVersion > 0, model.hasGraph else {
            throw .malformed(file: file, place: "byte 0", reason: "this is no ONNX model")
        }
        return model
    }

    /// The nodes that the outputs need, in the file's order, in which each comes after what makes its inputs.
    private static func needed(_ graph: Onnx_GraphProto) -> [Onnx_NodeProto] {
        var names = Set(graph.output.map(\.name))
        var nodes: [Onnx_NodeProto] = []
        for node in graph.node.reversed() where node.output.contains(where: names.contains) {
            names.formUnion(node.input)
            nodes.append(node)
        }
        return nodes.reversed()
    }
}
