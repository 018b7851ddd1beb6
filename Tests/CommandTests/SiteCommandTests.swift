import Foundation
import TestSupport
import Testing

/// `vigie site check`.
@Suite struct SiteCommandTests {
    private let scratch: ScratchDirectory

    init() throws { scratch = try ScratchDirectory() }

    private func check(_ text: String, _ options: String...) throws -> Command.Result {
        try Data(text.utf8).write(to: scratch.file("site.yaml"))
        return try Command.run(["site", "check", "site.yaml"] + options, in: scratch.url)
    }

    private static let site = """
        vigie: 1
        time_zone: Europe/Paris
        streams:
          gate: {camera: fixed, zones: {lawn: [[0, 0], [1, 0], [1, 1]]}, lines: {edge: [[0, 0], [1, 1]]}}
        """

    @Test func whatTheFileHoldsIsTold() throws {
        let result = try check(Self.site)
        #expect(result.status == 0, "\(result.error)")
        for text in ["Europe/Paris", "gate, camera fixed", "lawn, 3 corners", "edge, 2 points"] {
            #expect(result.output.contains(text))
        }
    }

    @Test func aProgramGetsJSON() throws {
        let result = try check(Self.site, "--json", "--classes-of", "none")
        let report = try #require(
            JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [String: Any], "\(result.error)")
        #expect(report["time_zone"] as? String == "Europe/Paris")
        let streams = try #require(report["streams"] as? [[String: Any]])
        #expect(streams.count == 1 && streams[0]["zones"] as? [String] == ["lawn"])
    }

    @Test func anErrorIsOneSentenceWithItsPlace() throws {
        let result = try check("vigie: 1\nstreams:\n  gate: {camra: fixed}\n")
        #expect(result.status == 65)
        #expect(result.output.isEmpty)
        #expect(result.error.contains("site.yaml:3:10: 'camra' is no key of a stream: did you mean 'camera'?"))
    }

    @Test func aFileThatIsNotThereIsMissingInput() throws {
        #expect(try Command.run(["site", "check", "nowhere.yaml"], in: scratch.url).status == 66)
        #expect(try check(Self.site, "--classes-of", "nobody").status == 64)
    }
}

/// `vigie detect --site --pose`: what does not go together.
@Suite struct PoseOptionTests {
    private let scratch: ScratchDirectory

    init() throws {
        scratch = try ScratchDirectory()
        try TinyModel.write(to: scratch.url)
        try TinyPose.write(to: scratch.url)
        try SquareClip.write(to: scratch.file("squares.y4m"), frames: 3)
    }

    private func detect(_ rule: String?, _ options: String...) throws -> Command.Result {
        if let rule {
            let text = """
                vigie: 1
                streams: {squares: {zones: {all: [[0, 0], [1, 0], [1, 1]]}, rules: {fall: {\(rule), classes: [square]}}}}
                """
            try Data(text.utf8).write(to: scratch.file("site.yaml"))
        }
        return try Command.run(
            ["detect", "squares.y4m", "--model", "tiny.json"] + options, in: scratch.url,
            environment: ["VIGIE_MODEL_PATH": scratch.url.path])
    }

    @Test func aRuleOfPosturesNeedsAModelForThem() throws {
        let result = try detect("rule: PersonDown", "--site", "site.yaml")
        #expect(result.status == 64)
        #expect(
            result.error.contains(
                "site.yaml: the rule 'fall' judges how people hold themselves, so name a model for that with --pose, such as tinypose-256x192"
            ), "\(result.error)")
        #expect(!FileManager.default.fileExists(atPath: scratch.path("squares.jsonl")))
        let both = try detect("rule: PersonDown", "--site", "site.yaml", "--pose", "pose.json")
        #expect(both.status == 0, "\(both.error)")
    }

    @Test func aModelOfPosturesNeedsARuleForThem() throws {
        let result = try detect("rule: FieldDetector, zone: all", "--site", "site.yaml", "--pose", "pose.json")
        #expect(result.status == 64)
        #expect(result.error.contains("site.yaml: no rule judges how people hold themselves, so leave out --pose"))
        let without = try detect(nil, "--pose", "pose.json")
        #expect(without.status == 64 && without.error.contains("it needs --site"))
    }

    @Test func aDetectorSeesNoPostures() throws {
        let result = try detect("rule: PersonDown", "--site", "site.yaml", "--pose", "tiny.json")
        #expect(result.status == 64 && result.error.contains("is a detector and finds no keypoints"), "\(result.error)")
    }
}
