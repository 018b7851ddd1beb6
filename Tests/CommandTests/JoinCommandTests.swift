import Foundation
import TestSupport
import Testing

/// `vigie detect --join`: what a recorder cut into files is one stream again.
@Suite struct JoinCommandTests {
    private let scratch: ScratchDirectory

    init() throws {
        scratch = try ScratchDirectory()
        try TinyModel.write(to: scratch.url)
        try SquareClip.write(to: scratch.file("whole.y4m"), frames: 8)
        try SquareClip.write(to: scratch.file("a.y4m"), frames: 5)
        try SquareClip.write(to: scratch.file("b.y4m"), frames: 3, from: 5)
    }

    private func detect(_ arguments: String...) throws -> Command.Result {
        try Command.run(
            ["detect", "--model", "tiny.json"] + arguments, in: scratch.url,
            environment: ["VIGIE_MODEL_PATH": scratch.url.path, "XDG_CACHE_HOME": scratch.path("cache")])
    }

    private func records(of log: String, _ type: String) throws -> [[String: Any]] {
        try String(contentsOfFile: scratch.path(log), encoding: .utf8).split(separator: "\n").compactMap {
            try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any]
        }.filter { $0["type"] as? String == type }
    }

    private func digest(of log: String) throws -> String? {
        try records(of: log, "end").first?["decision_digest"] as? String
    }

    private func exists(_ name: String) -> Bool { FileManager.default.fileExists(atPath: scratch.path(name)) }

    @Test(arguments: ["1", "3"]) func partsOfAClipGiveTheClipsDecisions(threads: String) throws {
        // A stream's name stands in ids.
        try FileManager.default.createDirectory(at: scratch.file("parts"), withIntermediateDirectories: false)
        try FileManager.default.moveItem(at: scratch.file("a.y4m"), to: scratch.file("parts/whole.y4m"))
        let whole = try detect("whole.y4m", "--log", "whole.jsonl")
        let joined = try detect(
            "parts/whole.y4m", "b.y4m", "--join", "--log", "joined.jsonl", "--threads", threads)
        #expect(whole.status == 0 && joined.status == 0, "\(joined.error)")
        #expect(joined.output.contains("parts/whole.y4m and 1 more, joined  complete"))
        #expect(joined.output.contains("8 decoded, 8 analysed"))
        #expect(try digest(of: "joined.jsonl") == digest(of: "whole.jsonl"))
    }

    private static let footage = ProcessInfo.processInfo.environment["VIGIE_FOOTAGE_PATH"]
    private static let models = ProcessInfo.processInfo.environment["VIGIE_MODEL_PATH"]

    /// vtest, cut where objects are followed and zones are occupied.
    @Test(
        .enabled(
            if: footage != nil && models != nil,
            "VIGIE_FOOTAGE_PATH and VIGIE_MODEL_PATH do not name footage and models"))
    func tracksAndEventsGoOnOverTheCut() throws {
        let (footage, models) = (try #require(Self.footage), try #require(Self.models))
        for folder in ["real", "cut"] {
            try FileManager.default.createDirectory(at: scratch.file(folder), withIntermediateDirectories: false)
        }
        try ffmpeg("-i \(footage)/pets_s2l1/vtest.avi -frames:v 60 -c:v libx264 -g 30 -sc_threshold 0 real/vtest.mp4")
        try ffmpeg("-i real/vtest.mp4 -c copy -frames:v 30 cut/vtest.mp4")
        try ffmpeg("-ss 3 -i real/vtest.mp4 -c copy cut/rest.mp4")
        let site = URL(fileURLWithPath: #filePath)
            .appendingPathComponent("../../../bench/accuracy/vtest-site.yaml").standardized.path
        for (clips, log) in [(["real/vtest.mp4"], "whole.jsonl"), (["cut/vtest.mp4", "cut/rest.mp4"], "joined.jsonl")] {
            let result = try Command.run(
                ["detect"] + clips + ["--join", "--site", site, "--log", log], in: scratch.url,
                environment: ["VIGIE_MODEL_PATH": models])
            #expect(result.status == 0, "\(result.error)")
        }
        for (type, least) in [("frame", 60), ("track", 100), ("event", 10)] {
            let (whole, joined) = (try records(of: "whole.jsonl", type), try records(of: "joined.jsonl", type))
            #expect(whole.count >= least && whole as NSArray == joined as NSArray)
        }
    }

    private func ffmpeg(_ words: String) throws {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["ffmpeg", "-v", "error"] + words.split(separator: " ").map(String.init)
        process.currentDirectoryURL = scratch.url
        try process.run()
        process.waitUntilExit()
        try #require(process.terminationStatus == 0)
    }

    @Test func theLogNamesItsPartsAndIsNamedAfterTheFirst() throws {
        #expect(try detect("a.y4m", "b.y4m", "--join").status == 0)
        let stream = try #require(records(of: "a.jsonl", "stream").first)
        #expect(stream["source"] as? String == "a.y4m" && stream["stream"] as? String == "a")
        #expect(stream["sha256"] is NSNull && stream["bytes"] is NSNull)
        let parts = try #require(stream["parts"] as? [[String: Any]])
        #expect(parts.map { $0["source"] as? String } == ["a.y4m", "b.y4m"])
        #expect(parts.allSatisfy { ($0["sha256"] as? String)?.count == 64 && $0["frames_expected"] is NSNull })
        #expect(!exists("b.jsonl"))
        let report = try Command.run(["inspect", "a.jsonl"], in: scratch.url)
        #expect(report.output.contains("from a.y4m and 1 more, joined"), "\(report.error)")
    }

    @Test(.enabled(if: LogValidator.unavailable == nil, "\(LogValidator.unavailable ?? "")"))
    func theLogIsSoundWhateverTheParts() throws {
        let whole = try Data(contentsOf: scratch.file("b.y4m"))
        try whole.prefix(whole.count - 700).write(to: scratch.file("cut.y4m"))
        #expect(try detect("cut.y4m", "a.y4m", "b.y4m", "--join").status == 0)
        #expect(try LogValidator.problems(in: scratch.file("cut.jsonl")) == [])
        #expect(try records(of: "cut.jsonl", "frame").count >= 2 + 5 + 3)
    }

    @Test func withOneClipItIsAsWithout() throws {
        #expect(try detect("a.y4m", "--log", "alone.jsonl").status == 0)
        #expect(try detect("a.y4m", "--join", "--log", "joined.jsonl").status == 0)
        for type in ["stream", "frame", "detection", "track"] {
            let pair = try ["alone.jsonl", "joined.jsonl"].map { try records(of: $0, type) as NSArray }
            #expect(pair[0] == pair[1])
        }
    }

    @Test func theSummaryAsJSONNamesThemAll() throws {
        let result = try detect("a.y4m", "b.y4m", "--join", "--json")
        let summary = try #require(
            JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [String: [[String: Any]]])
        #expect(summary["clips"]?.count == 1)
        #expect(summary["clips"]?.first?["joined"] as? [String] == ["a.y4m", "b.y4m"])
    }

    @Test func theAnnotatedVideoHasAllParts() throws {
        #expect(try detect("a.y4m", "b.y4m", "--join", "--annotate", "boxes.mkv").status == 0)
        let copy = try detect("boxes.mkv", "--json")
        #expect(copy.output.contains("\"decoded\":8"), "\(copy.error)")
    }

    @Test(arguments: [["--log", "b.y4m"], ["--annotate", "./b.y4m"], ["--log", "a.y4m"]])
    func noPartIsReplaced(outputs: [String]) throws {
        let before = try Data(contentsOf: scratch.file("b.y4m"))
        let result = try Command.run(
            ["detect", "a.y4m", "b.y4m", "--join", "--model", "tiny.json", "--force"] + outputs, in: scratch.url,
            environment: ["VIGIE_MODEL_PATH": scratch.url.path])
        #expect(result.status == 73)
        #expect(result.error.contains("which would be lost"), "\(result.error)")
        #expect(try Data(contentsOf: scratch.file("b.y4m")) == before)
    }

    @Test(arguments: [
        ("missing.y4m", Int32(66), "missing.y4m: there is no such file"),
        ("wide.y4m", 65, "wide.y4m: its frames are 64 × 32, those of a.y4m are 32 × 32"),
        ("-", 64, "-: can be read only once"),
        ("text.mp4", 65, "text.mp4: not a video"),
    ])
    func aPartThatCannotBeJoinedLeavesNoLog(part: String, status: Int32, words: String) throws {
        try SquareClip.write(to: scratch.file("wide.y4m"), frames: 1, width: 64)
        try Data(String(repeating: "This is no video.\n", count: 500).utf8).write(to: scratch.file("text.mp4"))
        let result = try detect("a.y4m", part, "--join")
        #expect(result.status == status)
        #expect(result.error.contains(words), "\(result.error)")
        #expect(result.error.split(separator: "\n").count == 1)
        #expect(!exists("a.jsonl"))
    }
}
