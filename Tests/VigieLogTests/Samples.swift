import VigieCore
import VigieLog

/// The log that docs/log.md shows, record by record.
enum ExampleLog {
    static let run = RunRecord(
        program: .init(
            name: "vigie", version: "0.1.0", commit: "3f2a9c1d5b7e", build: "release", compiler: "clang 21.0.0"),
        kernels: "scalar", engine: "blas", engineDetail: "SkylakeX", tolerance: 0.001, cpu: "Example CPU @ 3.00GHz",
        libraries: ["libavcodec": "59.37.100", "libavformat": "59.27.100", "openblas": "0.3.21"],
        model: .init(
            name: "nanodet-plus-m-416", manifest: Digest(of: Array("manifest".utf8)),
            files: [.init(name: "nanodet-plus-m_416.bin", sha256: Digest(of: Array("weights".utf8)))]),
        pose: .init(name: "tinypose-256x192", manifest: Digest(of: Array("pose".utf8)), files: []),
        configuration: .object(["classes": .array([.string("person")]), "score": .float(0.3)]),
        started: "2025-01-31T12:00:00Z", threads: 4, explains: ["motion", "rejected"])

    static let stream = StreamRecord(
        stream: "vtest", source: "footage/vtest.avi", sha256: Digest(of: Array("clip".utf8)), bytes: 8_131_690,
        container: "avi", codec: "mpeg4", pixelFormat: "yuv420p", width: 768, height: 576, rotation: 0,
        timeBase: TimeBase(numerator: 1, denominator: 10), frameRate: 10, matrix: "bt601", range: "limited",
        chromaLocation: "left", resampler: "vigie", framesExpected: 795)

    static let analysed = FrameRecord(
        stream: "vtest", frame: 0, pts: 0, time: 0, picture: PictureHash(value: 0x9f86_d081_884c_7d65),
        gate: .detect, reason: "motion", motion: 0.0625,
        regions: [
            MovingRegion(
                box: Box(x: 192, y: 96, width: 192, height: 192), area: 27648, centroidX: 272, centroidY: 208, age: 4)
        ],
        still: [
            StillArea(id: 0, box: Box(x: 384, y: 288, width: 96, height: 96), area: 9216, since: 0, kind: "added")
        ],
        crops: [Region(x: 0, y: 0, width: 768, height: 576)],
        input: [PictureHash(value: 0x6030_3ae2_2b99_8861)])

    static let event = EventRecord(
        id: EventRecord.id(stream: "vtest", index: 0), stream: "vtest", rule: "CameraDark", phase: .begin, frame: 0,
        time: 0, measures: ["brightness": .init(value: 3.5, threshold: 12)],
        evidence: [FrameRecord.id(stream: "vtest", frame: 0)])

    static let detection = DetectionRecord(
        id: DetectionRecord.id(stream: "vtest", frame: 0, index: 0), stream: "vtest", frame: 0, class: "person",
        score: 0.8312, threshold: 0.3, box: Box(x: 231.25, y: 187.5, width: 31.5, height: 78), crop: 0, level: 16,
        cell: .init(x: 9, y: 7), raw: ["class": 0.8312],
        suppressed: [DetectionRecord.rejectionID(stream: "vtest", frame: 0, index: 3)])

    static let track = TrackRecord(
        id: TrackRecord.id(stream: "vtest", index: 0), stream: "vtest", frame: 0, time: 0, class: "person",
        state: .tentative, changed: true, box: Box(x: 231.25, y: 187.5, width: 31.5, height: 78),
        association: .init(
            detection: detection.id, score: 0.8312, match: .new, cost: nil, limit: nil, runnerUp: nil),
        age: 0, hits: 1)

    static let pose = PoseRecord(
        id: PoseRecord.id(stream: "vtest", frame: 0, index: 0), stream: "vtest", frame: 0, track: track.id,
        box: track.box, input: [PictureHash(value: 0x1b2c_3d4e_5f60_7182)], turn: "none",
        keypoints: (0..<17).map { .init(x: 245 + Float($0 % 2), y: 194 + 4 * Float($0 / 2), score: 0.75) },
        posture: "upright",
        measures: [
            "trunk_rise": .init(value: 0.9375, threshold: 0.5), "trunk_score": .init(value: 0.75, threshold: 0.3),
        ])

    static let rejection = RejectionRecord(
        id: DetectionRecord.rejectionID(stream: "vtest", frame: 0, index: 3), stream: "vtest", frame: 0,
        subject: .candidate(
            .init(
                class: "person", score: 0.625, threshold: 0.3, box: Box(x: 233.5, y: 187.5, width: 30, height: 78),
                crop: 0, level: 16, cell: .init(x: 9, y: 8), raw: ["class": 0.625], by: detection.id)),
        reason: RejectionRecord.suppressed, measures: ["overlap": .init(value: 0.875, threshold: 0.5)])

