import Foundation
import VigieCore
import VigieLog

/// A log of five frames of 100 × 100 pixels in which each decision can be followed by eye.
///
/// A person is found in frames 0 and 2 and makes a track, which an event rests on; frame 1 is skipped; in frame 3 the
/// person is not found, but a weak candidate is there; frame 4 is of a tile that shows the right half only.
enum WhyLog {
    static let run: RunRecord = {
        var run = ExampleLog.run
        run = RunRecord(
            program: run.program, kernels: run.kernels, engine: run.engine, cpu: run.cpu, libraries: run.libraries,
            model: run.model,
            configuration: .object([
                "masks": .array([
                    .array([[0.5, 0], [1, 0], [1, 0.5], [0.5, 0.5]].map { .array($0.map { .number($0) }) })
                ]),
                "tracking": .object(["confirming_hits": .number(2)]),
            ]), started: run.started, threads: 1, explains: ["rejected"])
        return run
    }()

    static let stream: StreamRecord = {
        var stream = ExampleLog.stream
        (stream.stream, stream.width, stream.height) = ("s", 100, 100)
        return stream
    }()

    static func frame(_ index: Int, _ gate: FrameRecord.Gate, _ reason: String, crop: Region? = nil) -> Record {
        let crop = crop ?? Region(x: 0, y: 0, width: 100, height: 100)
        return .frame(
            FrameRecord(
                stream: "s", frame: index, pts: nil, time: Double(index) / 10, picture: PictureHash(value: 7),
                gate: gate, reason: reason, crops: gate == .detect ? [crop] : [],
                input: gate == .detect ? [PictureHash(value: 8)] : []))
    }

    static func detection(_ frame: Int, _ index: Int = 0, x: Float = 10, suppressed: [Int] = []) -> DetectionRecord {
        DetectionRecord(
            id: DetectionRecord.id(stream: "s", frame: frame, index: index), stream: "s", frame: frame,
            class: "person", score: 0.75, threshold: 0.3, box: Box(x: x, y: 10, width: 20, height: 20), crop: 0,
            level: 8, cell: .init(x: 1, y: 1), raw: ["class": 0.75],
            suppressed: suppressed.map { DetectionRecord.rejectionID(stream: "s", frame: frame, index: $0) })
    }

    static func rejection(
        _ frame: Int, _ index: Int, _ reason: String, score: Float, x: Float, by: String? = nil,
        measures: [String: EventRecord.Measure] = [:]
    ) -> Record {
        .rejection(
            RejectionRecord(
                id: DetectionRecord.rejectionID(stream: "s", frame: frame, index: index), stream: "s", frame: frame,
                subject: .candidate(
                    .init(
                        class: "person", score: score, threshold: 0.3, box: Box(x: x, y: 10, width: 20, height: 20),
                        crop: 0, level: 8, cell: .init(x: 1, y: 1), raw: ["class": score], by: by)),
                reason: reason, measures: measures))
    }

    static func track(
        _ frame: Int, _ state: TrackRecord.State, changed: Bool = true, detection: DetectionRecord? = nil, hits: Int
    ) -> Record {
        .track(
            TrackRecord(
                id: "s/t0", stream: "s", frame: frame, time: Double(frame) / 10, class: "person", state: state,
                changed: changed, box: Box(x: 10, y: 10, width: 20, height: 20),
                association: detection.map {
                    .init(
                        detection: $0.id, score: $0.score, match: hits == 1 ? .new : .predicted,
                        cost: hits == 1 ? nil : 0.25, limit: hits == 1 ? nil : 0.5, runnerUp: nil)
                }, age: 0, hits: hits))
    }

    static func event(_ phase: EventRecord.Phase, frame: Int, evidence: [String]) -> Record {
        .event(
            EventRecord(
                id: "s/e0", stream: "s", rule: "lawn-presence", phase: phase, frame: frame, time: Double(frame) / 10,
                measures: ["inside_seconds": .init(value: 5.25, threshold: 5)], evidence: evidence))
    }

    static let records: [Record] = [
        .run(run), .stream(stream), frame(0, .detect, "always"), .detection(detection(0, suppressed: [0])),
        track(0, .tentative, detection: detection(0), hits: 1),
        rejection(
            0, 0, RejectionRecord.suppressed, score: 0.5, x: 12, by: "s/0/0",
            measures: ["overlap": .init(value: 0.75, threshold: 0.5)]),
        rejection(0, 1, RejectionRecord.threshold, score: 0.125, x: 60),
        .rejection(
            RejectionRecord(
                stream: "s", frame: 0, index: 0, rule: "lawn-presence", object: "s/t0", reason: "timer",
                measures: ["inside_seconds": .init(value: 3.25, threshold: 5)])),
        .rejection(
            RejectionRecord(
                stream: "s", frame: 0, index: 1, rule: "crowd", object: nil, reason: "count",
                measures: ["objects": .init(value: 1, threshold: 8)])),
        frame(1, .skip, "idle"),
        frame(2, .detect, "always"), .detection(detection(2)), .detection(detection(2, 1, x: 70)),
        track(2, .confirmed, detection: detection(2), hits: 2),
        event(.begin, frame: 2, evidence: ["s/2", "s/t0"]),
        frame(3, .detect, "always"), track(3, .lost, hits: 2),
        event(.end, frame: 3, evidence: ["s/2", "s/3"]),
        frame(4, .detect, "motion", crop: Region(x: 50, y: 0, width: 50, height: 50)),
        track(4, .lost, changed: false, hits: 2),
        .end(ExampleLog.end),
    ]

    /// The log's text; the event names an object and a zone in fields that this version does not know.
    static func text(of records: [Record] = records) -> String {
        lines(of: records).joined(separator: "\n").replacingOccurrences(
            of: #","phase":"begin""#, with: #","object":"s/t0","phase":"begin","vicinity":{"name":"lawn"}"#) + "\n"
    }
}
