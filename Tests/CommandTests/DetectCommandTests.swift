import Foundation
import TestSupport
import Testing

/// `vigie detect` as a person uses it, on footage and a model that the tests make.
@Suite struct DetectCommandTests {
    private let scratch: ScratchDirectory
    private let manifest: String
    private let clip: String

    init() throws {
        scratch = try ScratchDirectory()
        manifest = try TinyModel.write(to: scratch.url)
        clip = try SquareClip.write(to: scratch.file("squares.y4m"), frames: 8)
    }

    private func vigie(_ arguments: String...) throws -> Command.Result {
        try Command.run(
            arguments, in: scratch.url,
            environment: ["VIGIE_MODEL_PATH": scratch.url.path, "XDG_CACHE_HOME": scratch.path("cache")])
    }

    private func exists(_ name: String) -> Bool { FileManager.default.fileExists(atPath: scratch.path(name)) }

    @Test func summaryNamesTheLogAndCountsDetections() throws {
        let result = try vigie("detect", clip, "--model", manifest)
        #expect(result.status == 0)
        #expect(result.output.contains("8 decoded, 8 analysed"))
        #expect(result.output.contains("square 8"))
        #expect(result.output.contains("squares.jsonl"))
        #expect(result.error.isEmpty)
    }

    @Test func summaryIsHadAsJSON() throws {
        let result = try vigie("detect", clip, "--model", manifest, "--json", "--log", "log.jsonl")
        let summary = try #require(
            JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [String: [[String: Any]]])
        let end = try #require(summary["clips"]?.first?["end"] as? [String: Any])
        #expect((end["detections"] as? [String: Int]) == ["square": 8])
    }

    @Test func threadsChangeTheRunRecordAndTimesOnly() throws {
        let logs = try ["1", "3"].map { threads in
            let result = try vigie(
                "detect", clip, "--model", manifest, "--threads", threads, "--log", "\(threads).jsonl")
            #expect(result.status == 0, "\(result.error)")
            return try String(contentsOfFile: scratch.path("\(threads).jsonl"), encoding: .utf8)
                .split(separator: "\n")
        }
        #expect(logs[1][0].contains("\"threads\":3"))
        let others = logs.map { $0.dropFirst().filter { !$0.contains("\"type\":\"timing\"") } }
        #expect(others[0] == others[1])
    }

    @Test func anExistingLogIsReplacedOnlyWhenAsked() throws {
        #expect(try vigie("detect", clip, "--model", manifest, "--log", "log.jsonl").status == 0)
        let again = try vigie("detect", clip, "--model", manifest, "--log", "log.jsonl")
        #expect(again.status == 73)
        #expect(again.error.contains("log.jsonl exists already"))
        #expect(try vigie("detect", clip, "--model", manifest, "--log", "log.jsonl", "--force").status == 0)
    }

    /// The arguments after the first clip; `boxes.mp4` is a name of its own, `hard.mp4` and `soft.mp4` are the clip's.
    @Test(arguments: [
        ["--log", "squares.y4m"], ["--log", "./squares.y4m"], ["--log", "soft.mp4"], ["--log", "hard.mp4"],
        ["--log", "tiny.json"], ["--log", "tiny.onnx"],
        ["--annotate", "soft.mp4"], ["--annotate", "hard.mp4"],
        ["--log", "boxes.mp4", "--annotate", "./boxes.mp4"],
        ["second/squares.mp4", "--log", "logs", "--annotate", "second"],
    ])
    func anOutputThatIsAnInputIsRefused(arguments: [String]) throws {
        let files = FileManager.default
        try files.createSymbolicLink(atPath: scratch.path("soft.mp4"), withDestinationPath: "squares.y4m")
        try files.linkItem(atPath: clip, toPath: scratch.path("hard.mp4"))
        try files.createDirectory(at: scratch.file("second"), withIntermediateDirectories: false)
        try SquareClip.write(to: scratch.file("second/squares.mp4"), frames: 2)
        let inputs = ["squares.y4m", "tiny.json", "tiny.onnx", "second/squares.mp4"]
        let before = try inputs.map { try Data(contentsOf: scratch.file($0)) }
        let result = try Command.run(
            ["detect", clip, "--model", manifest, "--force"] + arguments, in: scratch.url,
            environment: ["VIGIE_MODEL_PATH": scratch.url.path, "XDG_CACHE_HOME": scratch.path("cache")])
        #expect(result.status == 73)
        #expect(result.error.contains("it is the same file as"), "\(result.error)")
        #expect(result.error.split(separator: "\n").count == 1)
        #expect(try inputs.map { try Data(contentsOf: scratch.file($0)) } == before)
        #expect(!exists("boxes.mp4") && !exists("logs/squares.jsonl"))
    }

    @Test func aPictureOfTheSequenceIsNoOutput() throws {
        try FileManager.default.createDirectory(at: scratch.file("frames"), withIntermediateDirectories: false)
        let picture = Data("P5 8 8 255\n".utf8) + Data(repeating: 9, count: 64)
        for number in 1...3 { try picture.write(to: scratch.file("frames/\(number).pgm")) }
        for clip in ["frames", "frames/%d.pgm"] {
            let result = try vigie("detect", clip, "--model", manifest, "--log", "frames/2.pgm", "--force")
            #expect(result.status == 73)
            #expect(try Data(contentsOf: scratch.file("frames/2.pgm")) == picture)
        }
    }

    @Test func aModelIsNotReplacedByItsManifest() throws {
        let network = try Data(contentsOf: scratch.file("tiny.onnx"))
        let result = try vigie("model", "init", "tiny.onnx", "--output", "./tiny.onnx", "--force")
        #expect(result.status == 73)
        #expect(try Data(contentsOf: scratch.file("tiny.onnx")) == network)
    }

    @Test func ofSeveralClipsTheOthersRunAndTheWorstStatusWins() throws {
        try Data().write(to: scratch.file("empty.mp4"))
        let result = try vigie("detect", "missing.mp4", clip, "empty.mp4", "--model", manifest, "--log", "logs")
        #expect(result.status == 66)
        #expect(exists("logs/squares.jsonl"))
        #expect(result.error.split(separator: "\n").count == 2)
    }

    @Test func clipsOfTheSameNameGetLogsOfTheirOwn() throws {
        let result = try vigie("detect", clip, clip, "--model", manifest, "--log", "logs")
        #expect(result.status == 0)
        #expect(exists("logs/squares.jsonl") && exists("logs/squares-2.jsonl"))
    }

    @Test func aNumberedNameThatIsTakenIsPassedOver() throws {
        try FileManager.default.createDirectory(at: scratch.file("second"), withIntermediateDirectories: false)
        let clips = ["squares.y4m", "squares-2.y4m", "second/squares.y4m", "second/squares-2.y4m"]
        for clip in clips { try SquareClip.write(to: scratch.file(clip), frames: 1) }
        let result = try Command.run(
            ["detect", "--model", manifest, "--log", "logs"] + clips, in: scratch.url,
            environment: ["VIGIE_MODEL_PATH": scratch.url.path, "XDG_CACHE_HOME": scratch.path("cache")])
        #expect(result.status == 0, "\(result.error)")
        #expect(
            try FileManager.default.contentsOfDirectory(atPath: scratch.path("logs")).sorted()
                == ["squares-2-2.jsonl", "squares-2.jsonl", "squares-3.jsonl", "squares.jsonl"])
    }

    @Test(arguments: [
        (["detect"], Int32(64), "Missing expected argument"),
        (["detect", "x.mp4", "--model", "yolo-99"], 64, "there is no model 'yolo-99'"),
        (["detect", "x.mp4", "--engine", "gpu"], 64, "gpu"),
        (["detect", "x.mp4", "--threads", "0"], 64, "--threads takes 1 to 256"),
        (["detect", "x.mp4", "--threads", "257"], 64, "--threads takes 1 to 256"),
        (
            ["detect", "squares.y4m", "--model", "tiny.json", "--log", "/dev/full"], 74,
            "/dev/full could not be written"
        ),
        (
            ["detect", "squares.y4m", "--model", "tiny.json", "--log", "/dev/full", "--threads", "4"], 74,
            "/dev/full could not be written"
        ),
        (["detect", "missing.mp4", "--model", "tiny.json"], 66, "missing.mp4: there is no such file"),
        (["detect", "squares.y4m", "--model", "tiny.json", "--classes", "sqare"], 64, "did you mean square?"),
        (["detect", "squares.y4m", "--model", "tiny.json", "--score", "1.5"], 64, "outside 0…1"),
        (["detect", "squares.y4m", "--model", "missing.json"], 66, "missing.json"),
        (["detect", "empty.mp4", "--model", "tiny.json"], 65, "empty"),
        (["detect", "text.mp4", "--model", "tiny.json"], 65, "text.mp4: not a video"),
        (["detect", ".", "--model", "tiny.json"], 65, "no numbered pictures"),
        (
            ["detect", "squares.y4m", "--model", "tiny.json", "--log", "no/such/folder/log.jsonl"], 73,
            "cannot be created"
        ),
        (["detect", "squares.y4m", "--model", "tiny.json", "--annotate", "boxes.xyz"], 64, "boxes.xyz"),
        (["detect", "squares.y4m", "--model", "broken.json"], 65, "broken.json"),
        (["detect", "squares.y4m", "--model", "ssdlite-person-300"], 66, "ssdlite.sh"),
        (["export", "missing.jsonl", "--format", "coco", "--output", "o.json"], 66, "missing.jsonl"),
        (["export", "text.mp4", "--format", "coco", "--output", "o.json"], 65, "line 1"),
    ])
    func badInputGetsOneSentenceAndItsStatus(arguments: [String], status: Int32, words: String) throws {
        try Data().write(to: scratch.file("empty.mp4"))
        try Data(String(repeating: "This is no video.\n", count: 500).utf8).write(to: scratch.file("text.mp4"))
        try Data("{\"name\": 7}".utf8).write(to: scratch.file("broken.json"))
        let result = try Command.run(
            arguments, in: scratch.url,
            environment: ["VIGIE_MODEL_PATH": scratch.url.path, "XDG_CACHE_HOME": scratch.path("cache")])
        #expect(result.status == status, "\(result.error)")
        #expect(result.error.contains(words), "\(result.error)")
        #expect(result.output.isEmpty)
    }

    @Test func aModelWithAFlippedByteIsRefusedWithBothDigests() throws {
        var network = try TinyModel.onnx()
        network[network.count / 2] ^= 1
        try Data(network).write(to: scratch.file("tiny.onnx"))
        let result = try vigie("detect", clip, "--model", manifest)
        #expect(result.status == 65)
        #expect(result.error.contains("refused, as its SHA-256 is"))
    }

    @Test func anUnknownOperatorIsNamedAtLoad() throws {
        // "Slice" occurs twice as an operator's name; one letter makes it unknown.
        let network = Data(try TinyModel.onnx())
        let place = try #require(network.range(of: Data("Sigmoid".utf8)))
        try network.replacing(place, with: Data("Sigmoix".utf8)).write(to: scratch.file("tiny.onnx"))
        let result = try vigie("model", "init", "tiny.onnx", "--output", "mine.json")
        #expect(result.status == 65)
        #expect(result.error.contains("Sigmoix"))
        #expect(!exists("mine.json"))
    }

    @Test(
        .enabled(if: LogValidator.unavailable == nil, "\(LogValidator.unavailable ?? "")"),
        arguments: [SIGINT, SIGTERM], ["1", "4"])
    func signalsEndTheRunInOrder(signal: Int32, threads: String) throws {
        // A pipe that stays open keeps the run alive until the signal.
        let pipe = scratch.path("pipe")
        #expect(mkfifo(pipe, 0o600) == 0)
        let long = try SquareClip.write(to: scratch.file("long.y4m"), frames: 200)
        let footage = try Data(contentsOf: URL(fileURLWithPath: long))
        let result = try Command.run(
            ["detect", pipe, "--model", manifest, "--log", "log.jsonl", "--threads", threads], in: scratch.url,
            environment: ["VIGIE_MODEL_PATH": scratch.url.path, "XDG_CACHE_HOME": scratch.path("cache")]
        ) { process in
            let writer = try FileHandle(forWritingTo: URL(fileURLWithPath: pipe))
            try writer.write(contentsOf: footage)
            // The log shows when frames have come through.
            while !((try? String(contentsOfFile: scratch.path("log.jsonl"), encoding: .utf8))?.contains("\"frame\":2")
                ?? false)
            {
                try #require(process.isRunning)
                sched_yield()
            }
            kill(process.processIdentifier, signal)
            process.waitUntilExit()
            try writer.close()
        }
        #expect(result.status == 128 + signal)
        #expect(try LogValidator.problems(in: scratch.file("log.jsonl")) == [])
        #expect(
            try String(contentsOfFile: scratch.path("log.jsonl"), encoding: .utf8).contains(
                "\"status\":\"interrupted\""))
    }

    @Test func exportGivesCOCOResults() throws {
        #expect(try vigie("detect", clip, "--model", manifest, "--log", "log.jsonl").status == 0)
        #expect(try vigie("export", "log.jsonl", "--format", "coco", "--output", "coco.json").status == 0)
        let results = try #require(
            JSONSerialization.jsonObject(with: Data(contentsOf: scratch.file("coco.json"))) as? [[String: Any]])
        #expect(results.map { $0["image_id"] as? Int } == Array(0..<8))
    }

    @Test func annotatedVideoHasAFrameForEachFrame() throws {
        let result = try vigie("detect", clip, "--model", manifest, "--annotate", "boxes.mkv")
        #expect(result.status == 0, "\(result.error)")
        let copy = try vigie("detect", "boxes.mkv", "--model", manifest, "--json", "--log", "boxes.jsonl")
        #expect(copy.output.contains("\"decoded\":8"))
    }
}

extension Data {
    fileprivate func replacing(_ range: Range<Int>, with other: Data) -> Data {
        self[..<range.lowerBound] + other + self[range.upperBound...]
    }
}
