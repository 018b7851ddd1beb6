public import VigieCore

/// One decoded frame, and whether it was looked at: each has its record.
public struct FrameRecord: Sendable, Hashable {
    /// Whether the detector ran on a frame.
    public enum Gate: String, Sendable, Hashable, Decodable {
        case detect, skip
    }

    /// The stream's name in this log.
    public var stream: String
    /// Counts the stream's frames in the order of presentation, from 0.
    public var frame: Int
    /// Presentation time in ticks of the stream's time base; nil where the frame has none.
    public var pts: Int64?
    /// Presentation time in seconds of media time; nil where the frame has none.
    public var time: Double?
    /// XXH3 of the decoded planes; nil where the decoder reported an error, as such a picture differs from run to run.
    public var picture: PictureHash?
    /// How much of the footage was being decoded; nil for all of it.
    public var decode: String?
    /// Whether the detector ran.
    public var gate: Gate
    /// Why it ran or did not, such as `motion` or `decode-error`.
    public var reason: String
    /// Foreground as a share of what is not masked, 0…1; nil where nobody has judged it.
    public var motion: Float?
    /// What moves; absent where nothing does.
    public var regions: [MovingRegion]
    /// What was put down or taken away and has stayed so; absent where there is nothing.
    public var still: [StillArea]
    /// The parts of the frame that it ran on, whole pixels; empty where it did not run.
    public var crops: [Region]
    /// XXH3 of the network's input for each of `crops`.
    public var input: [PictureHash]
    /// Candidates that were dropped unseen, as there were more than a bound allows; absent where there were none.
    public var droppedCandidates: Int

    /// Takes the values as they are; `input` is to have as many elements as `crops`.
    public init(
        stream: String, frame: Int, pts: Int64?, time: Double?, picture: PictureHash?, decode: String? = nil,
        gate: Gate, reason: String,
        motion: Float? = nil, regions: [MovingRegion] = [], still: [StillArea] = [], crops: [Region],
        input: [PictureHash],
        droppedCandidates: Int = 0
    ) {
        self.stream = stream
        self.frame = frame
        self.pts = pts
        self.time = time
        self.picture = picture
        self.decode = decode
        self.gate = gate
        self.reason = reason
        self.motion = motion
        self.regions = regions
        self.still = still
        self.crops = crops
        self.input = input
        self.droppedCandidates = droppedCandidates
    }

    /// The name of a frame, as evidence has it.
    public static func id(stream: String, frame: Int) -> String { "\(stream)/\(frame)" }
}

extension FrameRecord: CanonicalValue {
    /// Writes the record as one canonical JSON object; what may be absent only where there is some.
    public func write(to json: inout CanonicalJSON) {
        json.object {
            $0.member("crops", crops)
            if let decode { $0.member("decode", decode) }
            if droppedCandidates > 0 { $0.member("dropped_candidates", droppedCandidates) }
            $0.member("frame", frame)
            $0.member("gate", gate.rawValue)
            $0.member("input", input)
            if let motion { $0.member("motion", motion) }
            $0.member("picture", picture)
            $0.member("pts", pts)
            $0.member("reason", reason)
            if !regions.isEmpty { $0.member("regions", regions) }
            if !still.isEmpty { $0.member("still", still) }
            $0.member("stream", stream)
            $0.member("time", time)
            $0.member("type", "frame")
        }
    }
}

extension FrameRecord: Decodable {
    private enum CodingKeys: String, CodingKey {
        case stream, frame, pts, time, picture, decode, gate, reason, motion, regions, still, crops, input
        case droppedCandidates = "dropped_candidates"
    }

    /// Reads a `frame` line; unknown fields are passed over.
    ///
    /// - Throws: `DecodingError` with the path of the field that is missing or wrong.
    public init(from decoder: any Decoder) throws {
        let record = try decoder.container(keyedBy: CodingKeys.self)
        stream = try record.decode(String.self, forKey: .stream)
        frame = try record.decode(Int.self, forKey: .frame)
        pts = try record.wideInteger(forKey: .pts)
        time = try record.decodeIfPresent(Double.self, forKey: .time)
        picture = try record.decodeIfPresent(PictureHash.self, forKey: .picture)
        decode = try record.decodeIfPresent(String.self, forKey: .decode)
        gate = try record.decode(Gate.self, forKey: .gate)
        reason = try record.decode(String.self, forKey: .reason)
        motion = try record.decodeIfPresent(Float.self, forKey: .motion)
        regions = try record.decodeIfPresent([MovingRegion].self, forKey: .regions) ?? []
        still = try record.decodeIfPresent([StillArea].self, forKey: .still) ?? []
        crops = try record.decode([Region].self, forKey: .crops)
        input = try record.decode([PictureHash].self, forKey: .input)
        droppedCandidates = try record.decodeIfPresent(Int.self, forKey: .droppedCandidates) ?? 0
    }
}
