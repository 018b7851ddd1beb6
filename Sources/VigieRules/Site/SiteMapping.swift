internal import VigieCore

/// A mapping whose keys are taken one by one; a key that nobody took is refused.
struct SiteMapping: Sendable {
    let node: SiteNode
    /// What the mapping is, such as "a stream".
    var what: String

    private let entries: [(key: String, place: SiteNode, value: SiteNode)]
    /// The keys that were asked for, in that order.
    private(set) var known: [String] = []

    /// - Throws: Where it is no mapping, a key is no text, or a key is given twice.
    init(_ node: SiteNode, _ what: String) throws(SiteError) {
        guard case .mapping(let pairs) = node.content else {
            throw node.error("\(what) is a mapping, with 'key: value' on each line, but here is \(node.found)")
        }
        var entries: [(key: String, place: SiteNode, value: SiteNode)] = []
        for (place, value) in pairs {
            let key = try place.text("a key of \(what)")
            // YAML tells 1 from "1", which are one name here.
            if let first = entries.first(where: { $0.key == key }) {
                throw SiteError.repeatedKey(key, line: first.place.line, column: first.place.column, file: node.file)
            }
            entries.append((key, place, value))
        }
        self.node = node
        self.what = what
        self.entries = entries
    }

    /// All entries, where the keys are names.
    var named: [(name: String, place: SiteNode, value: SiteNode)] {
        entries.map { ($0.key, $0.place, $0.value) }
    }

    /// The place of a key; the mapping's where it has no such key.
    func place(of key: String) -> SiteNode { entries.first { $0.key == key }?.place ?? node }

    /// The value of `key`; nil where there is no such key.
    ///
    /// - Throws: Where the key is there and has no value.
    mutating func take(_ key: String) throws(SiteError) -> SiteNode? {
        if !known.contains(key) { known.append(key) }
        guard let value = entries.first(where: { $0.key == key })?.value else { return nil }
        if value.isNull { throw value.error("'\(key)' of \(what) has no value: give one, or leave the key out") }
        return value
    }

    /// The value of `key`.
    ///
    /// - Throws: Where there is none, with `remedy` behind the sentence.
    mutating func require(_ key: String, _ remedy: String = "") throws(SiteError) -> SiteNode {
        guard let value = try take(key) else { throw node.error("\(what) needs '\(key)'\(remedy)") }
        return value
    }

    /// - Throws: Where there is a key that nobody asked for.
    func finish() throws(SiteError) {
        guard let stranger = entries.first(where: { !known.contains($0.key) }) else { return }
        let near = NearNames.of(stranger.key, among: known).map { "'\($0)'" }
        throw stranger.place.error(
            "'\(stranger.key.shortened)' is no key of \(what): "
                + (near.isEmpty ? "it knows \(known.enumerated)" : "did you mean \(near.alternatives)?"))
    }
}

extension SiteError {
    /// A key that stands twice in a mapping, at its first place.
    static func repeatedKey(_ key: String, line: Int, column: Int, file: String) -> SiteError {
        SiteError(
            file: file, line: line, column: column,
            reason: "'\(key.shortened)' is given again further down: a key stands once in a mapping")
    }
}
