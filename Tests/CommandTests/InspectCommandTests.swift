import Foundation
import TestSupport
import Testing

/// `vigie inspect`, and the options of `vigie detect` that say when it looks.
@Suite struct InspectCommandTests {
    private let scratch: ScratchDirectory
    private let manifest: String
    private let clip: String

    init() throws {
        scratch = try ScratchDirectory()
        manifest = try TinyModel.write(to: scratch.url)
        clip = try SquareClip.write(to: scratch.file("squares.y4m"), frames: 40)
    }

    private func vigie(_ arguments: String...) throws -> Command.Result {
        try Command.run(arguments, in: scratch.url, environment: ["VIGIE_MODEL_PATH": scratch.url.path])
    }

    @Test func reasonsAndRunsAreCounted() throws {
        #expect(try vigie("detect", clip, "--model", manifest, "--gate", "schedule", "--sweep", "2").status == 0)
        let result = try vigie("inspect", "squares.jsonl")
        #expect(result.status == 0, "\(result.error)")
        #expect(result.output.contains("2 looked at: sweep (5.0 %)"))
        #expect(result.output.contains("38 skipped: rate (95.0 %)"))
        #expect(result.output.contains("detector    2 runs"))
        #expect(result.output.contains("square 2"))
    }

    @Test func theSameIsHadAsJSON() throws {
        #expect(try vigie("detect", clip, "--model", manifest, "--rate", "1").status == 0)
        let result = try vigie("inspect", "squares.jsonl", "--json")
        let report = try #require(
            JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [String: [[String: Any]]])
        let summary = try #require(report["logs"]?.first?["summary"] as? [String: Any])
        let stream = try #require((summary["streams"] as? [[String: Any]])?.first)
        #expect((stream["gate"] as? [String: [String: Int]]) == ["detect": ["always": 4], "skip": ["rate": 36]])
    }

    @Test func withoutAModelMotionIsWatchedAndNothingIsFound() throws {
        #expect(try vigie("detect", clip, "--model", "none", "--explain", "motion").status == 0)
        let log = try String(contentsOfFile: scratch.path("squares.jsonl"), encoding: .utf8)
        #expect(log.split(separator: "\n").count { $0.contains(#""type":"motion""#) } == 40)
        #expect(try vigie("inspect", "squares.jsonl").output.contains("skipped: no-model"))
    }

    @Test func explainingMotionDoesNotChangeTheDecisions() throws {
        let digests = try [[], ["--explain", "motion"]].map { options in
            let result = try Command.run(
                ["detect", clip, "--model", manifest, "--force"] + options, in: scratch.url,
                environment: ["VIGIE_MODEL_PATH": scratch.url.path])
            return result.output.split(separator: "\n").first { $0.hasPrefix("decisions") }
        }
        #expect(digests[0] != nil && digests[0] == digests[1])
    }

    @Test func aLogThatWasCutIsCountedAsFarAsItGoes() throws {
        #expect(try vigie("detect", clip, "--model", manifest).status == 0)
        let log = try Data(contentsOf: scratch.file("squares.jsonl"))
        try log.prefix(log.count / 2).write(to: scratch.file("cut.jsonl"))
        let result = try vigie("inspect", "cut.jsonl")
        #expect(result.status == 0)
        #expect(result.output.contains("cut: it has no end record"))
    }

    @Test func aFileThatIsNoLogIsNamedWithItsLine() throws {
        try Data("{\"type\":\"frame\"}\n".utf8).write(to: scratch.file("bad.jsonl"))
        let result = try vigie("inspect", "bad.jsonl", "missing.jsonl")
        #expect(result.status == 66)
        #expect(result.error.contains("bad.jsonl"))
        #expect(result.error.contains("missing.jsonl"))
    }

    @Test(arguments: [
        (#"{"polygons":[[[0,0],[0.5,0]]]}"#, "polygon 1 has 2 corners"),
        (#"{"polygons":[[[0,0],[50,0],[50,50]]]}"#, "outside 0…1"),
        (#"{"polygons":[[[0,0,1],[0.5,0],[0,1]]]}"#, "a corner that is not [x, y]"),
        (#"{"polygon":[]}"#, "'polygons' is missing"),
        ("polygons: []", "it is not JSON of that form"),
    ])
    func aMaskThatIsNoneIsRefused(json: String, reason: String) throws {
        try Data(json.utf8).write(to: scratch.file("mask.json"))
        let result = try vigie("detect", clip, "--model", manifest, "--mask", "mask.json")
        #expect(result.status == 65)
        #expect(result.error.contains("mask.json") && result.error.contains(reason), "\(result.error)")
    }

    @Test(arguments: [
        ["--rate", "0"], ["--sweep", "-1"], ["--gate", "schedule", "--sweep", "0"], ["--max-crops", "0"],
        ["--gate", "sometimes"],
    ])
    func anOptionOutsideItsRangeIsAUsageError(options: [String]) throws {
        let result = try Command.run(["detect", clip, "--model", manifest] + options, in: scratch.url)
        #expect(result.status == 64, "\(result.error)")
    }
}
