/// A value in a site file with its place.
struct SiteNode: Sendable {
    enum Content: Sendable {
        /// `isPlain` where it stands without quotes.
        case scalar(String, isPlain: Bool)
        case list([SiteNode])
        case mapping([(key: SiteNode, value: SiteNode)])
    }

    let file: String
    /// Counted from 1; columns count Unicode scalars.
    let line, column: Int
    let content: Content

    /// An error at this place.
    func error(_ reason: String) -> SiteError { SiteError(file: file, line: line, column: column, reason: reason) }

    /// What stands here, as a noun.
    var found: String {
        switch content {
        case .scalar where isNull: "nothing"
        case .scalar(let text, let isPlain):
            isPlain && number != nil
                ? text.shortened : isPlain ? "'\(text.shortened)'" : "the text \"\(text.shortened)\""
        case .list(let items): items.isEmpty ? "an empty list" : "a list"
        case .mapping: "a mapping"
        }
    }

    /// Whether there is no value: YAML's null.
    var isNull: Bool {
        guard case .scalar(let text, isPlain: true) = content else { return false }
        return ["", "~", "null", "Null", "NULL"].contains(text)
    }

    /// The text of a scalar, with or without quotes.
    ///
    /// - Parameter what: What it is of whom, such as "the name of a zone".
    func text(_ what: String) throws(SiteError) -> String {
        guard case .scalar(let text, _) = content, !isNull else {
            throw error("\(what) is a text, but here is \(found)")
        }
        guard !text.isEmpty else { throw error("\(what) is empty") }
        return text
    }

    /// The elements of a list.
    func list(_ what: String) throws(SiteError) -> [SiteNode] {
        guard case .list(let items) = content else { throw error("\(what) is a list, but here is \(found)") }
        return items
    }

    /// The value of a number of YAML 1.2's core schema without quotes; nil where it is none or is not finite.
    var number: Double? {
        guard case .scalar(let text, isPlain: true) = content, Self.isDecimal(text), let value = Double(text),
            value.isFinite
        else { return nil }
        return value
    }

    /// Source: YAML 1.2.2, 10.3.2: `[-+]? ( \. [0-9]+ | [0-9]+ ( \. [0-9]* )? ) ( [eE] [-+]? [0-9]+ )?`
    private static func isDecimal(_ text: String) -> Bool {
        var rest = text.utf8[...]
        func digits() -> Int {
            let count = rest.prefix { $0 >= 48 && $0 <= 57 }.count
            rest = rest.dropFirst(count)
            return count
        }
        func skip(_ characters: String) -> Bool {
            guard let first = rest.first, characters.utf8.contains(first) else { return false }
            rest = rest.dropFirst()
            return true
        }
        _ = skip("+-")
        let whole = digits()
        let fraction = skip(".") ? digits() : 0
        guard whole > 0 || fraction > 0 else { return false }
        if skip("eE") {
            _ = skip("+-")
            guard digits() > 0 else { return false }
        }
        return rest.isEmpty
    }
}

extension String {
    /// At most 40 characters, for a sentence.
    var shortened: String { count <= 40 ? self : prefix(39) + "…" }
}

extension [String] {
    /// "a", "a and b", "a, b and c".
    var enumerated: String { joined(by: "and") }
    /// "a", "a or b", "a, b or c".
    var alternatives: String { joined(by: "or") }

    private func joined(by word: String) -> String {
        guard count > 1, let last else { return first ?? "" }
        return dropLast().joined(separator: ", ") + " \(word) " + last
    }
}
