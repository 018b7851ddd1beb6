import Foundation
import Testing
import VigieCore

@testable import VigieLog

@Suite struct EvidenceTests {
    private func evidence(of id: String, in text: String = WhyLog.text()) throws -> Evidence {
        let folder = try TemporaryFolder()
        try folder.write(text, as: "a.jsonl")
        return try Evidence(of: id, in: folder.path("a.jsonl"))
    }

    private func references(_ lines: [LogLine]) -> [String] { lines.compactMap(\.record.reference) }

    @Test func anEventIsWalkedBackToFramesAndScores() throws {
        let evidence = try evidence(of: "s/e0")
        #expect(references(evidence.subject) == ["s/e0", "s/e0"])
        // The track's first line, the one that confirms it, and the one that loses it; not the fourth, which says nothing new.
        #expect(
            references(evidence.grounds) == [
                "s/0", "s/0/0", "s/t0", "s/2", "s/2/0", "s/t0", "s/3", "s/t0",
            ])
        #expect(evidence.missing == [])
        #expect(evidence.run == WhyLog.run)
        #expect(!evidence.isCut)
    }

    @Test func whatThisVersionDoesNotKnowIsKeptAndFollowed() throws {
        let line = try #require(try evidence(of: "s/e0").subject.first)
        #expect(line.fields["vicinity"] == .object(["name": .string("lawn")]))
        #expect(line.references.contains("s/t0"))
    }

    @Test func aTrackHasAllItsLines() throws {
        let evidence = try evidence(of: "s/t0")
        #expect(evidence.subject.count == 4)
        #expect(references(evidence.grounds) == ["s/0", "s/0/0", "s/2", "s/2/0", "s/3", "s/4"])
    }

    @Test func aDetectionRestsOnItsFrameAndNamesWhatGaveWay() throws {
        let evidence = try evidence(of: "s/0/0")
        #expect(references(evidence.grounds) == ["s/0", "s/0/r0"])
    }

    @Test func aRejectionLeadsToWhatItGaveWayTo() throws {
        #expect(references(try evidence(of: "s/0/r0").grounds) == ["s/0", "s/0/0"])
        #expect(references(try evidence(of: "s/0/r1").grounds) == ["s/0"])
        #expect(references(try evidence(of: "s/0/n0").grounds).contains("s/t0"))
    }

    @Test func anEventLeadsToThePosesThatItNamesAndThoseToTracks() throws {
        var pose = ExampleLog.pose
        (pose.id, pose.stream, pose.frame) = (PoseRecord.id(stream: "s", frame: 2, index: 0), "s", 2)
        pose.track = "s/t0"
        let event = EventRecord(
            id: "s/e9", stream: "s", rule: "PersonDown", phase: .begin, frame: 2, time: nil, measures: [:],
            evidence: [pose.id])
        let text = WhyLog.text(of: WhyLog.records + [.pose(pose), .event(event)])
        let grounds = references(try evidence(of: "s/e9", in: text).grounds)
        #expect(grounds.contains("s/2/p0") && grounds.contains("s/t0") && grounds.contains("s/2"))
        #expect(references(try evidence(of: "s/2/p0", in: text).subject) == ["s/2/p0"])
    }

    @Test func aFrameStandsForItself() throws {
        let evidence = try evidence(of: "s/1")
        #expect(references(evidence.subject) == ["s/1"])
        #expect(evidence.grounds.isEmpty)
    }

    @Test func whatTheLogDoesNotHaveIsNamed() throws {
        let records = WhyLog.records.filter { if case .rejection = $0 { false } else { true } }
        #expect(try evidence(of: "s/0/0", in: WhyLog.text(of: records)).missing == ["s/0/r0"])
    }

    @Test func anIDThatIsNotThereIsAUsageErrorThatSaysWhatThereIs() throws {
        let error = #expect(throws: LogError.self) { try evidence(of: "s/e7") }
        #expect(error?.exitCode == .usage)
        let text = try #require(error?.description)
        #expect(
            text.hasSuffix(
                "a.jsonl has no record 's/e7': it has events from s/e0 to s/e0, tracks from s/t0 to s/t0, detections from s/0/0 to s/2/1, rejections from s/0/r0 to s/0/n1 and frames from s/0 to s/4."
            ), "\(text)")
    }

    @Test func anEmptyLogHasNothing() throws {
        let error = #expect(throws: LogError.self) { try evidence(of: "s/e0", in: "") }
        #expect(error?.description.hasSuffix("no rejections and no frames.") == true)
    }

    @Test func aCutLogIsWalkedAsFarAsItGoes() throws {
        let text = WhyLog.text().prefix { _ in true }
        let place = try #require(text.range(of: #"{"age":0,"box":[10,10,20,20],"changed":false"#)).lowerBound
        let evidence = try evidence(of: "s/t0", in: String(text[..<place]) + #"{"age":0,"#)
        #expect(evidence.isCut)
        #expect(evidence.subject.count == 3)
    }

    @Test func aDamagedLineIsNamed() throws {
        let text = WhyLog.text().replacingOccurrences(
            of: #""rule":"lawn-presence","stream":"s","time":0.2"#, with: #""rule":null,"stream":"s","time":0.2"#)
        let error = #expect(throws: LogError.self) { try evidence(of: "s/e0", in: text) }
        #expect(error?.description.contains(#""rule" is null"#) == true, "\(error?.description ?? "")")
        #expect(error?.exitCode == .badData)
    }

    @Test func whatHasNothingToDoWithItIsNotReadWhole() throws {
        // 20,000 lines that are records at a glance only.
        let noise = String(
            repeating: #"{"frame":9,"id":"s/9/0","stream":"s","type":"detection"}"# + "\n", count: 20_000)
        #expect(try evidence(of: "s/t0", in: noise + WhyLog.text() + noise).subject.count == 4)
    }
}
