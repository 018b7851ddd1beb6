import Foundation
import TestSupport
import Testing
import VigieCore
import VigieDetection
import VigieInference
import VigieLog
import VigieRules
import VigieVideo

@testable import VigiePipeline

/// From a clip to the event, with a detector and a pose network that can be computed by hand.
@Suite struct PersonDownRunTests {
    private var run: TinyRun
    private var scratch: ScratchDirectory { run.scratch }

    init() throws {
        run = try TinyRun()
        let text = """
            vigie: 1
            streams:
              squares:
                rules: {fall: {rule: PersonDown, classes: [square], after_seconds: 0.9, leave_seconds: 0.4}}
            """
        let site = try Site.read(Array(text.utf8), file: "site.yaml", classes: ["square"])
        run.following = FollowerConfiguration(site: (text, "\(site.digest)"), stream: site.streams[0])
        run.watch = try PostureWatchTests.watch(in: scratch)
    }

    /// Writes a square of 24 pixels in a frame of 96, one cell of the detector's, at 10 frames a second; one half of it is where
    /// the pose network sees shoulders, the other where it sees hips.
    private func writeClip(_ frames: Int, isLying: (Int) -> Bool) throws -> String {
        // Y, Cb and Cr by BT.601 of red and blue with half of green, and of green and blue.
        let black: [UInt8] = [16, 128, 128], head: [UInt8] = [171, 165, 175], feet: [UInt8] = [170, 166, 16]
        var data = Data("YUV4MPEG2 W96 H96 F10:1 Ip A1:1 C444\n".utf8)
        for frame in 0..<frames {
            data += Data("FRAME\n".utf8)
            let lies = isLying(frame)
            for plane in 0..<3 {
                for y in 0..<96 {
                    data += (0..<96).map { x in
                        guard (24..<48).contains(x), (24..<48).contains(y) else { return black[plane] }
                        return (lies ? x : y) < 36 ? head[plane] : feet[plane]
                    }
                }
            }
        }
        let file = scratch.file("fall.y4m")
        try data.write(to: file)
        return file.path
    }

    private func records() throws -> (poses: [PoseRecord], events: [EventRecord], run: RunRecord) {
        let records = try TinyRun.records(of: scratch.path("log.jsonl"))
        guard case .run(let run) = records[0] else { throw LogHasNoRun() }
        return (
            records.compactMap { if case .pose(let pose) = $0 { pose } else { nil } },
            // A clip of few pictures is also one of a frozen camera.
            records.compactMap { if case .event(let event) = $0, event.rule == "PersonDown" { event } else { nil } },
            run
        )
    }

    private struct LogHasNoRun: Error {}

    @Test(.enabled(if: LogValidator.unavailable == nil, "\(LogValidator.unavailable ?? "")"))
    func whoLiesIsReportedWithWhatWasSeen() throws {
        let summary = try run(try writeClip(40) { $0 < 20 }, log: scratch.path("log.jsonl"))
        #expect(summary.failure == nil)
        #expect(summary.end.events["PersonDown"] == 1)
        #expect(try LogValidator.problems(in: scratch.file("log.jsonl")) == [])
        let (poses, events, run) = try records()
        let first = try #require(poses.first)
        #expect(poses.map(\.frame) == Array(stride(from: first.frame, to: 40, by: 5)))
        #expect(poses.map { $0.posture == "lying" } == poses.map { $0.frame < 20 })
        #expect(poses.allSatisfy { $0.track == "squares/t0" && $0.keypoints.count == 17 && $0.turn == "none" })
        #expect(events.map(\.phase) == [.begin, .end])
        // Two looks later it is 1 s.
        #expect(events[0].frame == first.frame + 10)
        #expect(events[0].measures["lying_seconds"]?.threshold == 0.9)
        #expect(
            events[0].evidence == [
                "squares/\(first.frame)", "squares/\(first.frame + 10)", "squares/t0", "squares/\(first.frame)/p0",
                "squares/\(first.frame + 10)/p0",
            ])
        #expect(run.pose?.name == "pose")
        #expect(summary.stages.map(\.stage).contains(.pose))
    }

    @Test func whoStandsRaisesNothing() throws {
        let summary = try run(try writeClip(30) { _ in false }, log: scratch.path("log.jsonl"))
        #expect(summary.end.events["PersonDown"] == nil)
        #expect(try records().poses.allSatisfy { $0.posture == "upright" })
    }

    @Test func theLogIsTheSameWithAnyThreadsAndEngine() throws {
        let clip = try writeClip(40) { $0 < 20 }
        let digest = try run(clip, log: scratch.path("log.jsonl")).end.decisionDigest
        for (threads, engine) in [(3, Engine.scalar), (1, .simd)] {
            var run = run
            run.threads = threads
            run.engine = engine
            run.watch = try PostureWatchTests.watch(in: scratch, engine: engine)
            #expect(try run(clip, log: scratch.path("other.jsonl")).end.decisionDigest == digest)
        }
    }

    @Test func aVideoIsDrawnBesides() throws {
        var run = run
        run.annotation = scratch.path("boxes.mkv")
        let summary = try run(try writeClip(20) { _ in true }, log: scratch.path("log.jsonl"))
        #expect(summary.annotationFailure == nil && summary.failure == nil)
        #expect(summary.stages.map(\.stage).contains(.annotate))
    }
}
