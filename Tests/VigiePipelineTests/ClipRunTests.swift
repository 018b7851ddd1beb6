import Foundation
import TestSupport
import Testing
import VigieCore
import VigieDetection
import VigieInference
import VigieLog
import VigieVideo

@testable import VigiePipeline

/// The whole way from a clip to its log, with a model that can be computed by hand.
@Suite struct ClipRunTests {
    private let run: TinyRun
    private var scratch: ScratchDirectory { run.scratch }

    init() throws { run = try TinyRun() }

    private func run(
        _ clip: String, log: String, engine: Engine = .scalar, crops: Crops = .off, stopAfter: Int = .max
    ) throws -> ClipRun.Summary {
        var run = run
        run.engine = engine
        run.crops = crops
        run.stopAfter = stopAfter
        return try run(clip, log: log)
    }

    private func detections(in log: String) throws -> [DetectionRecord] { try TinyRun.detections(in: log) }

    @Test(arguments: Engine.allCases)
    func theSquareIsFoundWhereItIsInEachFrame(engine: Engine) throws {
        let clip = try SquareClip.write(to: scratch.file("squares.y4m"), frames: 16)
        let summary = try run(clip, log: scratch.path("log.jsonl"), engine: engine)
        #expect(summary.end.frames == EndRecord.Frames(decoded: 16, analysed: 16, failed: 0, skipped: [:]))
        let found = try detections(in: scratch.path("log.jsonl"))
        #expect(found.map(\.frame) == Array(0..<16))
        for detection in found {
            let (x, y) = SquareClip.corner(frame: detection.frame)
            #expect(detection.box == Box(x: Float(x), y: Float(y), width: 8, height: 8))
            #expect(abs(Double(detection.score) - TinyModel.score) < 1e-5)
            #expect(detection.cell == DetectionRecord.Cell(x: x / 8, y: y / 8))
        }
    }

    @Test(.enabled(if: LogValidator.unavailable == nil, "\(LogValidator.unavailable ?? "")"))
    func theLogIsValidAndItsDigestCanBeRecomputed() throws {
        let clip = try SquareClip.write(to: scratch.file("squares.y4m"), frames: 16)
        _ = try run(clip, log: scratch.path("log.jsonl"), engine: .blas, crops: .tiles(side: 16, overlap: 0))
        #expect(try LogValidator.problems(in: scratch.file("log.jsonl")) == [])
    }

    @Test func theSameClipGivesTheSameDecisions() throws {
        let clip = try SquareClip.write(to: scratch.file("squares.y4m"), frames: 16)
        let first = try run(clip, log: scratch.path("a.jsonl"))
        let second = try run(clip, log: scratch.path("b.jsonl"))
        #expect(first.end.decisionDigest == second.end.decisionDigest)
    }

    @Test func anotherFrameChangesTheDecisionDigest() throws {
        let short = try SquareClip.write(to: scratch.file("short.y4m"), frames: 15)
        let long = try SquareClip.write(to: scratch.file("long.y4m"), frames: 16)
        let digests = try [short, long].map { try run($0, log: scratch.path("log.jsonl")).end.decisionDigest }
        #expect(digests[0] != digests[1])
    }

    @Test(.enabled(if: LogValidator.unavailable == nil, "\(LogValidator.unavailable ?? "")"))
    func anInterruptedRunEndsWithAValidLogThatSaysSo() throws {
        let clip = try SquareClip.write(to: scratch.file("squares.y4m"), frames: 16)
        let summary = try run(clip, log: scratch.path("log.jsonl"), stopAfter: 5)
        #expect(summary.end.status == .interrupted)
        #expect(summary.end.frames.decoded == 5)
        #expect(try LogValidator.problems(in: scratch.file("log.jsonl")) == [])
    }

    @Test func tilesFindAtNativeScaleWhatTheSqueezedFrameLoses() throws {
        // In a frame of 128 × 128 the square is 2 × 2 pixels of the input: a sixteenth of its cell.
        let clip = try SquareClip.write(to: scratch.file("wide.y4m"), frames: 20, width: 128, height: 128)
        _ = try run(clip, log: scratch.path("off.jsonl"))
        #expect(try detections(in: scratch.path("off.jsonl")).isEmpty)
        _ = try run(clip, log: scratch.path("tiles.jsonl"), crops: .tiles(side: 32, overlap: 0, fullFrame: false))
        let found = try detections(in: scratch.path("tiles.jsonl"))
        #expect(found.map(\.frame) == Array(0..<20))
        for detection in found {
            let (x, y) = SquareClip.corner(frame: detection.frame, width: 128, height: 128)
            #expect(detection.box == Box(x: Float(x), y: Float(y), width: 8, height: 8))
            #expect(detection.crop == y / 32 * 4 + x / 32)
        }
    }

    @Test(.enabled(if: LogValidator.unavailable == nil, "\(LogValidator.unavailable ?? "")"))
    func whatCannotBeReadIsAFaultButNoDecision() throws {
        let clip = try SquareClip.write(to: scratch.file("squares.y4m"), frames: 4)
        var bytes = try Data(contentsOf: scratch.file("squares.y4m"))
        let marker = try #require(bytes.range(of: Data("FRAME".utf8), options: .backwards))
        bytes.replaceSubrange(marker, with: Data("FLAME".utf8))
        try bytes.write(to: scratch.file("squares.y4m"))
        let summary = try run(clip, log: scratch.path("log.jsonl"))
        #expect(summary.end.frames.decoded == 3)
        #expect(summary.end.faults == ["read": 1])
        #expect(try LogValidator.problems(in: scratch.file("log.jsonl")) == [])
        try SquareClip.write(to: scratch.file("squares.y4m"), frames: 3)
        #expect(try run(clip, log: scratch.path("log.jsonl")).end.decisionDigest == summary.end.decisionDigest)
    }

    @Test func aClipWithoutFramesFailsAndItsLogSaysWhy() throws {
        try Data("YUV4MPEG2 W32 H32 F10:1 Ip A1:1 C420jpeg\n".utf8).write(to: scratch.file("none.y4m"))
        #expect(throws: VideoError.self) {
            let summary = try run(scratch.path("none.y4m"), log: scratch.path("log.jsonl"))
            #expect(summary.end.status == .failed)
            if let failure = summary.failure { throw failure }
        }
    }
}
