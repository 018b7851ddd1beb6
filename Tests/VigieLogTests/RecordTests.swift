import Foundation
import Testing
import VigieCore
import VigieLog

@Suite struct RecordTests {
    @Test(arguments: ExampleLog.records + [.end(ExampleLog.end)])
    func aRecordReadsBackEqual(record: Record) throws {
        #expect(try JSONDecoder().decode(Record.self, from: Data(CanonicalJSON.bytes(of: record))) == record)
    }

    @Test(arguments: ExtremeLog.records + [.end(ExtremeLog.end)])
    func anExtremeRecordReadsBackEqual(record: Record) throws {
        #expect(try JSONDecoder().decode(Record.self, from: Data(CanonicalJSON.bytes(of: record))) == record)
    }

    /// What the detector writes is what a record of the same values would be.
    @Test(arguments: [ExampleLog.detection, ExtremeLog.detection], [nil, 0.5, .nan] as [Float?])
    func aDetectionLineIsItsRecord(record: DetectionRecord, objectness: Float?) {
        for suppressed in [[], [0], [3, 17, 100_000]] {
            var record = record
            record.id = DetectionRecord.id(stream: record.stream, frame: record.frame, index: 12)
            record.raw = ["class": record.score]
            record.raw["objectness"] = objectness
            record.suppressed = suppressed.map {
                DetectionRecord.rejectionID(stream: record.stream, frame: record.frame, index: $0)
            }
            let line = DetectionLine(
                stream: record.stream, frame: record.frame, index: 12, class: record.class, score: record.score,
                threshold: record.threshold, box: record.box, crop: record.crop, level: record.level,
                cell: record.cell, rawClass: record.score, rawObjectness: objectness, suppressed: suppressed)
            #expect(json(line) == json(record))
        }
    }

    /// What the tracker writes is what a record of the same values would be.
    @Test(arguments: [ExampleLog.track, ExtremeLog.track], [nil, 0.5, .nan] as [Float?])
    func aTrackLineIsItsRecord(record: TrackRecord, cost: Float?) {
        for detection in [nil, 0, 12] {
            var record = record
            record.id = TrackRecord.id(stream: record.stream, index: 7)
            record.association = detection.map {
                TrackRecord.Association(
                    detection: DetectionRecord.id(stream: record.stream, frame: record.frame, index: $0), score: 0.5,
                    match: .weak, cost: cost, limit: 0.8, runnerUp: cost)
            }
            let line = TrackLine(
                stream: record.stream, frame: record.frame, time: record.time, index: 7, class: record.class,
                state: record.state, changed: record.changed, box: record.box,
                association: detection.map {
                    TrackLine.Association(
                        detection: $0, score: 0.5, match: .weak, cost: cost, limit: 0.8, runnerUp: cost)
                }, age: record.age, hits: record.hits)
            #expect(json(line) == json(record))
        }
    }

    @Test func aNumberThatIsNotFiniteIsNullAndReadsAsNaN() throws {
        var detection = ExampleLog.detection
        detection.box.x = .infinity
        detection.raw = ["class": .nan]
        let text = json(Record.detection(detection))
        #expect(text.contains(#""box":[null,187.5,31.5,78]"#))
        #expect(text.contains(#""raw":{"class":null}"#))
        guard case .detection(let read) = try JSONDecoder().decode(Record.self, from: Data(text.utf8)) else {
            Issue.record("it is no detection")
            return
        }
        #expect(read.box.x.isNaN)
        #expect(read.raw["class"]?.isNaN == true)
    }

    @Test func whatDoesNotApplyIsAbsent() {
        let run = json(Record.run(ExtremeLog.run))
        #expect(!run.contains("engine_detail") && !run.contains("tolerance"))
        #expect(!json(Record.frame(ExampleLog.analysed)).contains("dropped_candidates"))
        #expect(json(Record.frame(ExtremeLog.frame)).contains(#""dropped_candidates":1"#))
    }

    @Test func aTypeOfALaterVersionIsKeptWhole() throws {
        let line = #"{"box":[1,2.5],"id":"7","state":null,"type":"review"}"#
        let record = try JSONDecoder().decode(Record.self, from: Data(line.utf8))
        #expect(record.type == "review")
        #expect(json(record) == line)
    }

    @Test func aFieldOfALaterVersionIsPassedOver() throws {
        let line = json(Record.fault(ExampleLog.fault)).replacingOccurrences(of: "{", with: #"{"added":[1],"#)
        #expect(try JSONDecoder().decode(Record.self, from: Data(line.utf8)) == .fault(ExampleLog.fault))
    }

    @Test func decisionLinesAreThoseOfTheDesign() {
        var fault = ExampleLog.fault
        fault.kind = "overload"
        var readFault = ExampleLog.fault
        readFault.kind = FaultRecord.read
        let decisions: [Record] = [
            .frame(ExampleLog.analysed), .detection(ExampleLog.detection), .fault(ExampleLog.fault),
            .track(ExampleLog.track), .pose(ExampleLog.pose), .event(ExampleLog.event),
        ]
        let others: [Record] = [
            .run(ExampleLog.run), .stream(ExampleLog.stream), .timing(ExampleLog.timing), .end(ExampleLog.end),
            .motion(ExampleLog.motion), .fault(fault), .fault(readFault), .other(type: "review", .null),
            .rejection(ExampleLog.rejection), .rejection(ExampleLog.shortfall),
            .other(type: "checkpoint", .null),
        ]
        #expect(decisions.filter { !$0.isDecision } == [])
        #expect(others.filter { $0.isDecision } == [])
    }

    @Test func theConfigurationsDigestIsThatOfItsCanonicalForm() {
        #expect(
            ExampleLog.run.configurationDigest == Digest(of: Array(#"{"classes":["person"],"score":0.3}"#.utf8)))
    }
}