    static let shortfall = RejectionRecord(
        stream: "vtest", frame: 0, index: 0, rule: "lawn-presence", object: track.id, reason: "not-confirmed",
        measures: ["inside_seconds": .init(value: 0, threshold: 5)])

    static let motion = MotionRecord(
        stream: "vtest", frame: 0, cell: 96, mask: mask(8, 6, [10, 1, 7, 2, 28]))

    static let fault = FaultRecord(
        kind: FaultRecord.decode, stream: "vtest", frame: 1, position: 73_402, pts: 1,
        message: "Invalid data found when processing input")

    static let skipped = FrameRecord(
        stream: "vtest", frame: 1, pts: 1, time: 0.1, picture: nil, gate: .skip, reason: "decode-error", crops: [],
        input: [])

    static let timing = TimingRecord(
        stream: "vtest", frames: 2,
        stages: [
            "decode": .init(total: 2.5, minimum: 1.1, median: 1.25, percentile95: 1.4),
            "infer": .init(total: 31.75, minimum: 31.75, median: 31.75, percentile95: 31.75),
        ], wall: 0.04, cpu: 0.0395, framesPerSecond: 50)

    static let end = EndRecord(
        status: .interrupted, reason: "SIGINT",
        frames: .init(decoded: 2, analysed: 1, failed: 0, skipped: ["decode-error": 1]), detections: ["person": 1],
        faults: ["decode": 1])

    static let records: [Record] = [
        .run(run), .stream(stream), .frame(analysed), .detection(detection), .track(track), .pose(pose), .event(event),
        .rejection(rejection), .rejection(shortfall), .motion(motion), .fault(fault), .frame(skipped), .timing(timing),
    ]
}

/// A log of values at the edge of what each field can hold.
enum ExtremeLog {
    static let name = "Straße \u{1F600} \"q\" \\ \u{7F}\u{0}\u{1F}\t\u{2028}"

    static let run = RunRecord(
        program: .init(name: name, version: "", commit: "unknown", build: "debug", compiler: ""), kernels: "scalar",
        engine: "scalar", cpu: "",
        libraries: ["\u{FB33}": "a", "\u{1F600}": "b", "\u{20AC}": "c", "1": "d", "\r": "e"],
        model: .init(name: name, manifest: Digest(of: []), files: []),
        configuration: .object([
            "null": .null, "true": .bool(true), "big": .int(.max), "small": .int(.min), "exact": .int(-(1 << 53)),
            "tiny": .number(.leastNonzeroMagnitude), "huge": .number(.greatestFiniteMagnitude),
            "minus zero": .number(-0.0),
            "float": .float(.leastNonzeroMagnitude), "text": .string(name), "empty": .array([]), "none": .object([:]),
            "nested": .array([.object(["b": .array([.null]), "a": .number(1e21)])]),
        ]), started: "2025-01-31T12:00:00.123456Z", threads: 1)

    static let stream = StreamRecord(
        stream: name, source: name, sha256: nil, bytes: nil,
        parts: [
            .init(source: name, sha256: Digest(of: []), bytes: 0, framesExpected: 0),
            .init(source: name, sha256: nil, bytes: nil, framesExpected: nil),
        ], container: "mpegts", codec: "h264", pixelFormat: "gray",
        width: nil, height: nil, rotation: 270, timeBase: TimeBase(numerator: 1, denominator: .max), frameRate: nil,
        matrix: "bt601", range: "full", chromaLocation: nil, resampler: "swscale", framesExpected: nil)

    static let frame = FrameRecord(
        stream: name, frame: 0, pts: .min, time: -0.0, picture: PictureHash(value: 0), gate: .detect, reason: "always",
        crops: [Region(x: -1, y: -1, width: 1, height: 1), Region(x: 0, y: 0, width: 65_535, height: 65_535)],
        input: [PictureHash(value: 1), PictureHash(value: .max)], droppedCandidates: 1)

    static let timeless = FrameRecord(
        stream: name, frame: 1, pts: nil, time: nil, picture: nil, gate: .skip, reason: name, crops: [], input: [])

    static let detection = DetectionRecord(
        id: DetectionRecord.id(stream: name, frame: 0, index: 0), stream: name, frame: 0, class: name, score: 1,
        threshold: 0,
        box: Box(x: -0.0, y: .leastNonzeroMagnitude, width: .greatestFiniteMagnitude, height: -.leastNonzeroMagnitude),
        crop: 1, level: 64, cell: .init(x: 0, y: 0), raw: ["b": -1e-7, "a": 16_777_216, "_": 0.1], suppressed: [])

