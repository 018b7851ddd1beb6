internal import VigieCore
package import VigieInference

/// A manifest for a user's own ONNX file, with what the file tells and its shapes suggest; the rest is null, for the user
/// to fill in.
package struct ManifestSkeleton {
    /// The manifest, indented.
    package let json: String
    /// The keys that are null and must not stay so, as paths.
    package let open: [String]

    /// - Parameters:
    ///   - graph: as imported, shapes inferred.
    ///   - file: the file's name without its folder; the model gets its name.
    /// - Throws: `DetectionError.network` where the input is no picture.
    package init(graph: Graph, file: String, bytes: [UInt8]) throws(DetectionError) {
        let input = graph.inputs.first.flatMap { graph.values[$0].shape } ?? []
        guard graph.inputs.count == 1, input.count == 4, input[0] == 1, input[1] == 3 else {
            throw .network(
                file: file, value: "inputs \(graph.inputs.map { graph.values[$0].shape ?? [] })",
                reason: "a detector has one, a picture of shape [1, 3, height, width]")
        }
        let outputs = graph.outputs.map { (name: graph.values[$0].name, shape: graph.values[$0].shape ?? []) }
        let guess = FamilyGuess(outputs: outputs, width: input[3], height: input[2])
        let name = Self.modelName(of: file)
        let content: OrderedJSON = .object([
            ("name", .text(name)), ("title", .text(name)), ("family", guess.map { .text($0.family) } ?? .null),
            ("format", .text("onnx")), ("licence", .null), ("origin", .null),
            (
                "input",
                .object([
                    ("width", .number(input[3])), ("height", .number(input[2])), ("order", .null), ("resize", .null),
                    ("mean", .null), ("std", .null),
                ])
            ),
            ("decode", guess?.decode ?? .null),
            ("thresholds", .object([("score", .literal("0.3")), ("nms_iou", .literal("0.6"))])),
            ("max_candidates", .number(1000)),
            (
                "files",
                .list([
                    .object([
                        ("name", .text(file)), ("role", .text("model")), ("bytes", .number(bytes.count)),
                        ("sha256", .text(Digest(of: bytes).hex)),
                    ])
                ])
            ),
            ("classes", guess.map { .list((0..<$0.classCount).map { .text("class \($0)") }) } ?? .null),
        ])
        json = content.indented() + "\n"
        open = content.nulls()
    }

    /// The file's name without its ending, in the letters that a model's name may have.
    private static func modelName(of file: String) -> String {
        let stem = file.lowercased().hasSuffix(".onnx") ? String(file.dropLast(5)) : file
        let name = String(
            stem.lowercased().map { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == ".") ? $0 : Character("-") })
        return name.isEmpty || name.hasPrefix(".") ? "model" : name
    }
}
