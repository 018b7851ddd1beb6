/// Something that a rule, or the state of the camera, raises: one line when it begins, and one when it ends.
public struct EventRecord: Sendable, Hashable, Decodable {
    /// How far an event has come.
    public enum Phase: String, Sendable, Hashable, Decodable {
        /// It holds from now on.
        case begin
        /// It still holds, and what is known of it has changed.
        case update
        /// It holds no more.
        case end
    }

    /// A value, and what it was compared with.
    public struct Measure: Sendable, Hashable, Decodable {
        /// What was measured.
        public var value: Float
        /// What it was compared with.
        public var threshold: Float

        /// Takes the values as they are.
        public init(value: Float, threshold: Float) {
            self.value = value
            self.threshold = threshold
        }
    }

    /// The same on all lines of one event; unique in the log.
    public var id: String
    /// The stream's name in this log.
    public var stream: String
    /// What raised it, such as `CameraCovered`.
    public var rule: String
    /// How far it has come.
    public var phase: Phase
    /// Index of the frame with which this was decided.
    public var frame: Int
    /// That frame's time in seconds of media time; nil where it has none.
    public var time: Double?
    /// What it was judged by.
    public var measures: [String: Measure]
    /// The ids of the records that it rests on; a frame's is `stream/frame`.
    public var evidence: [String]

    /// Takes the values as they are.
    public init(
        id: String, stream: String, rule: String, phase: Phase, frame: Int, time: Double?,
        measures: [String: Measure], evidence: [String]
    ) {
        self.id = id
        self.stream = stream
        self.rule = rule
        self.phase = phase
        self.frame = frame
        self.time = time
        self.measures = measures
        self.evidence = evidence
    }

    /// The name of a stream's event number `index`, counted from 0.
    public static func id(stream: String, index: Int) -> String { "\(stream)/e\(index)" }
}

extension EventRecord: CanonicalValue {
    /// Writes the record as one canonical JSON object.
    public func write(to json: inout CanonicalJSON) {
        json.object {
            $0.member("evidence", evidence)
            $0.member("frame", frame)
            $0.member("id", id)
            $0.member("measures", measures)
            $0.member("phase", phase.rawValue)
            $0.member("rule", rule)
            $0.member("stream", stream)
            $0.member("time", time)
            $0.member("type", "event")
        }
    }
}

extension EventRecord.Measure: CanonicalValue {
    /// Writes value and threshold as one object.
    public func write(to json: inout CanonicalJSON) {
        json.object {
            $0.member("threshold", threshold)
            $0.member("value", value)
        }
    }
}
