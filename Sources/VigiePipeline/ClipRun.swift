public import VigieCore
internal import VigieDetection
public import VigieLog
public import VigieVideo

/// One clip through the detector into its log.
///
/// Each decoded frame gets a record, whether it was looked at or not; the log is flushed after each. However the clip
/// ends, the log ends with an `end` record that says how, unless the log itself cannot be written any more.
public struct ClipRun: ~Copyable {
    /// How far the run is, for a person who waits.
    public struct Progress: Sendable {
        /// Frames that the decoder has given so far, skipped ones included.
        public var frames: Int
        /// Frames that the container promises, which may be wrong; nil where it does not say.
        public var expectedFrames: Int?
        /// Seconds of wall time since the run began.
        public var seconds: Double
    }

    /// What a run came to.
    public struct Summary: Sendable {
        /// The log's last line as it was written, decision digest included.
        public var end: EndRecord
        /// The log's `timing` line, as it was written.
        public var timing: TimingRecord
        /// The times in the order of the stages.
        public var stages: [(stage: Stage, times: StageTimes)]
        /// Why the run ended early, where it did.
        public var failure: (any Failure)?
        /// Why the annotated video ends before the clip, where it does; the log goes on.
        public var annotationFailure: (any Failure)?
    }

    private let stream: String
    private let address: String
    private let blursPeople: Bool
    private var log: LogWriter
    private var annotator: AnnotatedVideoWriter?
    private let clock = StageClock()
    private var result = FrameDetector.Result()
    private var hasDescribedStream = false
    private var frames = EndRecord.Frames(decoded: 0, analysed: 0, failed: 0, skipped: [:])
    private var detections: [String: Int] = [:]
    private var faults: [String: Int] = [:]
    private var annotationFailure: (any Failure)?

    /// - Parameters:
    ///   - stream: The stream's name in the log.
    ///   - address: Where the clip is from, as the log shall have it.
    ///   - log: Its `run` record written.
    ///   - annotator: For a video with boxes; nil for none.
    ///   - blursPeople: Whether people are made unrecognisable in that video.
    public init(
        stream: String, address: String, log: consuming LogWriter, annotator: AnnotatedVideoWriter?, blursPeople: Bool
    ) {
        self.stream = stream
        self.address = address
        self.log = log
        self.annotator = annotator
        self.blursPeople = blursPeople
    }

    /// Runs the clip to its end.
    ///
    /// - Parameters:
    ///   - isInterrupted: Asked before each frame; true ends the run in order.
    ///   - onProgress: Called after each frame.
    /// - Throws: `LogError` where the log cannot be written; everything else ends up in the summary.
    public consuming func run(
        _ source: consuming VideoSource, detector: inout FrameDetector, isInterrupted: () -> Bool,
        onProgress: (Progress) -> Void
    ) throws(LogError) -> Summary {
        let started = RunClock()
        var status = EndRecord.Status.complete
        var failure: (any Failure)?
        do {
            reading: while true {
                if isInterrupted() {
                    status = .interrupted
                    break
                }
                switch try clock.time(.decode, { () throws(VideoError) in try source.next() }) {
                case .end: break reading
                case .fault(let fault):
                    describeStream(source.description, detector.sampling)
                    record(fault)
                case .frame(let frame):
                    frames.decoded += 1
                    try step(frame, source.description, &detector)
                    clock.endFrame()
                    onProgress(
                        Progress(
                            frames: frames.decoded, expectedFrames: source.description.expectedFrames,
                            seconds: started.wallSeconds))
                }
            }
        } catch let error as LogError {
            throw error
        } catch VideoError.interrupted {
            status = .interrupted
        } catch let error as any Failure {
            status = .failed
            failure = error
            frames.failed = frames.decoded - frames.analysed - frames.skipped.values.reduce(0, +)
        } catch {
            preconditionFailure("a stage threw \(error), which is no failure with a sentence")
        }
        describeStream(source.description, detector.sampling)
        finishAnnotation()
        return try finish(status: status, failure: failure, started: started)
    }

    // MARK: One frame

