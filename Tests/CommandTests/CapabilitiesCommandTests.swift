import Foundation
import TestSupport
import Testing
import VigieRules

/// `vigie capabilities`.
@Suite struct CapabilitiesCommandTests {
    private let scratch: ScratchDirectory

    init() throws { scratch = try ScratchDirectory() }

    private func report() throws -> [String: Any] {
        let result = try Command.run(["capabilities", "--json"], in: scratch.url)
        #expect(result.status == 0, "\(result.error)")
        return try #require(try JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [String: Any])
    }

    @Test func everyRuleOfSiteFilesIsThereAndNoOther() throws {
        let rules = try #require(try report()["rules"] as? [Any])
        // One that nobody has described is null.
        #expect(rules.map { ($0 as? [String: Any])?["name"] as? String } == ruleNames)
    }

    @Test func theEightEventsOfTheDecreeAreThereWithTheirState() throws {
        let events = try #require(try report()["decree_2023_828"] as? [[String: Any]])
        #expect(events.count == 8)
        let missing = events.filter { $0["provided"] as? Bool == false }.compactMap { $0["event"] as? String }
        #expect(missing.contains("presence or use of weapons") && missing.contains("outbreak of fire"))
        for event in events {
            let rules = try #require(event["rules"] as? [String])
            #expect(Set(rules).isSubset(of: ruleNames) && rules.isEmpty == (event["provided"] as? Bool == false))
        }
    }

    @Test func everyModelHasItsDigests() throws {
        let models = try #require(try report()["models"] as? [[String: Any]])
        #expect(models.contains { $0["name"] as? String == "tinypose-256x192" && $0["finds"] as? String == "joints" })
        for model in models {
            #expect((model["manifest"] as? String)?.count == 64)
            let files = try #require(model["files"] as? [[String: Any]])
            #expect(!files.isEmpty && files.allSatisfy { ($0["sha256"] as? String)?.count == 64 })
        }
    }

    @Test func figuresNameAPageThatHasTheirCommand() throws {
        let report = try report()
        let capabilities = ["rules", "camera"].flatMap { report[$0] as? [[String: Any]] ?? [] }
        #expect(!capabilities.isEmpty)
        for figures in capabilities.compactMap({ $0["figures"] as? [String: String] }) {
            let page = URL(fileURLWithPath: #filePath).appendingPathComponent("../../../\(figures["page"] ?? "")")
            let command = try #require(figures["command"])
            #expect(try String(contentsOf: page.standardized, encoding: .utf8).contains(command), "\(figures)")
        }
    }

    @Test func aPersonIsToldWhatIsNotProvidedAndNotDone() throws {
        let text = try Command.run(["capabilities"], in: scratch.url).output
        for words in ["outbreak of fire", "not provided", "face recognition", "number plates", "re-identification"] {
            #expect(text.contains(words))
        }
    }
}