    static let motion = MotionRecord(stream: name, frame: 0, cell: 65_535, mask: mask(1, 1, [0, 1]))

    static let fault = FaultRecord(kind: "gap", stream: name, frame: nil, position: nil, pts: nil, message: name)

    static let decodeFault = FaultRecord(
        kind: "decode", stream: name, frame: 0, position: 1 << 53, pts: .max, message: "x")

    static let timing = TimingRecord(stream: name, frames: 0, stages: [:], wall: 0, cpu: 1e-9, framesPerSecond: nil)

    static let track = TrackRecord(
        id: TrackRecord.id(stream: name, index: .max), stream: name, frame: 0, time: nil, class: name,
        state: .confirmed, changed: true,
        box: Box(x: -0.0, y: -.greatestFiniteMagnitude, width: .leastNonzeroMagnitude, height: 1),
        association: .init(
            detection: DetectionRecord.id(stream: name, frame: 0, index: 0), score: -.greatestFiniteMagnitude,
            match: .recovered, cost: 1, limit: 0, runnerUp: .leastNonzeroMagnitude),
        age: 1e21, hits: 1 << 53)

    static let lostTrack = TrackRecord(
        id: TrackRecord.id(stream: name, index: 0), stream: name, frame: 0, time: 1e-7, class: name, state: .lost,
        changed: false, box: Box(x: 0, y: 0, width: 0, height: 0), association: nil, age: 0, hits: 1)

    static let pose = PoseRecord(
        id: PoseRecord.id(stream: name, frame: 0, index: .max), stream: name, frame: 0, track: track.id,
        box: track.box, input: [PictureHash(value: 0), PictureHash(value: 1), PictureHash(value: .max)],
        turn: "counterclockwise",
        keypoints: [.init(x: -0.0, y: -.greatestFiniteMagnitude, score: .leastNonzeroMagnitude)], posture: name,
        measures: [:])

    static let rejection = RejectionRecord(
        id: DetectionRecord.rejectionID(stream: name, frame: 0, index: .max), stream: name, frame: 0,
        subject: .candidate(
            .init(
                class: name, score: 1, threshold: 1,
                box: Box(x: -0.0, y: .leastNonzeroMagnitude, width: .greatestFiniteMagnitude, height: 0), crop: 1,
                level: 64, cell: .init(x: 0, y: 0), raw: [:],
                by: DetectionRecord.rejectionID(stream: name, frame: 0, index: 0),
                via: DetectionRecord.rejectionID(stream: name, frame: 0, index: 1))),
        reason: RejectionRecord.suppressed,
        measures: ["overlap": .init(value: .greatestFiniteMagnitude, threshold: -0.0)])

    static let excluded = RejectionRecord(
        id: DetectionRecord.rejectionID(stream: name, frame: 0, index: 2), stream: name, frame: 0,
        subject: .candidate(
            .init(
                class: name, score: 0, threshold: 0, box: Box(x: 0, y: 0, width: 0, height: 0), crop: 0, level: 1,
                cell: .init(x: 0, y: 0), raw: ["objectness": 0])),
        reason: RejectionRecord.threshold)

    static let shortfall = RejectionRecord(
        stream: name, frame: 0, index: .max, rule: name, object: nil, reason: name, measures: [:])

    static let other = Record.other(
        type: "review", .object(["type": .string("review"), "box": .array([.float(0.1)]), "id": .null]))

    static let end = EndRecord(
        status: .complete, reason: nil, frames: .init(decoded: 2, analysed: 1, failed: 0, skipped: [name: 1]),
        detections: [name: 1], faults: ["gap": 1, "decode": 1])

    static let records: [Record] = [
        .run(run), .stream(stream), .fault(decodeFault), .frame(frame), .detection(detection), .track(track),
        .track(lostTrack), .pose(pose), .fault(fault), .frame(timeless), .rejection(rejection), .rejection(excluded),
        .rejection(shortfall), .motion(motion), other, .timing(timing),
    ]
}

/// A mask whose runs are known to be right.
func mask(_ width: Int, _ height: Int, _ runs: [Int]) -> RunLengthMask {
    do { return try RunLengthMask(width: width, height: height, runs: runs) } catch { fatalError("\(error)") }
}

/// The lines of a log.
func lines(of records: [Record]) -> [String] {
    records.map { String(decoding: CanonicalJSON.bytes(of: $0), as: UTF8.self) }
}
