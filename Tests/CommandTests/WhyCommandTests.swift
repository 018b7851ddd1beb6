import Foundation
import TestSupport
import Testing

/// `vigie detect --explain rejected`, and `vigie inspect --why` and `--why-not` on what it writes.
@Suite struct WhyCommandTests {
    private let scratch: ScratchDirectory
    private let manifest: String
    private let clip: String

    private static let footage = ProcessInfo.processInfo.environment["VIGIE_FOOTAGE_PATH"]
    private static let models = ProcessInfo.processInfo.environment["VIGIE_MODEL_PATH"]

    init() throws {
        scratch = try ScratchDirectory()
        manifest = try TinyModel.write(to: scratch.url)
        clip = try SquareClip.write(to: scratch.file("squares.y4m"), frames: 8)
    }

    private func vigie(_ arguments: [String]) throws -> Command.Result {
        try Command.run(arguments, in: scratch.url, environment: ["VIGIE_MODEL_PATH": scratch.url.path])
    }

    /// Runs the clip into a log of this name and returns its digest.
    @discardableResult
    private func detect(_ name: String, _ options: String...) throws -> String {
        let result = try vigie(["detect", clip, "--model", manifest, "--log", name, "--json"] + options)
        #expect(result.status == 0, "\(result.error)")
        return try digest(in: result.output)
    }

    private func digest(in output: String) throws -> String {
        let summary = try JSONSerialization.jsonObject(with: Data(output.utf8)) as? [String: [[String: Any]]]
        let end = try #require(summary?["clips"]?.first?["end"] as? [String: Any])
        return try #require(end["decision_digest"] as? String)
    }

