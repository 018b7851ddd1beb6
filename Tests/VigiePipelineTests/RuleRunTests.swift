import Foundation
import TestSupport
import Testing
import VigieCore
import VigieLog

@testable import VigiePipeline

/// A square that goes right along the second row of cells and back, five frames in each cell, ten frames a second: its rules
/// in the log.
@Suite struct RuleRunTests {
    private static let stream = """
        {zones: {left: [[0, 0], [0.5, 0], [0.5, 1], [0, 1]]}, lines: {middle: [[0.5, 1], [0.5, 0]]}, rules: {
          in-left: {rule: FieldDetector, zone: left, after_seconds: 0.2, leave_seconds: 0.5},
          crossed: {rule: LineDetector, line: middle}}}
        """

    private var run: TinyRun
    private let clip: String

    init() throws {
        // Boxes of 21.7 pixels, so that those of neighbouring cells overlap.
        run = try TinyRun(growth: 1)
        run.following = try TinyRun.watching(Self.stream)
        clip = try SquareClip.write(to: run.scratch.file("squares.y4m"), frames: 60) { frame in
            let cell = frame / 5 % 6
            return (x: 8 * (cell < 4 ? cell : 6 - cell), y: 8)
        }
    }

    private func events(_ run: TinyRun, log: String = "log.jsonl") throws -> [EventRecord] {
        try run(clip, log: run.scratch.path(log))
        return try TinyRun.records(of: run.scratch.path(log)).compactMap {
            if case .event(let event) = $0 { event } else { nil }
        }
    }

    /// The foot of the estimated box crosses x = 16 with the square's step from cell 1 to 2, frames 10 and 40, and back, frames
    /// 25 and 55, and is a tenth of the height away one frame later. In the zone it is until 1.0 and from 2.6 on: 2.8 − 2.6 is
    /// less than 0.2 in binary fractions, so that the second stay is told at 2.9.
    @Test func zoneAndLineAreToldAsTheSquareGoes() throws {
        let events = try events(run)
        let told = events.map {
            "\($0.frame) \($0.name ?? "") \($0.attributes["direction"].map { "\($0) " } ?? "")\($0.phase) \($0.id)"
        }
        #expect(
            told == [
                "2 in-left begin squares/e0", "11 crossed right begin squares/e1", "11 crossed right end squares/e1",
                "15 in-left end squares/e0", "26 crossed left begin squares/e2", "26 crossed left end squares/e2",
                "29 in-left begin squares/e3", "41 crossed right begin squares/e4",
                "41 crossed right end squares/e4", "45 in-left end squares/e3", "56 crossed left begin squares/e5",
                "56 crossed left end squares/e5", "58 in-left begin squares/e6",
            ])
        #expect(events.allSatisfy { $0.objects == ["squares/t0"] && $0.stream == "squares" })
    }

    @Test func anEventNamesItsAreaAndWhatItRestsOn() throws {
        let events = try events(run)
        let begin = try #require(events.first)
        #expect(begin.rule == "FieldDetector" && begin.zone?.name == "left" && begin.line == nil)
        #expect(begin.zone?.points.map(\.x) == [0, 0.5, 0.5, 0])
        #expect(begin.measures["inside_seconds"]?.threshold == 0.2)
        #expect(begin.evidence.last == "squares/t0" && begin.evidence.count == 3)
        let crossing = try #require(events.first { $0.rule == "LineDetector" })
        #expect(crossing.line?.name == "middle" && crossing.zone == nil && crossing.line?.points.count == 2)
    }

    @Test(arguments: [2, 4]) func anyNumberOfThreadsGivesTheSameEvents(threads: Int) throws {
        var several = run
        several.threads = threads
        let one = try run(clip, log: run.scratch.path("1.jsonl"))
        let other = try several(clip, log: run.scratch.path("n.jsonl"))
        #expect(one.end.events == ["FieldDetector": 3, "LineDetector": 4])
        #expect(other.end.events == one.end.events)
        #expect(other.end.decisionDigest == one.end.decisionDigest)
    }

    @Test func whyNothingIsRaisedIsToldWhereThatIsAskedFor() throws {
        var run = run
        run.following.explainsRejections = true
        try run(clip, log: run.scratch.path("log.jsonl"))
        let reasons = try TinyRun.records(of: run.scratch.path("log.jsonl")).compactMap { record in
            if case .rejection(let rejection) = record { rejection.reason } else { nil }
        }
        #expect(Set(reasons).isSuperset(of: ["timer", "outside-zone", "distance"]))
    }

    @Test(.enabled(if: LogValidator.unavailable == nil, "\(LogValidator.unavailable ?? "")"))
    func theLogSatisfiesItsSchema() throws {
        var run = run
        run.following.explainsRejections = true
        try run(clip, log: run.scratch.path("log.jsonl"))
        #expect(try LogValidator.problems(in: run.scratch.file("log.jsonl")) == [])
    }
}
