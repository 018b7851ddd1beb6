/// Something that went wrong and was survived.
public struct FaultRecord: Sendable, Hashable {
    /// The kind of a damaged packet or frame: the only kind that is a decision line.
    public static let decode = "decode"
    /// The kind of a place where the input could not be read, as where a connection broke: it comes from outside.
    public static let read = "read"

    /// What went wrong, such as `decode` or `read`.
    public var kind: String
    /// The stream's name in this log.
    public var stream: String
    /// Index of the next frame to come; nil where none is expected.
    public var frame: Int?
    /// Where in the input, bytes from its beginning; nil where that is unknown.
    public var position: Int64?
    /// Presentation time in ticks of the stream's time base; nil where that is unknown.
    public var pts: Int64?
    /// One sentence; for `decode` the same in each run, so it holds no address, path or time of day.
    public var message: String

    /// Takes the values as they are; the kind decides whether it is a decision line.
    public init(kind: String, stream: String, frame: Int?, position: Int64?, pts: Int64?, message: String) {
        self.kind = kind
        self.stream = stream
        self.frame = frame
        self.position = position
        self.pts = pts
        self.message = message
    }
}

extension FaultRecord: CanonicalValue {
    /// Writes the record as one canonical JSON object, null for what is unknown.
    public func write(to json: inout CanonicalJSON) {
        json.object {
            $0.member("frame", frame)
            $0.member("kind", kind)
            $0.member("message", message)
            $0.member("position", position)
            $0.member("pts", pts)
            $0.member("stream", stream)
            $0.member("type", "fault")
        }
    }
}

extension FaultRecord: Decodable {
    private enum CodingKeys: CodingKey { case kind, stream, frame, position, pts, message }

    /// Reads a `fault` line; unknown fields are passed over.
    ///
    /// - Throws: `DecodingError` with the path of the field that is missing or wrong.
    public init(from decoder: any Decoder) throws {
        let record = try decoder.container(keyedBy: CodingKeys.self)
        kind = try record.decode(String.self, forKey: .kind)
        stream = try record.decode(String.self, forKey: .stream)
        frame = try record.decodeIfPresent(Int.self, forKey: .frame)
        position = try record.wideInteger(forKey: .position)
        pts = try record.wideInteger(forKey: .pts)
        message = try record.decode(String.self, forKey: .message)
    }
}
