import Foundation

@testable import VigieRules

/// What the schema says of one rule's settings, and settings that are right or wrong by it.
struct RuleSchema {
    let type: any Rule.Type
    var name: String { type.name }
    let keys: [String]
    /// Settings that the rule takes, as the inside of a mapping: those that it needs, and each other at the limits.
    let right: [String]
    /// Settings that it refuses.
    let wrong: [String]

    /// Of all rules.
    static func all() throws -> [RuleSchema] { try ruleTypes.map(RuleSchema.init) }

    /// Whether the rule takes the settings, and all of them.
    func reads(_ settings: RuleSettings) -> Bool {
        var settings = settings
        do throws(SiteError) {
            _ = try type.init(&settings)
            try settings.mapping.finish()
            return Set(settings.mapping.known) == Set(keys)
        } catch {
            return false
        }
    }

    private init(_ type: any Rule.Type) throws {
        self.type = type
        let schema = try JSONSerialization.jsonObject(with: Data(SiteSchema.json)) as? [String: Any]
        let definitions = schema?["$defs"] as? [String: [String: Any]] ?? [:]
        let definition = definitions[type.name] ?? [:]
        let required = definition["required"] as? [String] ?? []
        // Settings that several rules have stand in a definition of their own.
        let common = definitions[Self.name(of: definition["$ref"])]?["properties"] as? [String: [String: Any]] ?? [:]
        let properties = common.merging(definition["properties"] as? [String: [String: Any]] ?? [:]) { $1 }
        keys = properties.keys.sorted()

        var values: [String: (right: [String], wrong: [String])] = [:]
        for (key, property) in properties {
            let reference = Self.name(of: property["$ref"])
            let own = property.merging(definitions[reference] ?? [:]) { mine, _ in mine }
            values[key] = Self.values(key, reference, own)
        }
        /// The settings that are needed and one other.
        func text(_ key: String?, _ value: String?) -> String {
            var pairs = required.map { ($0, values[$0]?.right.first) }
            pairs.removeAll { $0.0 == key }
            if let key { pairs.append((key, value)) }
            // It may not be more than this, whose default is small.
            if key == "least_area" { pairs.append(("most_area", "1")) }
            return pairs.compactMap { key, value in value.map { "\(key): \($0)" } }.joined(separator: ", ")
        }
        right = [text(nil, nil)] + keys.flatMap { key in values[key]?.right.map { text(key, $0) } ?? [] }
        wrong =
            [text("colour", "red")] + required.map { text($0, nil) }
            + keys.flatMap { key in values[key]?.wrong.map { text(key, $0) } ?? [] }
    }

    /// `stream` of `#/$defs/stream`.
    private static func name(of reference: Any?) -> String {
        (reference as? String)?.split(separator: "/").last.map(String.init) ?? ""
    }

    private static func values(
        _ key: String, _ reference: String, _ property: [String: Any]
    ) -> (right: [String], wrong: [String]) {
        if let words = property["enum"] as? [String] { return (words, ["no-such-word", "1", "[]"]) }
        if let least = property["minimum"] as? Double, let most = property["maximum"] as? Double {
            let isWhole = property["type"] as? String == "integer"
            return (
                ["\(least)", "\(most)"],
                ["\(least - 0.001)", "\(most + 1)", "'1'", "[]"] + (isWhole ? ["\(least + 0.5)"] : [])
            )
        }
        switch (property["type"] as? String, reference, key) {
        case ("boolean", _, _): return (["true", "false"], ["1", "'true'"])
        case (_, "classes", _): return (["[person]", "[person, car]"], ["[]", "person", "[person, person]"])
        case (_, "direction", _): return (["[1, 0]", "[-0.5, 1e6]"], ["[1]", "1", "[1, 2, 3]", "[1, 2e6]"])
        case (_, _, "line"): return (["gate"], ["[]", "5"])
        default: return (["lawn"], ["[]"])
        }
    }
}
