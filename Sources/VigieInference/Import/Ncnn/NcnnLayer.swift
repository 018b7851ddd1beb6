/// A line of a `.param` file, its parameters read one by one.
///
/// A parameter that nobody has read when the layer is done is one that this importer does not know: an error.
struct NcnnLayer {
    static let largestKey = 31

    enum Parameter {
        case single(String)
        case array([String])
    }

    let file: String
    let line: Int
    let type: String
    let name: String
    let inputs: [String]
    let outputs: [String]
    private var parameters: [Int: Parameter] = [:]

    init(file: String, line: Int, type: String, name: String, inputs: [String], outputs: [String]) {
        self.file = file
        self.line = line
        self.type = type
        self.name = name
        self.inputs = inputs
        self.outputs = outputs
    }

    /// For messages.
    var description: String { "\(name) (\(type), line \(line))" }

    func unsupported(_ reason: String) -> ModelError { .unsupported(file: file, node: description, reason: reason) }
    func malformed(_ reason: String) -> ModelError { .malformed(file: file, place: "line \(line)", reason: reason) }

    /// - Returns: False where the parameter is set already.
    mutating func set(_ key: Int, _ parameter: Parameter) -> Bool {
        guard parameters[key] == nil else { return false }
        parameters[key] = parameter
        return true
    }

    mutating func integer(_ key: Int) throws(ModelError) -> Int? {
        guard let parameter = parameters.removeValue(forKey: key) else { return nil }
        guard case .single(let text) = parameter else { throw malformed("key \(key) is not one number") }
        return try integer(text, key)
    }

    mutating func number(_ key: Int) throws(ModelError) -> Float? {
        guard let parameter = parameters.removeValue(forKey: key) else { return nil }
        guard case .single(let text) = parameter else { throw malformed("key \(key) is not one number") }
        return try number(text, key)
    }

    mutating func integers(_ key: Int) throws(ModelError) -> [Int]? {
        guard let texts = try array(key) else { return nil }
        var integers: [Int] = []
        for text in texts { integers.append(try integer(text, key)) }
        return integers
    }

    mutating func numbers(_ key: Int) throws(ModelError) -> [Float]? {
        guard let texts = try array(key) else { return nil }
        var numbers: [Float] = []
        for text in texts { numbers.append(try number(text, key)) }
        return numbers
    }

    /// Refuses a parameter unless it has this value or is left out.
    mutating func require(_ key: Int, _ value: Int) throws(ModelError) {
        if let integer = try integer(key), integer != value { throw unsupported("parameter \(key)=\(integer)") }
    }

    /// - Throws: for the first parameter that nobody has read.
    func finish() throws(ModelError) {
        if let key = parameters.keys.min() { throw unsupported("parameter \(key)") }
    }

    private mutating func array(_ key: Int) throws(ModelError) -> [String]? {
        guard let parameter = parameters.removeValue(forKey: key) else { return nil }
        guard case .array(let texts) = parameter else { throw malformed("key \(key) is not an array") }
        return texts
    }

    private func integer(_ text: String, _ key: Int) throws(ModelError) -> Int {
        guard let integer = Int32(text) else { throw malformed("key \(key) is \(text), which is no whole number") }
        return Int(integer)
    }

    private func number(_ text: String, _ key: Int) throws(ModelError) -> Float {
        guard let number = Float(text), number.isFinite else {
            throw malformed("key \(key) is \(text), which is no number")
        }
        return number
    }
}
