internal import FoundationEssentials

/// A line of a log as it was read.
public struct LogLine: Sendable {
    /// From 1.
    public let number: Int
    /// What it says, as far as this version knows its fields.
    public let record: Record
    /// The line itself, without its line feed.
    public let bytes: [UInt8]

    /// All of its fields by name, those too that this version does not know.
    public var fields: [String: JSONValue] {
        guard case .object(let fields) = try? JSONDecoder().decode(JSONValue.self, from: Data(bytes)) else {
            return [:]
        }
        return fields
    }
}

/// The line as it stands in the log.
extension LogLine: CanonicalValue {
    /// Writes the line's bytes as they are.
    public func write(to json: inout CanonicalJSON) { json.verbatim(bytes) }
}

extension Record {
    /// The id by which other records name this one; nil where none does.
    var reference: String? {
        switch self {
        case .frame(let frame): FrameRecord.id(stream: frame.stream, frame: frame.frame)
        case .detection(let detection): detection.id
        case .track(let track): track.id
        case .pose(let pose): pose.id
        case .event(let event): event.id
        case .rejection(let rejection): rejection.id
        case .run, .stream, .motion, .fault, .timing, .end: nil
        case .other(_, .object(let fields)): if case .string(let id) = fields["id"] { id } else { nil }
        case .other: nil
        }
    }
}

extension LogLine {
    /// The ids of what gave way to this record.
    var suppressed: [String] { if case .detection(let detection) = record { detection.suppressed } else { [] } }

    /// The ids of the records that this one rests on, and of its frame.
    var references: [String] {
        switch record {
        case .detection(let detection): [FrameRecord.id(stream: detection.stream, frame: detection.frame)]
        case .track(let track):
            [FrameRecord.id(stream: track.stream, frame: track.frame)]
                + [track.association?.detection].compactMap(\.self)
        case .pose(let pose):
            [FrameRecord.id(stream: pose.stream, frame: pose.frame), pose.track]
        case .rejection(let rejection):
            [FrameRecord.id(stream: rejection.stream, frame: rejection.frame)] + rejection.subject.references
        case .event(let event):
            // Rules add fields of their own: whatever is spelt as a record's id is taken for one.
            [FrameRecord.id(stream: event.stream, frame: event.frame)]
                + JSONValue.object(fields).strings.filter { $0.hasPrefix(event.stream + "/") && $0 != event.id }
        case .run, .stream, .frame, .motion, .fault, .timing, .end, .other: []
        }
    }
}

extension RejectionRecord.Subject {
    fileprivate var references: [String] {
        switch self {
        case .candidate(let candidate): [candidate.by, candidate.via].compactMap(\.self)
        case .shortfall(let shortfall): [shortfall.object].compactMap(\.self)
        }
    }
}

extension JSONValue {
    /// All strings in it, keys aside; those of an object in the order of its keys.
    var strings: [String] {
        switch self {
        case .string(let text): [text]
        case .array(let elements): elements.flatMap(\.strings)
        case .object(let members): members.sorted { $0.key < $1.key }.flatMap(\.value.strings)
        case .null, .bool, .number: []
        }
    }
}
