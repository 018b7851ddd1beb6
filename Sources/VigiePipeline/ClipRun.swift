public import VigieCore
internal import VigieDetection
public import VigieLog
public import VigieVideo

/// One clip through the detector into its log.
///
/// Each decoded frame gets a record, whether it was looked at or not; the log is flushed after each. However the clip
/// ends, the log ends with an `end` record that says how, unless the log itself cannot be written any more.
///
/// Frames may be looked at by several threads at once. Reading is in order, and so is recording, so that what is logged
/// does not depend on how many there are:
///
/// ```
/// EventReader ─▶ FrameAnalyst, one per thread ─▶ OutcomeQueue ─▶ Recorder
/// with its Scout       in any order                           with its Follower
///  in order                                        in order
/// ```
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
    private let log: LogWriter
    private let annotator: AnnotatedVideoWriter?
    private let blursPeople: Bool

    /// - Parameters:
    ///   - stream: The stream's name in the log.
    ///   - address: Where the clip is from; its credentials are left out of the log.
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
    ///   - scouting: When the detector looks, and where.
    ///   - following: What becomes of what it finds.
    ///   - watch: Who looks at how people hold themselves; needed where a rule judges that.
    ///   - detectors: Alike: each looks at frames in a thread of its own, the first in the calling one. Without one only
    ///     motion and the camera's health are watched.
    ///   - isInterrupted: Asked before each frame is read; true ends the run in order, frames at hand included.
    ///   - onProgress: Called after each frame, in their order, by any of the threads.
    /// - Throws: `LogError` where the log cannot be written; everything else ends up in the summary.
    public consuming func run(
        _ source: consuming VideoSource, scouting: ScoutConfiguration, following: FollowerConfiguration,
        watch: PostureWatch? = nil, detectors: [FrameDetector], isInterrupted: @escaping @Sendable () -> Bool,
        onProgress: @escaping @Sendable (Progress) -> Void
    ) throws(LogError) -> Summary {
        let description = source.description
        return try run(
            source, description: description, scouting: scouting, following: following, watch: watch,
            detectors: detectors, isInterrupted: isInterrupted, onProgress: onProgress)
    }

    /// Runs what comes out of any source.
    consuming func run<Source: EventSource & ~Copyable>(
        _ source: consuming Source, description: StreamDescription, scouting: ScoutConfiguration,
        following: FollowerConfiguration, watch: PostureWatch? = nil, detectors: [FrameDetector],
        isInterrupted: @escaping @Sendable () -> Bool,
        onProgress: @escaping @Sendable (Progress) -> Void
    ) throws(LogError) -> Summary {
        let classes = detectors.first?.detector.manifest.classes ?? []
        let lookers = detectors.isEmpty ? [nil] : detectors.map(Optional.some)
        let stream = stream
        let annotation = ClipAnnotation(stream: stream, classes: classes, blursPeople: blursPeople, writer: annotator)
        let recorder = Recorder(
            stream: stream, address: address, description: description, classes: classes, clock: following.clock,
            log: log,
            follower: Follower(stream: stream, classes: classes, following, watch), annotation: annotation,
            onProgress: onProgress)
        // As many as are looked at, and as many that wait for one of those.
        let queue = OutcomeQueue(recorder: recorder, capacity: 2 * lookers.count)
        let reader = EventReader(
            source, scout: Scout(stream: stream, scouting), queue: queue, isInterrupted: isInterrupted)
        let analysts = lookers.map {
            FrameAnalyst(detector: $0, stream: stream, keepsFrames: annotation.isWanted || watch != nil)
        }
        do {
            try Threads.run(analysts.count) { number in
                while let outcome = reader.next() {
                    analysts[number].step(outcome)
                    queue.handIn(outcome)
                }
            }
        } catch {
            recorder.fail(error)
        }
        return try recorder.finish()
    }
}
