import Foundation
import TestSupport
import Testing
import VigieCore

@testable import VigieRules

/// The schema describes what the reader reads.
@Suite(.enabled(if: LogValidator.unavailable == nil, "\(LogValidator.unavailable ?? "")"))
struct SiteDocumentationTests {
    private static let schema = URL(fileURLWithPath: #filePath)
        .appendingPathComponent("../../../../Sources/VigieRules/Schema/vigie-site.schema.json").standardized

    /// Python that prints, for each JSON text behind the schema, whether it satisfies it.
    private static let validation = """
        import json, jsonschema, sys
        schema = json.load(open(sys.argv[1]))
        jsonschema.Draft202012Validator.check_schema(schema)
        validator = jsonschema.Draft202012Validator(schema)
        print(*["yes" if validator.is_valid(json.loads(text)) else "no" for text in sys.argv[2:]])
        """

    private func areValid(_ texts: [String]) throws -> [Bool] {
        let json = try texts.map { Self.json(try SiteNode(Array($0.utf8), file: "site.yaml")) }
        let result = try LogValidator.python(["-c", Self.validation, Self.schema.path] + json)
        #expect(result.status == 0, "\(result.output)")
        return result.output.split { $0 == " " || $0 == "\n" }.map { $0 == "yes" }
    }

    private static func json(_ node: SiteNode) -> String {
        switch node.content {
        case .scalar(let text, let isPlain) where isPlain && (node.number != nil || ["true", "false"].contains(text)):
            text
        case .scalar(let text, _): "\"\(text)\""
        case .list(let items): "[" + items.map(json).joined(separator: ",") + "]"
        case .mapping(let pairs):
            "{" + pairs.map { "\(json($0.key)):\(json($0.value))" }.joined(separator: ",") + "}"
        }
    }

    private static func page(_ name: String) throws -> String {
        let page = URL(fileURLWithPath: #filePath).appendingPathComponent("../../../../docs/\(name)").standardized
        return try String(contentsOf: page, encoding: .utf8)
    }

    /// The blocks of YAML in a page.
    private static func examples(_ page: String) throws -> [String] {
        try Self.page(page).components(separatedBy: "```yaml\n").dropFirst()
            .compactMap { $0.components(separatedBy: "```").first }
    }

    @Test func theSchemaInTheProgramIsTheOneInTheRepository() throws {
        #expect(try Data(contentsOf: Self.schema) == Data(SiteSchema.json))
    }

    @Test(arguments: ["site.md", "rules.md"]) func theExamplesSatisfyTheSchemaAndAreRead(page: String) throws {
        let examples = try Self.examples(page)
        #expect(!examples.isEmpty)
        #expect(try areValid(examples).allSatisfy { $0 })
        for example in examples {
            let classes = ["person", "bicycle", "car", "motorcycle", "bus", "truck"]
            #expect(throws: Never.self) { try Site.read(Array(example.utf8), file: page, classes: classes) }
        }
    }

    @Test func everyRuleHasItsSectionWithAllItsSettings() throws {
        let sections = try Self.page("rules.md").components(separatedBy: "\n## ").dropFirst()
        for rule in try RuleSchema.all() {
            let section = try #require(
                sections.first { $0.hasPrefix("`\(rule.name)`") }, "docs/rules.md has no section on \(rule.name)")
            let cells = section.split(separator: "\n").filter { $0.hasPrefix("| ") }.map { $0.split(separator: "|")[0] }
            for key in rule.keys {
                #expect(cells.contains { $0.contains("`\(key)`") }, "\(rule.name): \(key)")
            }
        }
    }

    /// The reader and the schema are given the same settings, right and wrong.
    @Test func theSchemaAndTheRulesAgreeOnSettings() throws {
        for rule in try RuleSchema.all() {
            var texts: [(text: String, isRight: Bool)] = rule.right.map { ($0, true) }
            texts += rule.wrong.map { ($0, false) }
            let judged = try areValid(
                texts.map { "{vigie: 1, streams: {a: {rules: {r: {rule: \(rule.name), \($0.text)}}}}}" })
            for (index, (text, isRight)) in texts.enumerated() {
                #expect(judged[index] == isRight, "the schema on \(rule.name): \(text)")
                let settings = try RuleSettings(
                    "{\(text)}", zones: RuleRun.zones, lines: RuleRun.lines, classNames: RuleRun.classNames)
                #expect(rule.reads(settings) == isRight, "\(rule.name) on \(text)")
            }
        }
    }

    @Test func theSchemaRefusesWhatTheReaderRefuses() throws {
        let texts = [
            "vigie: 2\nstreams: {a: {}}", "vigie: 1", "vigie: 1\nstreams: {}", "vigie: 1\nstreams: {a: {b: 1}}",
            "vigie: 1\nstreams: {a: {camera: still}}", "vigie: 1\nstreams: {a: {zones: {z: [[0, 0], [1, 1]]}}}",
            "vigie: 1\nstreams: {a: {zones: {z: [[0, 0], [1, 1], [0, 2]]}}}",
            "vigie: 1\nstreams: {a: {rules: {r: {rule: None}}}}",
            "vigie: 1\nstreams: {a: {rules: {r: {rule: FieldDetector}}}}",
            "vigie: 1\nstreams: {a: {rules: {r: {rule: FieldDetector, zone: z, colour: red}}}}",
            "vigie: 1\nschedules: {s: [{from: '22:00', to: '06:00'}]}\nstreams: {a: {}}",
            "vigie: 1\ntime_zone: UTC\nschedules: {s: []}\nstreams: {a: {}}",
            "vigie: 1\ntime_zone: UTC\nschedules: {s: [{from: '24:00', to: '06:00'}]}\nstreams: {a: {}}",
        ]
        for text in texts { #expect(throws: SiteError.self) { try SampleSite.read(text) } }
        #expect(try areValid(texts) == texts.map { _ in false })
    }
}
