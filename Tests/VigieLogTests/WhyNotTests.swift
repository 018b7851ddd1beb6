import Foundation
import Testing
import VigieCore

@testable import VigieLog

@Suite struct WhyNotTests {
    private func answer(
        _ frame: Int, _ x: Float, _ y: Float, stream: String? = nil, in text: String = WhyLog.text()
    ) throws -> WhyNot {
        let folder = try TemporaryFolder()
        try folder.write(text, as: "a.jsonl")
        return try WhyNot(.init(stream: stream, frame: frame, x: x, y: y), in: folder.path("a.jsonl"))
    }

    /// The kinds of the findings, and the records that they show.
    private func findings(_ answer: WhyNot) -> [String] {
        answer.findings.map { finding in
            switch finding {
            case .skipped(let reason): "skipped \(reason)"
            case .masked: "masked"
            case .outsideCrops: "outside crops"
            case .detected(let detection, let track, let consequence):
                "detected \(detection.id) \(track.map { "\($0.id) \($0.state)" } ?? "-")"
                    + (consequence.events.map { " " + $0.id } + consequence.shortfalls.map { " " + $0.id }).joined()
            case .predicted(let track, let consequence):
                "predicted \(track.id) \(track.state)" + consequence.events.map { " " + $0.id }.joined()
            case .rejected(let rejection): "rejected \(rejection.id) \(rejection.reason)"
            case .noCandidate(let isKnown): "none \(isKnown)"
            case .shortfall(let rejection): "shortfall \(rejection.id)"
            }
        }
    }

    @Test func aSkippedFrameNamesTheNearestThatWereLookedAt() throws {
        let answer = try answer(1, 15, 15)
        #expect(findings(answer) == ["skipped idle"])
        #expect(answer.lookBefore?.frame == 0 && answer.lookAfter?.frame == 2)
        #expect(try findings(self.answer(1, 75, 25)) == ["skipped idle", "masked"])
    }

    @Test func aDetectionTellsWhatBecameOfIt() throws {
        // Left of what it suppressed; the rule's timer has not run out.
        #expect(try findings(answer(0, 11, 11)) == ["detected s/0/0 s/t0 tentative s/0/n0", "shortfall s/0/n1"])
        #expect(try findings(answer(2, 11, 11)) == ["detected s/2/0 s/t0 confirmed s/e0"])
        #expect(try findings(answer(2, 75, 15)) == ["masked", "detected s/2/1 -"])
    }

    @Test func rejectedCandidatesSayWhy() throws {
        #expect(
            try findings(answer(0, 31, 11)) == ["rejected s/0/r0 suppressed", "shortfall s/0/n1"])
        #expect(
            try findings(answer(0, 70, 29)) == ["masked", "rejected s/0/r1 threshold", "shortfall s/0/n1"])
    }

    @Test func wherePeopleWereLostTheTrackIsHereByPrediction() throws {
        #expect(try findings(answer(3, 15, 15)) == ["none true", "predicted s/t0 lost s/e0"])
    }

    @Test func outsideTheCropsNobodyLooked() throws {
        #expect(try findings(answer(4, 40, 40)) == ["outside crops", "none true"])
        #expect(try findings(answer(4, 60, 60)) == ["outside crops", "none true"])
        #expect(try findings(answer(4, 60, 49)) == ["masked", "none true"])
    }

    @Test func withoutRejectionsNobodyKnows() throws {
        var run = WhyLog.run
        run.explains = []
        let records =
            [.run(run)] + WhyLog.records.dropFirst().filter { if case .rejection = $0 { false } else { true } }
        #expect(try findings(answer(0, 31, 11, in: WhyLog.text(of: records))) == ["none false"])
    }

    @Test func settingsAreFoundWhereverTheyStand() throws {
        let answer = try answer(0, 0, 0)
        #expect(answer.setting("confirming_hits") == 2)
        #expect(answer.setting("unknown") == nil)
        #expect(answer.followsObjects)
    }

    @Test(
        arguments: [
            (9, 1, 1, nil, "has no frame 9 of s: it has 0 to 4."),
            (0, 100, 1, nil, "has no pixel 100,1 in s: its frames are 100 × 100 pixels, counted from 0,0."),
            (0, 1, -1, nil, "has no pixel 1,-1 in s: its frames are 100 × 100 pixels, counted from 0,0."),
            (0, 1, 1, "t", "has no stream 't': the log has s."),
        ] as [(Int, Float, Float, String?, String)])
    func aPlaceThatIsNotThereIsAUsageError(frame: Int, x: Float, y: Float, stream: String?, message: String) throws {
        let error = #expect(throws: LogError.self) { try answer(frame, x, y, stream: stream) }
        #expect(error?.description.hasSuffix(message) == true, "\(error?.description ?? "")")
        #expect(error?.exitCode == .usage)
    }

    @Test func ofSeveralStreamsOneMustBeNamed() throws {
        let both = WhyLog.text() + WhyLog.text().replacingOccurrences(of: #""stream":"s""#, with: #""stream":"z""#)
        let error = #expect(throws: LogError.self) { try answer(0, 11, 11, in: both) }
        #expect(error?.description.hasSuffix("has no single stream: the log has s, z: name one with --stream.") == true)
        #expect(try findings(answer(1, 11, 11, stream: "z", in: both)) == ["skipped idle"])
    }

    @Test func aCutLogIsReadAsFarAsItGoes() throws {
        let answer = try answer(1, 1, 1, in: String(WhyLog.text().prefix(while: { _ in true }).dropLast(40)))
        #expect(answer.isCut)
        #expect(findings(answer) == ["skipped idle"])
    }
}