    private mutating func step(
        _ frame: borrowing Frame, _ description: StreamDescription, _ detector: inout FrameDetector
    ) throws {
        if frame.isDamaged {
            describeStream(description, detector.sampling)
            frames.skipped[SkipReason.decodeError, default: 0] += 1
            let record = FrameRecord(
                stream: stream, frame: frame.index, pts: frame.time?.pts, time: frame.time?.seconds, picture: nil,
                gate: .skip, reason: SkipReason.decodeError, crops: [], input: [])
            try write { log in log.append(.frame(record)) }
            return
        }
        var hasher = PictureHasher()
        let picture = clock.time(.decode) { frame.hash(using: &hasher) }
        try detector.step(frame, clock: clock, into: &result)
        frames.analysed += 1
        describeStream(description, detector.sampling)
        let records = clock.time(.log) {
            result.detections.records(
                stream: stream, frame: frame.index, manifest: detector.detector.manifest,
                thresholds: detector.detector.thresholds)
        }
        let record = FrameRecord(
            stream: stream, frame: frame.index, pts: frame.time?.pts, time: frame.time?.seconds, picture: picture,
            gate: .detect, reason: "always", crops: result.regions, input: result.inputs,
            droppedCandidates: result.detections.dropped)
        for detection in records { detections[detection.class, default: 0] += 1 }
        try write { log in
            log.append(.frame(record))
            for detection in records { log.append(.detection(detection)) }
        }
        annotate(frame, records, classes: detector.detector.manifest.classes)
    }

    private mutating func write(_ body: (inout LogWriter) -> Void) throws(LogError) {
        try clock.time(.log) { () throws(LogError) in
            body(&log)
            try log.flush()
        }
    }

    private mutating func record(_ fault: DecodeFault) {
        // What the footage is decides; whether its bytes came through does not.
        let kind = fault.kind == .read ? FaultRecord.read : FaultRecord.decode
        faults[kind, default: 0] += 1
        log.append(
            .fault(
                FaultRecord(
                    kind: kind, stream: stream, frame: fault.frame, position: fault.position, pts: fault.pts,
                    message: fault.message)))
    }

    /// Writes the `stream` record, once: after the first frame was decoded, when everything about it is known.
    private mutating func describeStream(
        _ description: StreamDescription, _ sampling: (resampler: String, colour: AppliedColour)?
    ) {
        guard !hasDescribedStream else { return }
        hasDescribedStream = true
        log.append(.stream(description.record(stream: stream, address: address, sampling: sampling)))
    }

    // MARK: Annotation

    private mutating func annotate(_ frame: borrowing Frame, _ records: [DetectionRecord], classes: [String]) {
        guard let annotator else { return }
        let annotations = records.map { record in
            Annotation(
                box: record.box, label: "\(record.class) \(Self.twoDecimals(record.score))",
                colourIndex: classes.firstIndex(of: record.class) ?? 0,
                isBlurred: blursPeople && record.class == "person")
        }
        let seconds = frame.time.map { "\(Self.twoDecimals(Float($0.seconds))) s" } ?? "no time stamp"
        do {
            try clock.time(.annotate) { () throws(AnnotationError) in
                try annotator.write(
                    frame, annotations: annotations, caption: "\(stream)  frame \(frame.index)  \(seconds)")
            }
        } catch {
            annotationFailure = error
            finishAnnotation()
        }
    }

    private mutating func finishAnnotation() {
        guard let annotator else { return }
        self.annotator = nil
        do { try annotator.finish() } catch { annotationFailure = annotationFailure ?? error }
    }

    private static func twoDecimals(_ value: Float) -> String {
        let hundredths = Int((Double(value) * 100).rounded())
        let part = String(hundredths.magnitude % 100)
        return (hundredths < 0 ? "-" : "") + "\(hundredths.magnitude / 100).\(part.count < 2 ? "0" : "")\(part)"
    }

    // MARK: The end

    private consuming func finish(
        status: EndRecord.Status, failure: (any Failure)?, started: RunClock
    ) throws(LogError) -> Summary {
        let stages = clock.summary
        let wall = started.wallSeconds
        let timing = TimingRecord(
            stream: stream, frames: frames.decoded,
            stages: Dictionary(
                uniqueKeysWithValues: stages.map { stage, times in
                    (
                        stage.rawValue,
                        TimingRecord.Stage(
                            total: times.total, minimum: times.minimum, median: times.median,
                            percentile95: times.percentile95)
                    )
                }),
            wall: wall, cpu: started.cpuSeconds,
            framesPerSecond: frames.decoded > 0 && wall > 0 ? Double(frames.decoded) / wall : nil)
        log.append(.timing(timing))
        let end = try log.finish(
            EndRecord(
                status: status, reason: failure?.description, frames: frames, detections: detections, faults: faults))
        return Summary(
            end: end, timing: timing, stages: stages, failure: failure, annotationFailure: annotationFailure)
    }
}

/// Why a frame was not looked at, as the log says it.
enum SkipReason {
    /// The decoder reported damage here or since the last keyframe.
    static let decodeError = "decode-error"
}
