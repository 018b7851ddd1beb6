public import VigieCore

/// What the tracker knows of one object after a frame: one line for each frame that was looked at, from the object's first
/// to the one with which the tracker gives it up.
public struct TrackRecord: Sendable, Hashable {
    /// How far a track has come.
    public enum State: String, Sendable, Hashable, Decodable {
        /// Seen too seldom to be believed.
        case tentative
        /// Believed, and seen in this frame.
        case confirmed
        /// Believed, but not seen in this frame: the box is a prediction.
        case lost
        /// Given up; the last line.
        case removed
    }

    /// How the detection came to be the track's; `cost` and `limit` are comparable among equal ones.
    public enum Match: String, Sendable, Hashable, Decodable {
        /// No track claimed it: the track begins.
        case new
        /// A sure detection, near where the object was expected.
        case predicted
        /// An unsure detection, near where the object was expected.
        case weak
        /// A sure detection, near where the object was last seen.
        case recovered
    }

    /// How a track was given its detection, and how close that was.
    public struct Association: Sendable, Hashable {
        /// The detection's id.
        public var detection: String
        /// The detection's score.
        public var score: Float
        /// How it was found.
        public var match: Match
        /// One less the similarity of the two, 0…1; nil where the track begins.
        public var cost: Float?
        /// What the cost had to be below; nil where the track begins.
        public var limit: Float?
        /// The least cost at which the track could have had another detection, or another track this one; nil where
        /// neither was possible.
        public var runnerUp: Float?

        /// Takes the values as they are.
        public init(detection: String, score: Float, match: Match, cost: Float?, limit: Float?, runnerUp: Float?) {
            self.detection = detection
            self.score = score
            self.match = match
            self.cost = cost
            self.limit = limit
            self.runnerUp = runnerUp
        }
    }

    /// The same on all lines of one track; see `id(stream:index:)`.
    public var id: String
    /// The stream's name in this log.
    public var stream: String
    /// Index of the frame.
    public var frame: Int
    /// That frame's time in seconds of media time; nil where it has none.
    public var time: Double?
    /// The name of the class that all its detections have.
    public var `class`: String
    /// How far it has come.
    public var state: State
    /// Whether `state` is another than on the track's line before, or this is its first.
    public var changed: Bool
    /// Where it is, in pixels of the upright frame: estimated with the detection, or predicted where there is none.
    public var box: Box
    /// The detection that was taken for it; nil where it was not seen.
    public var association: Association?
    /// Seconds of media time since its first detection.
    public var age: Double
    /// How many detections it has had.
    public var hits: Int

    /// Takes the values as they are.
    public init(
        id: String, stream: String, frame: Int, time: Double?, class: String, state: State, changed: Bool, box: Box,
        association: Association?, age: Double, hits: Int
    ) {
        self.id = id
        self.stream = stream
        self.frame = frame
        self.time = time
        self.class = `class`
        self.state = state
        self.changed = changed
        self.box = box
        self.association = association
        self.age = age
        self.hits = hits
    }

    /// The name of a stream's track number `index`, counted from 0.
    public static func id(stream: String, index: Int) -> String { "\(stream)/t\(index)" }
}

extension TrackRecord: CanonicalValue {
    /// Writes the record as one canonical JSON object; what the association would say is null where there is none.
    public func write(to json: inout CanonicalJSON) {
        json.track(
            id: id, stream: stream, frame: frame, time: time, class: `class`, state: state, changed: changed, box: box,
            detection: association?.detection, score: association?.score, match: association?.match,
            cost: association?.cost, limit: association?.limit, runnerUp: association?.runnerUp, age: age, hits: hits)
    }
}

extension CanonicalJSON {
    /// Writes a `track` line's object, whatever its ids are kept as.
    mutating func track(
        id: some CanonicalValue, stream: String, frame: Int, time: Double?, class: String, state: TrackRecord.State,
        changed: Bool, box: Box, detection: (some CanonicalValue)?, score: Float?, match: TrackRecord.Match?,
        cost: Float?, limit: Float?, runnerUp: Float?, age: Double, hits: Int
    ) {
        object {
            $0.member("age", age)
            $0.member("box", box)
            $0.member("changed", changed)
            $0.member("class", `class`)
            $0.member("cost", cost)
            $0.member("detection", detection)
            $0.member("frame", frame)
            $0.member("hits", hits)
            $0.member("id", id)
            $0.member("limit", limit)
            $0.member("match", match?.rawValue)
            $0.member("measured", detection != nil)
            $0.member("runner_up", runnerUp)
            $0.member("score", score)
            $0.member("state", state.rawValue)
            $0.member("stream", stream)
            $0.member("time", time)
            $0.member("type", "track")
        }
    }
}

extension TrackRecord: Decodable {
    private enum CodingKeys: String, CodingKey {
        case age, box, changed, `class`, cost, detection, frame, hits, id, limit, match, measured
        case runnerUp = "runner_up"
        case score, state, stream, time
    }

    /// Reads a `track` line; unknown fields are passed over.
    ///
    /// - Throws: `DecodingError` with the path of the field that is missing or wrong; `detection`, `match` and `score` may
    ///   be null only where `measured` is false.
    public init(from decoder: any Decoder) throws {
        let record = try decoder.container(keyedBy: CodingKeys.self)
        id = try record.decode(String.self, forKey: .id)
        stream = try record.decode(String.self, forKey: .stream)
        frame = try record.decode(Int.self, forKey: .frame)
        time = try record.decode(Double?.self, forKey: .time)
        `class` = try record.decode(String.self, forKey: .class)
        state = try record.decode(State.self, forKey: .state)
        changed = try record.decode(Bool.self, forKey: .changed)
        box = try record.decode(Box.self, forKey: .box)
        age = try record.decode(Double.self, forKey: .age)
        hits = try record.decode(Int.self, forKey: .hits)
        association = nil
        guard try record.decode(Bool.self, forKey: .measured) else { return }
        association = Association(
            detection: try record.decode(String.self, forKey: .detection),
            score: try record.decode(Float.self, forKey: .score),
            match: try record.decode(Match.self, forKey: .match),
            cost: try record.decode(Float?.self, forKey: .cost),
            limit: try record.decode(Float?.self, forKey: .limit),
            runnerUp: try record.decode(Float?.self, forKey: .runnerUp))
    }
}
