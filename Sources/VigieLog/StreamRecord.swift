public import VigieCore

/// Where frames come from and how their samples are understood; stands before the stream's first frame.
public struct StreamRecord: Sendable, Hashable, Decodable {
    /// The stream's name in this log.
    public var stream: String
    /// The instant of media time 0, in seconds since 1970-01-01T00:00Z; nil where nobody said it.
    public var epoch: Double?
    /// From which second of media time on local time is by how many seconds ahead of UTC, `[second, seconds]` in the order
    /// of time; nil where no local time is needed.
    public var utcOffsets: [[Double]]?
    /// The path or address as it was given, without credentials: see `Credentials`; of a joined stream, the first part's.
    public var source: String
    /// SHA-256 of the file; nil where the source is no file, or the stream is joined.
    public var sha256: Digest?
    /// Size of the file in bytes; nil where the source is no file, or the stream is joined.
    public var bytes: Int64?
    /// What a joined stream is made of, in its order; nil for any other.
    public var parts: [Part]?
    /// FFmpeg's name of the container.
    public var container: String
    /// FFmpeg's name of the codec.
    public var codec: String
    /// FFmpeg's name of the decoded samples' layout.
    public var pixelFormat: String
    /// Size of the frame in pixels once it is upright; boxes are given in this frame.
    public var width: Int?
    /// Height of the upright frame, in pixels.
    public var height: Int?
    /// How the stored picture is turned to be upright, degrees clockwise: 0, 90, 180 or 270.
    public var rotation: Int
    /// The duration of one tick of `pts`, in seconds.
    public var timeBase: TimeBase
    /// Frames a second as the container states them; nil where it does not.
    public var frameRate: Double?
    /// The matrix that turns luma and chroma into colour, as applied, such as `bt601` or `bt709`.
    public var matrix: String
    /// The range of the samples as applied: `limited` or `full`.
    public var range: String
    /// Where chroma samples lie, as applied, such as `left` or `center`; nil where there are none.
    public var chromaLocation: String?
    /// What scales and converts pictures for the network: `vigie`, or `swscale`, whose result depends on the CPU.
    public var resampler: String
    /// The number of frames as the container states it; nil where it does not.
    public var framesExpected: Int?

    /// One clip of a joined stream.
    public struct Part: Sendable, Hashable, Decodable {
        /// The path or address as it was given, without credentials.
        public var source: String
        /// SHA-256 of the file; nil where the source is no file.
        public var sha256: Digest?
        /// Size of the file in bytes; nil where the source is no file.
        public var bytes: Int64?
        /// The number of frames as the container states it; nil where it does not.
        public var framesExpected: Int?

        /// Takes the values as they are; `source` must be without credentials already.
        public init(source: String, sha256: Digest?, bytes: Int64?, framesExpected: Int?) {
            self.source = source
            self.sha256 = sha256
            self.bytes = bytes
            self.framesExpected = framesExpected
        }

        private enum CodingKeys: String, CodingKey {
            case source, sha256, bytes
            case framesExpected = "frames_expected"
        }
    }

    /// Takes the values as they are; `source` must be without credentials already.
    public init(
        stream: String, epoch: Double? = nil, utcOffsets: [[Double]]? = nil, source: String, sha256: Digest?,
        bytes: Int64?, parts: [Part]? = nil, container: String, codec: String,
        pixelFormat: String, width: Int?, height: Int?, rotation: Int, timeBase: TimeBase, frameRate: Double?,
        matrix: String, range: String, chromaLocation: String?, resampler: String, framesExpected: Int?
    ) {
        self.stream = stream
        self.epoch = epoch
        self.utcOffsets = utcOffsets
        self.source = source
        self.sha256 = sha256
        self.bytes = bytes
        self.parts = parts
        self.container = container
        self.codec = codec
        self.pixelFormat = pixelFormat
        self.width = width
        self.height = height
        self.rotation = rotation
        self.timeBase = timeBase
        self.frameRate = frameRate
        self.matrix = matrix
        self.range = range
        self.chromaLocation = chromaLocation
        self.resampler = resampler
        self.framesExpected = framesExpected
    }

    private enum CodingKeys: String, CodingKey {
        case stream, epoch, source, sha256, bytes, parts, container, codec, width, height, rotation, matrix, range
        case resampler
        case utcOffsets = "utc_offsets"
        case pixelFormat = "pixel_format"
        case timeBase = "time_base"
        case frameRate = "frame_rate"
        case chromaLocation = "chroma_location"
        case framesExpected = "frames_expected"
    }
}

extension StreamRecord: CanonicalValue {
    /// Writes the record as one canonical JSON object, null for what is unknown.
    public func write(to json: inout CanonicalJSON) {
        json.object {
            $0.member("bytes", bytes)
            $0.member("chroma_location", chromaLocation)
            $0.member("codec", codec)
            $0.member("container", container)
            if let epoch { $0.member("epoch", epoch) }
            $0.member("frame_rate", frameRate)
            $0.member("frames_expected", framesExpected)
            $0.member("height", height)
            $0.member("matrix", matrix)
            if let parts { $0.member("parts", parts) }
            $0.member("pixel_format", pixelFormat)
            $0.member("range", range)
            $0.member("resampler", resampler)
            $0.member("rotation", rotation)
            $0.member("sha256", sha256)
            $0.member("source", source)
            $0.member("stream", stream)
            $0.member("time_base", timeBase)
            $0.member("type", "stream")
            if let utcOffsets { $0.member("utc_offsets", utcOffsets) }
            $0.member("width", width)
        }
    }
}

extension StreamRecord.Part: CanonicalValue {
    /// Writes the part as one canonical JSON object, null for what is unknown.
    public func write(to json: inout CanonicalJSON) {
        json.object {
            $0.member("bytes", bytes)
            $0.member("frames_expected", framesExpected)
            $0.member("sha256", sha256)
            $0.member("source", source)
        }
    }
}
