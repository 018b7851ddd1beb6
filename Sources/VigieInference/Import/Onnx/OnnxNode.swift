import FoundationEssentials

/// A node of an ONNX file, its attributes read one by one.
///
/// An attribute that nobody has read when the node is done is one that this importer does not know: an error.
struct OnnxNode {
    let file: String
    /// For messages: the file's name for the node (or its first output's) and the operator.
    let name: String
    let type: String
    /// Of the operator set that the operator is from.
    let version: Int
    let inputs: [String]
    let outputs: [String]
    private var attributes: [String: Onnx_AttributeProto] = [:]

    init(_ node: Onnx_NodeProto, version: Int, file: String) throws(ModelError) {
        self.file = file
        self.version = version
        type = node.domain.isEmpty || node.domain == "ai.onnx" ? node.opType : "\(node.domain).\(node.opType)"
        name = "\(node.name.isEmpty ? node.output.first ?? "?" : node.name) (\(type))"
        inputs = node.input
        outputs = node.output
        for attribute in node.attribute {
            guard attributes.updateValue(attribute, forKey: attribute.name) == nil else {
                throw malformed("attribute \(attribute.name) comes twice")
            }
        }
    }

    func unsupported(_ reason: String) -> ModelError { .unsupported(file: file, node: name, reason: reason) }
    func malformed(_ reason: String) -> ModelError { .malformed(file: file, place: "node \(name)", reason: reason) }
    func shapeMismatch(_ reason: String) -> ModelError { .shape(file: file, node: name, reason: reason) }

    private mutating func take(
        _ name: String, _ type: Onnx_AttributeProto.AttributeType
    ) throws(ModelError) -> Onnx_AttributeProto? {
        guard let attribute = attributes.removeValue(forKey: name) else { return nil }
        // Files older than IR version 2 do not say the type.
        guard attribute.type == type || attribute.type == .undefined else {
            throw malformed("attribute \(name) is of another type")
        }
        return attribute
    }

    mutating func integer(_ name: String) throws(ModelError) -> Int? {
        try take(name, .int).map { Int($0.i) }
    }

    mutating func flag(_ name: String, default value: Bool = false) throws(ModelError) -> Bool {
        try integer(name).map { $0 != 0 } ?? value
    }

    mutating func integers(_ name: String) throws(ModelError) -> [Int]? {
        try take(name, .ints).map { $0.ints.map { Int($0) } }
    }

    mutating func number(_ name: String) throws(ModelError) -> Float? {
        guard let number = try take(name, .float)?.f else { return nil }
        guard number.isFinite else { throw malformed("attribute \(name) is \(number)") }
        return number
    }

    mutating func numbers(_ name: String) throws(ModelError) -> [Float]? {
        try take(name, .floats).map { $0.floats }
    }

    mutating func text(_ name: String, default value: String) throws(ModelError) -> String {
        try take(name, .string).map { String(decoding: $0.s, as: UTF8.self) } ?? value
    }

    mutating func tensor(_ name: String) throws(ModelError) -> OnnxTensor? {
        guard let attribute = try take(name, .tensor) else { return nil }
        return try OnnxTensor(attribute.t, name: "\(name) of node \(self.name)", file: file)
    }

    /// For attributes that have no say in what the importer supports.
    mutating func ignore(_ name: String) { attributes[name] = nil }

    /// Refuses `flag` unless it has this value.
    mutating func require(_ name: String, _ value: Int) throws(ModelError) {
        if let integer = try integer(name), integer != value { throw unsupported("\(name) = \(integer)") }
    }

    /// - Throws: for the first attribute, in order of names, that nobody has read.
    func finish() throws(ModelError) {
        if let name = attributes.keys.min() { throw unsupported("attribute \(name)") }
    }
}
