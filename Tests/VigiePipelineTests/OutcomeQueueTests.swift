import Foundation
import TestSupport
import Testing
import VigieLog
import VigieVideo

@testable import VigiePipeline

/// The order of what is recorded, whoever is first.
@Suite(.timeLimit(.minutes(1))) struct OutcomeQueueTests {
    private let scratch: ScratchDirectory
    private var log: String { scratch.path("log.jsonl") }
    private let queue: OutcomeQueue

    init() throws {
        scratch = try ScratchDirectory()
        let clip = try SquareClip.write(to: scratch.file("squares.y4m"), frames: 1)
        let recorder = Recorder(
            stream: "s", address: clip, description: try VideoSource(clip).description, classes: [], clock: nil,
            log: try LogWriter(path: scratch.path("log.jsonl"), overwrite: true),
            follower: Follower(stream: "s", classes: [], FollowerConfiguration()),
            annotation: ClipAnnotation(stream: "s", classes: [], blursPeople: true, writer: nil), onProgress: { _ in })
        queue = OutcomeQueue(recorder: recorder, capacity: 4)
    }

    /// The numbers of the frames that are in the log.
    private static func frames(in log: String) throws -> [Int] {
        try TinyRun.records(of: log).compactMap { if case .frame(let frame) = $0 { frame.frame } else { nil } }
    }

    private func outcome(_ ticket: Int) throws -> Outcome {
        let outcome = try #require(queue.place(for: ticket))
        outcome.reset()
        outcome.state = .skipped(reason: "test")
        outcome.lines.line(
            FrameRecord(
                stream: "s", frame: ticket, pts: nil, time: nil, picture: nil, gate: .skip, reason: "test", crops: [],
                input: []))
        return outcome
    }

    @Test func anOutcomeWaitsForThoseBeforeIt() throws {
        let outcomes = try (0..<4).map { try outcome($0) }
        for ticket in [2, 3, 1] {
            queue.handIn(outcomes[ticket])
            #expect(try Self.frames(in: log) == [])
        }
        queue.handIn(outcomes[0])
        #expect(try Self.frames(in: log) == [0, 1, 2, 3])
    }

    @Test func whoIsTooFarAheadWaits() throws {
        let outcomes = try (0..<4).map { try outcome($0) }
        for ticket in 1..<4 { queue.handIn(outcomes[ticket]) }
        try Threads.run(2) { [queue, log] number in
            if number == 0 {
                // Its place is that of ticket 0: it is given away only once that is recorded.
                #expect(queue.place(for: 4) === outcomes[0])
                #expect((try? Self.frames(in: log).first) == 0)
            } else {
                queue.handIn(outcomes[0])
            }
        }
    }

    @Test func nobodyWaitsForAPlaceAfterTheEnd() throws {
        let outcomes = try (0..<4).map { try outcome($0) }
        outcomes[1].state = .end(.complete, nil)
        try Threads.run(2) { [queue] number in
            if number == 0 {
                #expect(queue.place(for: 5) == nil)
            } else {
                for ticket in [3, 1, 0, 2] { queue.handIn(outcomes[ticket]) }
            }
        }
        #expect(try Self.frames(in: log) == [0])
    }
}
