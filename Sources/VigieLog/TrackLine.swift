public import VigieCore

/// A `track` line as the tracker has it, in numbers: its ids become text in the log's own buffer only, so that writing it
/// allocates nothing. `TrackRecord` is the same line as it is read.
public struct TrackLine: Sendable {
    /// How a track was given its detection; `TrackRecord.Association` with the detection's place among the frame's.
    public struct Association: Sendable, Hashable {
        /// Which of the frame's detections it is, counted from 0.
        public var detection: Int
        /// The detection's score.
        public var score: Float
        /// How it was found.
        public var match: TrackRecord.Match
        /// One less the similarity of the two, what that had to be below, and what it would have been in the next best pair.
        public var cost, limit, runnerUp: Float?

        /// Takes the values as they are.
        public init(
            detection: Int, score: Float, match: TrackRecord.Match, cost: Float?, limit: Float?, runnerUp: Float?
        ) {
            self.detection = detection
            self.score = score
            self.match = match
            self.cost = cost
            self.limit = limit
            self.runnerUp = runnerUp
        }
    }

    /// The stream's name in this log.
    public var stream: String
    /// Index of the frame.
    public var frame: Int
    /// That frame's time in seconds of media time; nil where it has none.
    public var time: Double?
    /// Which of the stream's tracks it is, counted from 0.
    public var index: Int
    /// The class's name as the model's manifest has it.
    public var `class`: String
    /// How far it has come.
    public var state: TrackRecord.State
    /// Whether `state` is new.
    public var changed: Bool
    /// Where it is, in pixels of the upright frame.
    public var box: Box
    /// The detection that was taken for it; nil where it was not seen.
    public var association: Association?
    /// Seconds of media time since its first detection.
    public var age: Double
    /// How many detections it has had.
    public var hits: Int

    /// Takes the values as they are.
    public init(
        stream: String, frame: Int, time: Double?, index: Int, class: String, state: TrackRecord.State, changed: Bool,
        box: Box, association: Association?, age: Double, hits: Int
    ) {
        self.stream = stream
        self.frame = frame
        self.time = time
        self.index = index
        self.class = `class`
        self.state = state
        self.changed = changed
        self.box = box
        self.association = association
        self.age = age
        self.hits = hits
    }
}

extension TrackLine: CanonicalValue {
    /// Writes the same bytes as the `TrackRecord` of these values. Allocates nothing but what the buffer grows by.
    public func write(to json: inout CanonicalJSON) {
        json.track(
            id: TrackID(stream: stream, index: index), stream: stream, frame: frame, time: time, class: `class`,
            state: state, changed: changed, box: box,
            detection: association.map {
                CandidateID(stream: stream, frame: frame, index: $0.detection, isRejected: false)
            },
            score: association?.score, match: association?.match, cost: association?.cost, limit: association?.limit,
            runnerUp: association?.runnerUp, age: age, hits: hits)
    }
}

/// `TrackRecord.id(stream:index:)`.
private struct TrackID: CanonicalValue {
    let stream: String
    let index: Int

    func write(to json: inout CanonicalJSON) {
        json.string {
            $0.piece(stream)
            $0.piece("/t")
            $0.piece(index)
        }
    }
}
