/// A value of JSON whose keys keep their order.
enum OrderedJSON {
    case null
    case text(String)
    case number(Int)
    /// A number as it is to be written.
    case literal(String)
    case list([OrderedJSON])
    case object([(String, OrderedJSON)])

    /// Two spaces a level; a list of plain values on one line.
    func indented(_ level: Int = 0) -> String {
        let outer = String(repeating: "  ", count: level)
        let inner = outer + "  "
        switch self {
        case .null: return "null"
        case .text(let text): return Self.quoted(text)
        case .number(let number): return "\(number)"
        case .literal(let text): return text
        case .list(let values):
            let isFlat = !values.contains { if case .object = $0 { true } else { false } }
            let items = values.map { $0.indented(level + 1) }
            return isFlat
                ? "[\(items.joined(separator: ", "))]"
                : "[\n\(items.map { inner + $0 }.joined(separator: ",\n"))\n\(outer)]"
        case .object(let members):
            let lines = members.map { "\(inner)\(Self.quoted($0)): \($1.indented(level + 1))" }
            return "{\n\(lines.joined(separator: ",\n"))\n\(outer)}"
        }
    }

    /// The paths of the nulls below.
    func nulls(at path: String = "") -> [String] {
        switch self {
        case .null: [path]
        case .object(let members): members.flatMap { $1.nulls(at: path.isEmpty ? $0 : "\(path).\($0)") }
        case .text, .number, .literal, .list: []
        }
    }

    private static func quoted(_ text: String) -> String {
        let escaped = text.unicodeScalars.map { scalar -> String in
            switch scalar {
            case "\"", "\\": "\\\(scalar)"
            case _ where scalar.value < 0x20:
                "\\u" + String(repeating: "0", count: scalar.value < 0x10 ? 3 : 2) + String(scalar.value, radix: 16)
            default: String(scalar)
            }
        }
        return "\"\(escaped.joined())\""
    }
}
