public import VigieCore

/// Something that a rule, or the state of the camera, raises: one line when it begins, and one when it ends.
public struct EventRecord: Sendable, Hashable {
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
    public struct Measure: Sendable, Hashable {
        /// What was measured.
        public var value: Float
        /// What it was compared with; nil where it only tells.
        public var threshold: Float?

        /// Takes the values as they are.
        public init(value: Float, threshold: Float?) {
            self.value = value
            self.threshold = threshold
        }
    }

    /// A zone or a line that the rule goes by, as the site file has it.
    public struct Area: Sendable, Hashable {
        /// Its name.
        public var name: String
        /// Its corners or points, in shares of the upright frame's width and height.
        public var points: [Polygon.Vertex]

        /// Takes the values as they are.
        public init(name: String, points: [Polygon.Vertex]) {
            self.name = name
            self.points = points
        }
    }

    /// The same on all lines of one event; unique in the log.
    public var id: String
    /// The stream's name in this log.
    public var stream: String
    /// What raised it, such as `CameraCovered`.
    public var rule: String
    /// What the site file calls the rule; nil for the camera's events.
    public var name: String?
    /// How far it has come.
    public var phase: Phase
    /// Index of the frame with which this was decided.
    public var frame: Int
    /// That frame's time in seconds of media time; nil where it has none.
    public var time: Double?
    /// The tracks' ids of the objects that it is about.
    public var objects: [String]
    /// The zone that the rule goes by; nil where it goes by none.
    public var zone: Area?
    /// The line that the rule goes by; nil where it goes by none.
    public var line: Area?
    /// Where it is, in pixels of the upright frame; nil where the objects say that.
    public var box: Box?
    /// What it was judged by.
    public var measures: [String: Measure]
    /// What else there is to say, such as the direction of a crossing.
    public var attributes: [String: String]
    /// The ids of the records that it rests on; a frame's is `stream/frame`.
    public var evidence: [String]

    /// Takes the values as they are.
    public init(
        id: String, stream: String, rule: String, name: String? = nil, phase: Phase, frame: Int, time: Double?,
        objects: [String] = [], zone: Area? = nil, line: Area? = nil, box: Box? = nil, measures: [String: Measure],
        attributes: [String: String] = [:], evidence: [String]
    ) {
        self.id = id
        self.stream = stream
        self.rule = rule
        self.name = name
        self.phase = phase
        self.frame = frame
        self.time = time
        self.objects = objects
        self.zone = zone
        self.line = line
        self.box = box
        self.measures = measures
        self.attributes = attributes
        self.evidence = evidence
    }

    /// The name of a stream's event number `index`, counted from 0.
    public static func id(stream: String, index: Int) -> String { "\(stream)/e\(index)" }
}

extension EventRecord: CanonicalValue {
    /// Writes the record as one canonical JSON object.
    public func write(to json: inout CanonicalJSON) {
        json.object {
            if !attributes.isEmpty { $0.member("attributes", attributes) }
            if let box { $0.member("box", box) }
            $0.member("evidence", evidence)
            $0.member("frame", frame)
            $0.member("id", id)
            if let line { $0.member("line", line) }
            $0.member("measures", measures)
            if let name { $0.member("name", name) }
            if !objects.isEmpty { $0.member("objects", objects) }
            $0.member("phase", phase.rawValue)
            $0.member("rule", rule)
            $0.member("stream", stream)
            $0.member("time", time)
            $0.member("type", "event")
            if let zone { $0.member("zone", zone) }
        }
    }
}

extension EventRecord: Decodable {
    private enum CodingKeys: CodingKey {
        case attributes, box, evidence, frame, id, line, measures, name, objects, phase, rule, stream, time, zone
    }

    /// Reads an `event` line; unknown fields are passed over.
    ///
    /// - Throws: `DecodingError` with the path of the field that is missing or wrong.
    public init(from decoder: any Decoder) throws {
        let record = try decoder.container(keyedBy: CodingKeys.self)
        id = try record.decode(String.self, forKey: .id)
        stream = try record.decode(String.self, forKey: .stream)
        rule = try record.decode(String.self, forKey: .rule)
        name = try record.decodeIfPresent(String.self, forKey: .name)
        phase = try record.decode(Phase.self, forKey: .phase)
        frame = try record.decode(Int.self, forKey: .frame)
        time = try record.decodeIfPresent(Double.self, forKey: .time)
        objects = try record.decodeIfPresent([String].self, forKey: .objects) ?? []
        zone = try record.decodeIfPresent(Area.self, forKey: .zone)
        line = try record.decodeIfPresent(Area.self, forKey: .line)
        box = try record.decodeIfPresent(Box.self, forKey: .box)
        measures = try record.decode([String: Measure].self, forKey: .measures)
        attributes = try record.decodeIfPresent([String: String].self, forKey: .attributes) ?? [:]
        evidence = try record.decode([String].self, forKey: .evidence)
    }
}

extension EventRecord.Area: CanonicalValue, Decodable {
    /// Writes name and points as one object.
    public func write(to json: inout CanonicalJSON) {
        json.object {
            $0.member("name", name)
            $0.member("points", points)
        }
    }

    private enum CodingKeys: CodingKey { case name, points }

    /// Reads an area.
    ///
    /// - Throws: `DecodingError` with the path of the field that is missing or wrong.
    public init(from decoder: any Decoder) throws {
        let area = try decoder.container(keyedBy: CodingKeys.self)
        name = try area.decode(String.self, forKey: .name)
        points = try area.decode([[Double]].self, forKey: .points).map { pair in
            let pair = try pair.expecting(2, from: decoder)
            return Polygon.Vertex(x: pair[0], y: pair[1])
        }
    }
}

/// `[x, y]`.
extension Polygon.Vertex: CanonicalValue {
    /// Writes an array of two numbers.
    public func write(to json: inout CanonicalJSON) {
        json.array {
            $0.element(x)
            $0.element(y)
        }
    }
}

extension EventRecord.Measure: CanonicalValue, Decodable {
    private enum CodingKeys: CodingKey { case threshold, value }

    /// Reads a measure; null in place of a value that was not finite becomes NaN.
    ///
    /// - Throws: `DecodingError` with the path of the field that is missing or wrong.
    public init(from decoder: any Decoder) throws {
        let measure = try decoder.container(keyedBy: CodingKeys.self)
        value = try measure.decode(Float?.self, forKey: .value) ?? .nan
        threshold = try measure.decode(Float?.self, forKey: .threshold)
    }

    /// Writes value and threshold as one object.
    public func write(to json: inout CanonicalJSON) {
        json.object {
            $0.member("threshold", threshold)
            $0.member("value", value)
        }
    }
}
