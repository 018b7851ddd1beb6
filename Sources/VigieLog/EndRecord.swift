public import VigieCore

/// How the run ended, and what it comes to: the last line. A log without it was cut.
public struct EndRecord: Sendable, Hashable, Decodable {
    /// How a run ended.
    public enum Status: String, Sendable, Hashable, Decodable {
        /// The input was read to its end.
        case complete
        /// A person or the system asked the program to stop.
        case interrupted
        /// Something made it impossible to go on.
        case failed
    }

    /// Frames by what became of them: decoded = analysed + failed + all skipped.
    public struct Frames: Sendable, Hashable, Decodable {
        /// Frames that the decoder gave. What it refused gave none: that is a fault.
        public var decoded: Int
        /// Frames that were not decoded on purpose; absent from the line where there were none.
        public var undecoded: Int
        /// Frames that the detector ran on.
        public var analysed: Int
        /// Frames without a record, as an error lost them.
        public var failed: Int
        /// Frames that the detector did not run on, by reason.
        public var skipped: [String: Int]

        /// Takes the counts as they are; that they add up is up to the caller.
        public init(decoded: Int, undecoded: Int = 0, analysed: Int, failed: Int, skipped: [String: Int]) {
            self.decoded = decoded
            self.undecoded = undecoded
            self.analysed = analysed
            self.failed = failed
            self.skipped = skipped
        }

        /// Frames that have a place in the stream, decoded or not.
        public var all: Int { decoded + undecoded }

        private enum CodingKeys: CodingKey { case decoded, undecoded, analysed, failed, skipped }

        /// Reads the counts of an `end` line.
        ///
        /// - Throws: `DecodingError` with the path of the field that is missing or wrong.
        public init(from decoder: any Decoder) throws {
            let frames = try decoder.container(keyedBy: CodingKeys.self)
            decoded = try frames.decode(Int.self, forKey: .decoded)
            undecoded = try frames.decodeIfPresent(Int.self, forKey: .undecoded) ?? 0
            analysed = try frames.decode(Int.self, forKey: .analysed)
            failed = try frames.decode(Int.self, forKey: .failed)
            skipped = try frames.decode([String: Int].self, forKey: .skipped)
        }
    }

    /// How the run ended.
    public var status: Status
    /// Why it did not complete; nil where it did.
    public var reason: String?
    /// Frames by what became of them.
    public var frames: Frames
    /// The number of detections by class.
    public var detections: [String: Int]
    /// The number of tracks that were believed, by class.
    public var tracks: [String: Int]
    /// The number of events that began, by rule.
    public var events: [String: Int]
    /// The number of faults by kind.
    public var faults: [String: Int]
    /// SHA-256 of the decision lines, each with its LF, in the log's order. `LogWriter.finish(_:)` sets it; until then
    /// it is that of a log without such lines.
    public internal(set) var decisionDigest = Digest(of: [])

    /// A record without its digest, which `LogWriter.finish(_:)` adds.
    public init(
        status: Status, reason: String?, frames: Frames, detections: [String: Int], tracks: [String: Int] = [:],
        events: [String: Int] = [:], faults: [String: Int]
    ) {
        self.status = status
        self.reason = reason
        self.frames = frames
        self.detections = detections
        self.tracks = tracks
        self.events = events
        self.faults = faults
    }

    private enum CodingKeys: String, CodingKey {
        case status, reason, frames, detections, tracks, events, faults
        case decisionDigest = "decision_digest"
    }
}

extension EndRecord: CanonicalValue {
    /// Writes the record as one canonical JSON object.
    public func write(to json: inout CanonicalJSON) {
        json.object {
            $0.member("decision_digest", decisionDigest)
            $0.member("detections", detections)
            $0.member("events", events)
            $0.member("faults", faults)
            $0.member("frames", frames)
            $0.member("reason", reason)
            $0.member("status", status.rawValue)
            $0.member("tracks", tracks)
            $0.member("type", "end")
        }
    }
}

extension EndRecord.Frames: CanonicalValue {
    /// Writes the counts as one object; `undecoded` only where it is not 0.
    public func write(to json: inout CanonicalJSON) {
        json.object {
            $0.member("analysed", analysed)
            $0.member("decoded", decoded)
            $0.member("failed", failed)
            $0.member("skipped", skipped)
            if undecoded > 0 { $0.member("undecoded", undecoded) }
        }
    }
}
