internal import VigieCore
internal import VigieDetection
internal import VigieLog
internal import VigieRules
internal import VigieVideo

/// Writes what frames came to, in their order: the log, the annotated video, the totals.
final class Recorder {
    private let stream: String
    private let address: String
    private let description: StreamDescription
    private let clock: LocalClock?
    private let classes: [String]
    private let onProgress: @Sendable (ClipRun.Progress) -> Void
    private let started = RunClock()

    /// Nil once it was closed.
    private var log: LogWriter?
    private var logFailure: LogError?
    private var follower: Follower
    private var annotation: ClipAnnotation
    private var hasDescribedStream = false
    private var status = EndRecord.Status.complete
    private var failure: (any Failure)?

    private var statistics = StageStatistics()
    private var frames = EndRecord.Frames(decoded: 0, analysed: 0, failed: 0, skipped: [:])
    /// By class.
    private var detections: [Int]
    private var faults: [String: Int] = [:]

    /// - Parameters:
    ///   - address: Where the clip is from, as the user gave it.
    ///   - classes: The manifest's.
    ///   - clock: The stream's local time; nil where nobody needs it.
    init(
        stream: String, address: String, description: StreamDescription, classes: [String],
        clock: LocalClock?, log: consuming LogWriter, follower: Follower, annotation: ClipAnnotation,
        onProgress: @escaping @Sendable (ClipRun.Progress) -> Void
    ) {
        self.stream = stream
        self.address = address
        self.description = description
        self.clock = clock
        self.classes = classes
        self.log = consume log
        self.follower = follower
        self.annotation = annotation
        self.onProgress = onProgress
        detections = Array(repeating: 0, count: classes.count)
    }

    /// Records the outcome that comes next.
    ///
    /// - Returns: Whether the run goes on.
    func step(_ outcome: Outcome) -> Bool {
        describeStream(outcome.sampling)
        switch outcome.state {
        case .read: preconditionFailure("a frame that nobody has looked at is recorded")
        case .fault(let fault):
            record(fault)
            statistics.add(outcome.clock)
        case .undecoded:
            frames.undecoded += 1
            write(outcome)
            endFrame(outcome)
        case .skipped(let reason):
            frames.decoded += 1
            frames.skipped[reason, default: 0] += 1
            if reason != SkipReason.decodeError { follower.stepUnseen(outcome) }
            write(outcome)
            endFrame(outcome)
        case .analysed:
            frames.decoded += 1
            do throws(VideoError) {
                try follower.step(outcome)
            } catch {
                frames.failed += 1
                fail(error)
                return false
            }
            frames.analysed += 1
            count(outcome.result.detections)
            write(outcome)
            if logFailure == nil { annotate(outcome) }
            outcome.frame = nil
            endFrame(outcome)
        case .failed(let failure):
            frames.decoded += 1
            frames.failed += 1
            fail(failure)
            return false
        case .end(let status, let failure):
            self.status = status
            self.failure = failure
            return false
        }
        return logFailure == nil
    }

    /// Lets the log end as that of a run that could not go on.
    func fail(_ failure: any Failure) {
        status = .failed
        self.failure = failure
    }

    /// Writes the last lines, and closes log and video.
    ///
    /// - Throws: `LogError` where the log could not be written, now or before.
    func finish() throws(LogError) -> ClipRun.Summary {
        if let logFailure { throw logFailure }
        describeStream(nil)
        annotation.finish()
        let stages = statistics.summary
        let timing = timing(stages)
        log?.append(.timing(timing))
        let end = EndRecord(
            status: status, reason: failure?.description, frames: frames,
            detections: byClass(detections), tracks: byClass(follower.tracks), events: follower.begun, faults: faults)
        guard let log = log.take() else { preconditionFailure("a log is finished twice") }
        return ClipRun.Summary(
            end: try log.finish(end), timing: timing, stages: stages, failure: failure,
            annotationFailure: annotation.failure)
    }

    private func byClass(_ counts: [Int]) -> [String: Int] {
        Dictionary(zip(classes, counts).filter { $1 > 0 }, uniquingKeysWith: +)
    }

    // MARK: One outcome

    /// Writes the `stream` record, once: with the first outcome, when everything about it is known.
    private func describeStream(_ sampling: (resampler: String, colour: AppliedColour)?) {
        guard !hasDescribedStream else { return }
        hasDescribedStream = true
        log?.append(.stream(description.record(stream: stream, address: address, clock: clock, sampling: sampling)))
    }

    private func record(_ fault: DecodeFault) {
        // What the footage is decides; whether its bytes came through does not.
        let kind = fault.kind == .read ? FaultRecord.read : FaultRecord.decode
        faults[kind, default: 0] += 1
        log?.append(
            .fault(
                FaultRecord(
                    kind: kind, stream: stream, frame: fault.frame, position: fault.position, pts: fault.pts,
                    message: fault.message)))
    }

    private func count(_ found: Detections) {
        for index in found.fates.indices where found.fates[index] == .detected {
            detections[found.candidates[index].classIndex] += 1
        }
    }

    private func write(_ outcome: Outcome) {
        do {
            try outcome.clock.time(.log) { () throws(LogError) in
                log?.append(decisions: outcome.lines)
                log?.append(explanations: outcome.explanations)
                if let motion = outcome.sighting.motion { log?.append(.motion(motion)) }
                try log?.flush()
            }
        } catch {
            logFailure = error
        }
    }

    private func annotate(_ outcome: Outcome) {
        guard annotation.isWanted, let frame = outcome.frame.take() else { return }
        outcome.clock.time(.annotate) {
            annotation.step(frame, outcome.result.detections, tracks: follower.tracksOfDetections)
        }
    }

    private func endFrame(_ outcome: Outcome) {
        statistics.add(outcome.clock)
        statistics.endFrame()
        onProgress(
            ClipRun.Progress(
                frames: frames.all, expectedFrames: description.expectedFrames,
                seconds: started.wallSeconds))
    }

    private func timing(_ stages: [(stage: Stage, times: StageTimes)]) -> TimingRecord {
        let wall = started.wallSeconds
        return TimingRecord(
            stream: stream, frames: frames.all,
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
            framesPerSecond: frames.decoded > 0 && wall > 0 ? Double(frames.all) / wall : nil)
    }
}
