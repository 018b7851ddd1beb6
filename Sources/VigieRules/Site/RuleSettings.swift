internal import VigieCore

/// The settings of one rule as they stand in a site file: a rule takes what it knows, and what is left is refused.
///
/// ```swift
/// init(_ settings: inout RuleSettings) throws(SiteError) {
///     zone = try settings.zone()
///     classes = try settings.classes(default: ["person"])
///     after = try settings.seconds("after_seconds", default: 2)
/// }
/// ```
/// Where a key is missing that has no default, or a value is not what it must be, a getter throws an error that says
/// where, what was found and what is wanted.
public struct RuleSettings: Sendable {
    var mapping: SiteMapping
    let zones: [Zone]
    let lines: [Line]
    /// The model's.
    let classNames: [String]
    /// What the rule took.
    private(set) var zone: Zone?, line: Line?, classes: ClassSet?

    init(_ mapping: SiteMapping, zones: [Zone], lines: [Line], classNames: [String]) {
        self.mapping = mapping
        self.zones = zones
        self.lines = lines
        self.classNames = classNames
    }

    /// The settings in a text of YAML, for a rule by itself.
    init(_ text: String, zones: [Zone] = [], lines: [Line] = [], classNames: [String] = []) throws(SiteError) {
        let node = try SiteNode(Array(text.utf8), file: "settings")
        self.init(try SiteMapping(node, "the rule"), zones: zones, lines: lines, classNames: classNames)
    }

    /// A zone of the stream, by its name.
    public mutating func zone(_ key: String = "zone") throws(SiteError) -> Zone {
        let remedy =
            zones.isEmpty ? ": describe one under the stream's 'zones'" : ": name \(zones.map(\.name).alternatives)"
        return try zone(named: mapping.require(key, remedy))
    }

    /// A zone of the stream, by its name; nil where the key is missing.
    public mutating func optionalZone(_ key: String = "zone") throws(SiteError) -> Zone? {
        guard let node = try mapping.take(key) else { return nil }
        return try zone(named: node)
    }

    private mutating func zone(named node: SiteNode) throws(SiteError) -> Zone {
        let name = try node.text("the name of a zone")
        guard let zone = zones.first(where: { $0.name == name }) else {
            throw node.unknown(name, "zone of the stream", zones.map(\.name))
        }
        self.zone = zone
        return zone
    }

    /// A line of the stream, by its name.
    public mutating func line(_ key: String = "line") throws(SiteError) -> Line {
        let remedy =
            lines.isEmpty ? ": describe one under the stream's 'lines'" : ": name \(lines.map(\.name).alternatives)"
        let node = try mapping.require(key, remedy)
        let name = try node.text("the name of a line")
        guard let line = lines.first(where: { $0.name == name }) else {
            throw node.unknown(name, "line of the stream", lines.map(\.name))
        }
        self.line = line
        return line
    }

    /// Classes of the model, by a list of their names.
    ///
    /// - Parameter default: Where the key is missing; nil for all. Those that the model lacks are left out.
    /// - Throws: Where the model lacks one that the file names, or has none of the default.
    public mutating func classes(
        _ key: String = "classes", default names: [String]? = nil
    ) throws(SiteError) -> ClassSet {
        let classes = try optionalClasses(key, default: names)
        if let names, classes.names.isEmpty {
            throw mapping.node.error(
                "the model has no class \(names.alternatives), which \(mapping.what) is about: name others with '\(key)', or choose another model"
            )
        }
        self.classes = classes
        return classes
    }

    /// As `classes`, but not what the rule is about: the model may have none of the default.
    public mutating func optionalClasses(
        _ key: String, default names: [String]?
    ) throws(SiteError) -> ClassSet {
        var isMember = classNames.map { names?.contains($0) ?? true }
        if let node = try mapping.take(key) {
            isMember = [Bool](repeating: false, count: classNames.count)
            let items = try node.list("'\(key)' of \(mapping.what)")
            guard !items.isEmpty else { throw node.error("'\(key)' of \(mapping.what) names no class") }
            for item in items {
                let name = try item.text("the name of a class")
                guard let index = classNames.firstIndex(of: name) else {
                    throw item.unknown(name, "class of the model", classNames)
                }
                guard !isMember[index] else { throw item.error("class '\(name)' is named twice") }
                isMember[index] = true
            }
        }
        return ClassSet(all: classNames, isMember: isMember)
    }

    /// One of a few words.
    ///
    /// - Parameter default: Where the key is missing; nil where it must not be.
    public mutating func choice(
        _ key: String, default: String? = nil, of words: [String]
    ) throws(SiteError) -> String {
        guard let node = try value(of: key, isRequired: `default` == nil, words.alternatives) else {
            return `default` ?? ""
        }
        guard case .scalar(let text, _) = node.content, words.contains(text) else {
            throw node.error("'\(key)' of \(mapping.what) is \(words.alternatives), but here is \(node.found)")
        }
        return text
    }

    /// Yes or no, as YAML's `true` and `false`.
    ///
    /// - Parameter default: Where the key is missing; nil where it must not be.
    public mutating func flag(_ key: String, default: Bool? = nil) throws(SiteError) -> Bool {
        guard let node = try value(of: key, isRequired: `default` == nil, "true or false") else {
            return `default` ?? false
        }
        switch node.content {
        case .scalar("true", isPlain: true): return true
        case .scalar("false", isPlain: true): return false
        default: throw node.error("'\(key)' of \(mapping.what) is true or false, but here is \(node.found)")
        }
    }

    /// An error at a setting that was taken, as where two do not go together.
    public func error(at key: String, _ reason: String) -> SiteError { mapping.place(of: key).error(reason) }

    /// The value of a key; nil only where it is missing and need not be there.
    mutating func value(of key: String, isRequired: Bool, _ wanted: String) throws(SiteError) -> SiteNode? {
        isRequired ? try mapping.require(key, ": \(wanted)") : try mapping.take(key)
    }
}

extension SiteNode {
    /// The error for a name that is none of `names`.
    func unknown(_ name: String, _ what: String, _ names: [String]) -> SiteError {
        let near = NearNames.of(name, among: names).map { "'\($0)'" }
        let remedy =
            if !near.isEmpty {
                "did you mean \(near.alternatives)?"
            } else if names.isEmpty {
                "there is none"
            } else {
                "there \(names.count == 1 ? "is" : "are") \(Array(names.prefix(12)).enumerated)"
                    + (names.count > 12 ? " and \(names.count - 12) more" : "")
            }
        return error("'\(name.shortened)' is no \(what): \(remedy)")
    }
}