    private func rejections(in name: String) throws -> [[String: Any]] {
        try String(contentsOfFile: scratch.path(name), encoding: .utf8).split(separator: "\n").compactMap {
            try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any]
        }.filter { $0["type"] as? String == "rejection" }
    }

    /// Options under which candidates are rejected, why they are, and how often in the eight frames.
    @Test(arguments: [
        (["--score", "1"], "threshold", 8), (["--min-size", "20"], "size", 8),
        // The whole frame's box and the four that tiles at twice the scale make of it overlap by a quarter.
        (["--crops", "tiles", "--tile-side", "16", "--tile-overlap", "0", "--whole-frame"], "suppressed", 32),
    ])
    func rejectionsAreLoggedAndDecideNothing(options: [String], reason: String, least: Int) throws {
        let strict = try String(contentsOfFile: manifest, encoding: .utf8)
            .replacingOccurrences(of: #""nms_iou": 0.5"#, with: #""nms_iou": 0.2"#)
        try Data(strict.utf8).write(to: scratch.file("strict.json"))
        let manifest = scratch.path("strict.json")
        let plain = try vigie(["detect", clip, "--model", manifest, "--log", "plain.jsonl", "--json"] + options)
        let explained = try vigie(
            ["detect", clip, "--model", manifest, "--log", "explained.jsonl", "--json", "--explain", "rejected"]
                + options)
        #expect(try digest(in: plain.output) == digest(in: explained.output))
        #expect(try rejections(in: "plain.jsonl").isEmpty)
        let reasons = try rejections(in: "explained.jsonl").map { $0["reason"] as? String }
        #expect(reasons.count { $0 == reason } >= least, "\(reasons)")
        if LogValidator.unavailable == nil {
            #expect(try LogValidator.problems(in: scratch.file("explained.jsonl")) == [])
        }
    }

    @Test func aDetectionIsWalkedBack() throws {
        try detect("a.jsonl", "--explain", "rejected")
        let result = try vigie(["inspect", "a.jsonl", "--why", "squares/3/0"])
        #expect(result.status == 0, "\(result.error)")
        #expect(
            result.output.contains("detection   squares/3/0  square, 0.999 above 0.500  class 1.000, objectness 1.000"))
        #expect(result.output.contains("box 24.0, 0.0, 8.0, 8.0; crop 0, level 8, cell 3,0"))
        #expect(result.output.contains("frame       squares/3 (0.30 s)  looked at: always"))
    }

    @Test func theEvidenceIsHadAsJSON() throws {
        try detect("a.jsonl")
        let result = try vigie(["inspect", "a.jsonl", "--why", "squares/3/0", "--json"])
        let report = try #require(JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [String: Any])
        #expect((report["subject"] as? [[String: Any]])?.first?["id"] as? String == "squares/3/0")
        #expect((report["grounds"] as? [[String: Any]])?.first?["frame"] as? Int == 3)
        #expect(report["cut"] as? Bool == false)
    }

    @Test func whatIsTooWeakSaysByHowMuch() throws {
        try detect("a.jsonl", "--score", "1", "--explain", "rejected")
        let result = try vigie(["inspect", "a.jsonl", "--why-not", "3", "28,4"])
        #expect(result.status == 0, "\(result.error)")
        #expect(
            result.output.contains(
                "rejection   squares/3/r0  square 0.999, not above its threshold of 1: 0.001 too little"))
        // The log may stand behind, too.
        #expect(try vigie(["inspect", "--why-not", "3", "28,4", "a.jsonl"]).output == result.output)
    }

    @Test func withoutRejectionsItSaysHowToHaveThem() throws {
        try detect("a.jsonl")
        let result = try vigie(["inspect", "a.jsonl", "--why-not", "3", "1,1"])
        #expect(result.output.contains("run again with --explain rejected"))
    }

    @Test func aSkippedFrameSaysWhereToLookInstead() throws {
        try detect("a.jsonl", "--rate", "5")
        let result = try vigie(["inspect", "a.jsonl", "--why-not", "3", "1,1"])
        #expect(result.output.contains("skipped: rate"))
        #expect(result.output.contains("the nearest that it looked at: 2 (0.20 s), 4 (0.40 s)"))
        let json = try vigie(["inspect", "a.jsonl", "--why-not", "3", "1,1", "--json"])
        let report = try #require(JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [String: Any])
        #expect(report["look_before"] as? Int == 2 && report["look_after"] as? Int == 4)
        #expect((report["findings"] as? [[String: Any]])?.first?["kind"] as? String == "skipped")
    }

    @Test(arguments: [
        (["--why", "squares/e3"], "has no record 'squares/e3': it has no events"),
        (["--why-not", "99", "1,1"], "has no frame 99 of squares: it has 0 to 7"),
        (["--why-not", "3", "640,1"], "has no pixel 640,1 in squares: its frames are 32 × 32 pixels"),
        (["--why-not", "3"], "--why-not takes a frame and a pixel"),
        (["--why-not", "3", "1"], "--why-not takes a frame and a pixel"),
        (["--why-not", "x", "1,1"], "--why-not takes a frame and a pixel"),
        (["--why-not", "3", "1,1", "a.jsonl"], "ask one log"),
        (["--why", "a", "--why-not", "3", "1,1"], "not both"),
        (["--stream", "s"], "--stream goes with --why-not"),
    ])
    func aQuestionThatCannotBeAnsweredIsAUsageError(arguments: [String], message: String) throws {
        try detect("a.jsonl")
        let result = try vigie(["inspect", "a.jsonl"] + arguments)
        #expect(result.status == 64)
        #expect(result.error.contains(message), "\(result.error)")
        #expect(result.output.isEmpty)
    }

    @Test func aPipeCannotBeReadTwice() throws {
        try detect("a.jsonl")
        let shell = Process()
        let error = Pipe()
        shell.executableURL = URL(fileURLWithPath: "/bin/mkfifo")
        shell.arguments = [scratch.path("pipe")]
        try shell.run()
        shell.waitUntilExit()
        try #require(shell.terminationStatus == 0)
        let feeder = Process()
        feeder.executableURL = URL(fileURLWithPath: "/bin/sh")
        feeder.arguments = ["-c", "cat a.jsonl > pipe"]
        feeder.currentDirectoryURL = scratch.url
        feeder.standardError = error
        try feeder.run()
        let result = try vigie(["inspect", "pipe", "--why", "squares/3/0"])
        feeder.waitUntilExit()
        #expect(result.status == 66)
        #expect(result.error.contains("it has to be read more than once, so it must be a file"))
    }

    /// What a real model rejects on real footage satisfies the schema and decides nothing.
    @Test(
        .enabled(
            if: footage != nil && models != nil,
            "VIGIE_FOOTAGE_PATH and VIGIE_MODEL_PATH do not name footage and models"))
    func rejectionsOfARealClipAreSound() throws {
        let footage = try #require(Self.footage), models = try #require(Self.models)
        let part = try Process.firstSeconds(2, of: footage + "/pets_s2l1/vtest.avi", in: scratch)
        let clip = try #require(part, "there is no ffmpeg")
        let digests = try [[], ["--explain", "rejected"]].map { options in
            let result = try Command.run(
                ["detect", clip, "--log", "log.jsonl", "--force", "--json"] + options, in: scratch.url,
                environment: ["VIGIE_MODEL_PATH": models])
            #expect(result.status == 0, "\(result.error)")
            return try digest(in: result.output)
        }
        #expect(digests[0] == digests[1])
        let rejections = try rejections(in: "log.jsonl")
        #expect(Set(rejections.compactMap { $0["reason"] as? String }) == ["suppressed", "threshold"])
        if LogValidator.unavailable == nil {
            #expect(try LogValidator.problems(in: scratch.file("log.jsonl")) == [])
        }
    }
}

extension Process {
    /// A part of a clip, copied as it is; nil where there is no `ffmpeg` command.
    fileprivate static func firstSeconds(_ seconds: Int, of clip: String, in scratch: ScratchDirectory) throws
        -> String?
    {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = [
            "ffmpeg", "-v", "error", "-i", clip, "-t", "\(seconds)", "-c", "copy", scratch.path("vtest.avi"),
        ]
        try process.run()
        process.waitUntilExit()
        return process.terminationStatus == 0 ? scratch.path("vtest.avi") : nil
    }
}
