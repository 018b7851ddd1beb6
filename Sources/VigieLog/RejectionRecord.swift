public import VigieCore

/// Why a candidate became no detection, or an object raised no event. It explains, and decides nothing.
public struct RejectionRecord: Sendable, Hashable {
    /// It gave way to a better candidate of its class that shows the same object.
    public static let suppressed = "suppressed"
    /// Its box is smaller or larger than is wanted.
    public static let size = "size"
    /// Its score is not above its threshold.
    public static let threshold = "threshold"
    /// It is cut by its crop's edge, and a neighbouring crop shows as much of it.
    public static let neighbour = "neighbour"
    /// Its crop has more and better candidates than the model's manifest lets in.
    public static let limit = "limit"

    /// A candidate that became no detection.
    public struct Candidate: Sendable, Hashable {
        /// The class's name as the model's manifest has it.
        public var `class`: String
        /// How sure the detector is, 0…1.
        public var score: Float
        /// The score that this class has to exceed, 0…1.
        public var threshold: Float
        /// Where, in pixels of the upright frame.
        public var box: Box
        /// Index into the frame's `crops`.
        public var crop: Int
        /// Stride of the network's grid that it comes from, in pixels of the network's input.
        public var level: Int
        /// The cell of that grid.
        public var cell: DetectionRecord.Cell
        /// What the score is made of, by name, such as `class` and `objectness`.
        public var raw: [String: Float]
        /// What it counts as suppressed by: the id of a detection, or of a rejection where that is outside the wanted sizes;
        /// nil where it is not suppressed.
        public var by: String?
        /// The rejection that it gave way to, where that in turn gave way to `by` in another crop; nil elsewhere.
        public var via: String?

        /// Takes the values as they are.
        public init(
            class: String, score: Float, threshold: Float, box: Box, crop: Int, level: Int, cell: DetectionRecord.Cell,
            raw: [String: Float], by: String? = nil, via: String? = nil
        ) {
            self.class = `class`
            self.score = score
            self.threshold = threshold
            self.box = box
            self.crop = crop
            self.level = level
            self.cell = cell
            self.raw = raw
            self.by = by
            self.via = via
        }
    }

    /// A rule that raised nothing, and for which object.
    public struct Shortfall: Sendable, Hashable {
        /// The rule's name, as events have it.
        public var rule: String
        /// The track's id; nil where the rule is not about one object.
        public var object: String?

        /// Takes the values as they are.
        public init(rule: String, object: String?) {
            self.rule = rule
            self.object = object
        }
    }

    /// What was rejected.
    public enum Subject: Sendable, Hashable {
        case candidate(Candidate)
        case shortfall(Shortfall)
    }

    /// Unique in the log: see `DetectionRecord.rejectionID(stream:frame:index:)` and `shortfallID(stream:frame:index:)`.
    public var id: String
    /// The stream's name in this log.
    public var stream: String
    /// Index of the frame.
    public var frame: Int
    /// What was rejected.
    public var subject: Subject
    /// Why; of a candidate one of the constants above, of a rule the rule's own word, such as `timer`.
    public var reason: String
    /// What it was judged by, such as `overlap` or `inside_seconds`; empty where the reason says all.
    public var measures: [String: EventRecord.Measure]

    /// Takes the values as they are.
    public init(
        id: String, stream: String, frame: Int, subject: Subject, reason: String,
        measures: [String: EventRecord.Measure] = [:]
    ) {
        self.id = id
        self.stream = stream
        self.frame = frame
        self.subject = subject
        self.reason = reason
        self.measures = measures
    }

    /// A rule that raised nothing.
    ///
    /// - Parameters:
    ///   - index: Counts the frame's records of this kind from 0.
    ///   - object: The track's id; nil where the rule is not about one object.
    ///   - reason: What is missing, such as `outside-zone`, `timer`, `class`, `not-confirmed` or `schedule`.
    public init(
        stream: String, frame: Int, index: Int, rule: String, object: String?, reason: String,
        measures: [String: EventRecord.Measure]
    ) {
        self.init(
            id: Self.shortfallID(stream: stream, frame: frame, index: index), stream: stream, frame: frame,
            subject: .shortfall(Shortfall(rule: rule, object: object)), reason: reason, measures: measures)
    }

    /// The name of the frame's record number `index`, counted from 0, of those that say why a rule raised nothing.
    public static func shortfallID(stream: String, frame: Int, index: Int) -> String { "\(stream)/\(frame)/n\(index)" }
}

extension RejectionRecord: CanonicalValue {
    /// Writes the record as one canonical JSON object; what does not apply is absent.
    public func write(to json: inout CanonicalJSON) {
        json.object {
            switch subject {
            case .candidate(let candidate):
                $0.member("box", candidate.box)
                if let by = candidate.by { $0.member("by", by) }
                $0.member("cell", candidate.cell)
                $0.member("class", candidate.class)
                $0.member("crop", candidate.crop)
                writeCommon(to: &$0)
                $0.member("level", candidate.level)
                if !measures.isEmpty { $0.member("measures", measures) }
                $0.member("raw", candidate.raw)
                $0.member("reason", reason)
                $0.member("score", candidate.score)
                $0.member("stream", stream)
                $0.member("threshold", candidate.threshold)
                $0.member("type", "rejection")
                if let via = candidate.via { $0.member("via", via) }
            case .shortfall(let shortfall):
                writeCommon(to: &$0)
                if !measures.isEmpty { $0.member("measures", measures) }
                $0.member("object", shortfall.object)
                $0.member("reason", reason)
                $0.member("rule", shortfall.rule)
                $0.member("stream", stream)
                $0.member("type", "rejection")
            }
        }
    }

    private func writeCommon(to json: inout CanonicalJSON) {
        json.member("frame", frame)
        json.member("id", id)
    }
}

extension RejectionRecord: Decodable {
    private enum CodingKeys: CodingKey {
        case id, stream, frame, reason, measures
        case `class`, score, threshold, box, crop, level, cell, raw, by, via
        case rule, object
    }

    /// Reads a `rejection` line: of a rule where there is a `rule`, else of a candidate; unknown fields are passed over.
    ///
    /// - Throws: `DecodingError` with the path of the field that is missing or wrong.
    public init(from decoder: any Decoder) throws {
        let record = try decoder.container(keyedBy: CodingKeys.self)
        id = try record.decode(String.self, forKey: .id)
        stream = try record.decode(String.self, forKey: .stream)
        frame = try record.decode(Int.self, forKey: .frame)
        reason = try record.decode(String.self, forKey: .reason)
        measures = try record.decodeIfPresent([String: EventRecord.Measure].self, forKey: .measures) ?? [:]
        if let rule = try record.decodeIfPresent(String.self, forKey: .rule) {
            subject = .shortfall(
                Shortfall(rule: rule, object: try record.decodeIfPresent(String.self, forKey: .object)))
        } else {
            subject = .candidate(
                Candidate(
                    class: try record.decode(String.self, forKey: .class),
                    score: try record.decode(Float.self, forKey: .score),
                    threshold: try record.decode(Float.self, forKey: .threshold),
                    box: try record.decode(Box.self, forKey: .box), crop: try record.decode(Int.self, forKey: .crop),
                    level: try record.decode(Int.self, forKey: .level),
                    cell: try record.decode(DetectionRecord.Cell.self, forKey: .cell),
                    raw: try record.decode([String: Float?].self, forKey: .raw).mapValues { $0 ?? .nan },
                    by: try record.decodeIfPresent(String.self, forKey: .by),
                    via: try record.decodeIfPresent(String.self, forKey: .via)))
        }
    }
}
