/// One line of a log.
public enum Record: Sendable, Hashable {
    case run(RunRecord)
    case stream(StreamRecord)
    case frame(FrameRecord)
    case detection(DetectionRecord)
    case track(TrackRecord)
    case pose(PoseRecord)
    case event(EventRecord)
    case motion(MotionRecord)
    case rejection(RejectionRecord)
    case fault(FaultRecord)
    case timing(TimingRecord)
    case end(EndRecord)
    /// A line of a type that this version does not know: the whole object, `type` included.
    case other(type: String, JSONValue)

    /// The value of the line's `type`.
    public var type: String {
        switch self {
        case .run: "run"
        case .stream: "stream"
        case .frame: "frame"
        case .detection: "detection"
        case .track: "track"
        case .pose: "pose"
        case .event: "event"
        case .motion: "motion"
        case .rejection: "rejection"
        case .fault: "fault"
        case .timing: "timing"
        case .end: "end"
        case .other(let type, _): type
        }
    }

    /// Whether the line is one of the decision lines, those that `end.decision_digest` covers.
    public var isDecision: Bool {
        switch self {
        case .frame, .detection, .track, .pose, .event: true
        case .fault(let fault): fault.kind == FaultRecord.decode
        case .run, .stream, .motion, .rejection, .timing, .end, .other: false
        }
    }
}

extension Record: CanonicalValue {
    /// Writes the line's object, without its line feed.
    public func write(to json: inout CanonicalJSON) {
        switch self {
        case .run(let record): record.write(to: &json)
        case .stream(let record): record.write(to: &json)
        case .frame(let record): record.write(to: &json)
        case .detection(let record): record.write(to: &json)
        case .track(let record): record.write(to: &json)
        case .pose(let record): record.write(to: &json)
        case .event(let record): record.write(to: &json)
        case .motion(let record): record.write(to: &json)
        case .rejection(let record): record.write(to: &json)
        case .fault(let record): record.write(to: &json)
        case .timing(let record): record.write(to: &json)
        case .end(let record): record.write(to: &json)
        case .other(_, let value): value.write(to: &json)
        }
    }
}

extension Record: Decodable {
    private enum CodingKeys: CodingKey { case type }

    /// Reads a line by its `type`; one of an unknown type becomes `other`.
    ///
    /// - Throws: `DecodingError` where there is no `type`, or a field of a known type is missing or wrong.
    public init(from decoder: any Decoder) throws {
        let type = try decoder.container(keyedBy: CodingKeys.self).decode(String.self, forKey: .type)
        self =
            switch type {
            case "run": .run(try RunRecord(from: decoder))
            case "stream": .stream(try StreamRecord(from: decoder))
            case "frame": .frame(try FrameRecord(from: decoder))
            case "detection": .detection(try DetectionRecord(from: decoder))
            case "track": .track(try TrackRecord(from: decoder))
            case "pose": .pose(try PoseRecord(from: decoder))
            case "event": .event(try EventRecord(from: decoder))
            case "motion": .motion(try MotionRecord(from: decoder))
            case "rejection": .rejection(try RejectionRecord(from: decoder))
            case "fault": .fault(try FaultRecord(from: decoder))
            case "timing": .timing(try TimingRecord(from: decoder))
            case "end": .end(try EndRecord(from: decoder))
            default: .other(type: type, try JSONValue(from: decoder))
            }
    }
}
