import Foundation
import TestSupport
import Testing
import VigieCore
import VigieDetection
import VigieInference
import VigieLog
import VigieVideo

@testable import VigiePipeline

/// What is logged does not depend on how many threads look at frames.
@Suite(.timeLimit(.minutes(5))) struct ThreadTests {
    private static let numbers = [1, 2, 3, 4, 8]

    private var run: TinyRun
    private let frames = 60
    private let clip: String

    init() throws {
        run = try TinyRun()
        clip = try SquareClip.write(to: run.scratch.file("squares.y4m"), frames: 60)
    }

    /// The summary and the log of a run, `run` and `timing` left out.
    private func lines(
        threads: Int, of clip: String? = nil, _ accidents: [Int: ScriptedSource.Accident] = [:], stopAfter: Int = .max
    ) throws -> (summary: ClipRun.Summary, lines: [String]) {
        var run = run
        run.threads = threads
        run.stopAfter = stopAfter
        let log = run.scratch.path("\(threads).jsonl")
        let summary = try run(clip ?? self.clip, log: log) { ScriptedSource($0, accidents) }
        return (summary, try Self.lines(of: log))
    }

    private static func lines(of log: String) throws -> [String] {
        try String(contentsOfFile: log, encoding: .utf8).split(separator: "\n").map(String.init)
            .filter { !$0.hasSuffix(#""type":"run"}"#) && !$0.contains(#""type":"timing""#) }
    }

    private static func decisions(_ lines: [String]) -> [String] {
        lines.filter { $0.contains(#""type":"frame""#) || $0.contains(#""type":"detection""#) }
    }

    @Test(arguments: Engine.allCases) func anyNumberOfThreadsGivesTheSameLog(engine: Engine) throws {
        var tests = self
        tests.run.engine = engine
        tests.run.crops = .tiles(side: 16, overlap: 0)
        let one = try tests.lines(threads: 1)
        #expect(one.summary.end.frames.analysed == frames)
        for threads in Self.numbers.dropFirst() {
            let several = try tests.lines(threads: threads)
            #expect(several.lines == one.lines, "\(threads) threads")
            #expect(several.summary.end.decisionDigest == one.summary.end.decisionDigest)
            #expect(several.summary.timing.frames == frames)
        }
    }

    @Test func theRunRecordNamesTheThreads() throws {
        for threads in [1, 3] {
            _ = try lines(threads: threads)
            guard case .run(let record) = try TinyRun.records(of: run.scratch.path("\(threads).jsonl")).first else {
                Issue.record("the first line is no run")
                continue
            }
            #expect(record.threads == threads)
        }
    }

    /// Made-up accidents, in the very first events too.
    @Test(
        arguments: [
            [0: .fault(.read), 7: .damage, 8: .fault(.packet), 9: .damage, 30: .fault(.refused), 59: .damage],
            [0: .damage, 1: .fault(.frame)],
            [3: .fault(.packet), 20: .unreadable, 21: .fault(.packet), 22: .damage],
            [0: .unreadable],
            [5: .damage, 40: .failure(.failed(operation: "reading", reason: "the cable was cut"))],
            [0: .failure(.noFrames(address: "squares.y4m"))],
            [33: .failure(.interrupted(address: "squares.y4m"))],
        ] as [[Int: ScriptedSource.Accident]])
    func damageAndFailureAreLoggedAlike(accidents: [Int: ScriptedSource.Accident]) throws {
        let one = try lines(threads: 1, accidents)
        for threads in Self.numbers.dropFirst() {
            let several = try lines(threads: threads, accidents)
            #expect(several.lines == one.lines, "\(threads) threads")
            #expect(several.summary.failure?.description == one.summary.failure?.description)
            #expect(several.summary.failure?.exitCode == one.summary.failure?.exitCode)
        }
    }

    @Test(.enabled(if: LogValidator.unavailable == nil, "\(LogValidator.unavailable ?? "")"))
    func aFrameThatCannotBeLookedAtEndsTheLogInOrder() throws {
        let result = try lines(threads: 4, [20: .unreadable, 21: .damage])
        #expect(result.summary.end.status == .failed)
        #expect(result.summary.end.frames == EndRecord.Frames(decoded: 21, analysed: 20, failed: 1, skipped: [:]))
        #expect(result.summary.failure is VideoError)
        #expect(try LogValidator.problems(in: run.scratch.file("4.jsonl")) == [])
    }

    /// A real stream with flipped bytes: faults, damaged frames and whole ones in turn.
    @Test(.enabled(if: LogValidator.unavailable == nil, "\(LogValidator.unavailable ?? "")"))
    func aDamagedStreamIsLoggedAlike() throws {
        let fixture = URL(fileURLWithPath: #filePath).appendingPathComponent("../../../fixtures/h264_bframes.mp4")
        var bytes = try Data(contentsOf: fixture.standardized)
        // Behind the header; a prime step meets packets at different places.
        for offset in stride(from: 6000, to: bytes.count, by: 4001) { bytes[offset] ^= 0xFF }
        let clip = run.scratch.file("damaged.mp4")
        try bytes.write(to: clip)
        let one = try lines(threads: 1, of: clip.path)
        #expect(one.summary.end.frames.skipped["decode-error", default: 0] > 0)
        #expect(one.summary.end.frames.analysed > 0)
        for threads in Self.numbers.dropFirst() {
            #expect(try lines(threads: threads, of: clip.path).lines == one.lines, "\(threads) threads")
            #expect(try LogValidator.problems(in: run.scratch.file("\(threads).jsonl")) == [])
        }
    }

    @Test func moreThreadsThanFramesDoNoHarm() throws {
        let short = try SquareClip.write(to: run.scratch.file("short.y4m"), frames: 3)
        #expect(try lines(threads: 8, of: short).lines == lines(threads: 1, of: short).lines)
    }

    @Test(
        .enabled(if: LogValidator.unavailable == nil, "\(LogValidator.unavailable ?? "")"),
        arguments: numbers, [0, 1, 17])
    func anInterruptedRunHasTheFirstDecisionsOfAWholeOne(threads: Int, stopAfter: Int) throws {
        let whole = Self.decisions(try lines(threads: 1).lines)
        let cut = try lines(threads: threads, stopAfter: stopAfter)
        #expect(cut.summary.end.status == .interrupted)
        // Those that were being looked at are finished.
        #expect((stopAfter...stopAfter + 2 * threads).contains(cut.summary.end.frames.analysed))
        let decisions = Self.decisions(cut.lines)
        #expect(decisions == Array(whole.prefix(decisions.count)))
        #expect(try LogValidator.problems(in: run.scratch.file("\(threads).jsonl")) == [])
    }

    @Test(.enabled(if: access("/dev/full", W_OK) == 0, "there is no /dev/full"), arguments: numbers)
    func aLogThatCannotBeWrittenEndsTheRun(threads: Int) throws {
        var run = run
        run.threads = threads
        let error = #expect(throws: LogError.self) { try run(clip, log: "/dev/full") }
        #expect(error == .writeFailed(file: "/dev/full", reason: "No space left on device"))
    }

    /// A limit on the file's size stands in for a disk that fills while frames are on their way.
    @Test(arguments: [1, 4]) func aLogThatMeetsAFullDiskKeepsItsWholeLines(threads: Int) async throws {
        await #expect(processExitsWith: .success) { [threads] in
            var run = try TinyRun()
            run.threads = threads
            let clip = try SquareClip.write(to: run.scratch.file("squares.y4m"), frames: 60)
            let log = run.scratch.path("log.jsonl")
            try run(clip, log: log)
            let whole = try String(contentsOfFile: log, encoding: .utf8).split(separator: "\n").dropFirst()
            signal(SIGXFSZ, SIG_IGN)
            let sizeLimit = __rlimit_resource_t(RLIMIT_FSIZE.rawValue)
            var limit = rlimit()
            try #require(getrlimit(sizeLimit, &limit) == 0)
            limit.rlim_cur = 12_000
            try #require(setrlimit(sizeLimit, &limit) == 0)
            let error = #expect(throws: LogError.self) { try run(clip, log: log) }
            #expect(error == .writeFailed(file: log, reason: "File too large"))
            let text = try String(contentsOfFile: log, encoding: .utf8)
            #expect(text.hasSuffix("\n"))
            let cut = text.split(separator: "\n").dropFirst()
            #expect(cut.count > 10)
            #expect(Array(cut) == Array(whole.prefix(cut.count)))
        }
    }

    /// In a process of its own, as libx264's encoders disturb each other: of 240 encodings of the same pictures by six
    /// threads, one each, 1 to 3 had other bytes.
    @Test func theAnnotatedVideoIsTheSame() async throws {
        await #expect(processExitsWith: .success) {
            var videos: [Data] = []
            for threads in [1, 4] {
                var tests = try ThreadTests()
                let video = tests.run.scratch.path("boxes.mkv")
                tests.run.annotation = video
                let result = try tests.lines(threads: threads, [11: .damage])
                #expect(result.summary.annotationFailure == nil)
                videos.append(try Data(contentsOf: URL(fileURLWithPath: video)))
            }
            #expect(videos[0].count > 1000)
            #expect(videos[0] == videos[1])
        }
    }

    @Test(.enabled(if: access("/dev/full", W_OK) == 0, "there is no /dev/full"), arguments: numbers)
    func aVideoThatCannotBeWrittenLeavesTheLogWhole(threads: Int) throws {
        let whole = try lines(threads: 1)
        var tests = self
        let video = run.scratch.path("full.mkv")
        try FileManager.default.createSymbolicLink(atPath: video, withDestinationPath: "/dev/full")
        tests.run.annotation = video
        let result = try tests.lines(threads: threads)
        #expect(result.summary.annotationFailure?.exitCode == .writeFailed)
        #expect(result.lines == whole.lines)
    }
}
