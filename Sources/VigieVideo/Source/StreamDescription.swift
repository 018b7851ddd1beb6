public import VigieCore

/// What a source says about itself when it is opened. Pictures may still differ: a frame's own size is the truth.
public struct StreamDescription: Sendable, Hashable {
    /// FFmpeg's short name of the container, such as `mov,mp4,m4a,3gp,3g2,mj2`; `pictures` for a sequence.
    public var container: String
    /// FFmpeg's short name of the codec, such as `h264`.
    public var codec: String
    /// FFmpeg's name of the pixel format, such as `yuv420p`; nil where it is not known before the first frame.
    public var pixelFormat: String?
    /// Pixels of the upright picture; 0 where that is not known before the first frame.
    public var width, height: Int
    /// How the stored picture is brought upright.
    public var orientation: Orientation
    /// The duration of one tick of a frame's `time.pts`.
    public var timeBase: TimeBase
    /// Frames a second, on average, as the container says; nil where it does not.
    public var frameRate: Double?
    /// FFmpeg's name of the colour matrix; nil where unspecified (BT.601 is then assumed).
    public var matrix: String?
    /// `tv` (limited) or `pc` (full); nil where unspecified (the pixel format then decides).
    public var range: String?
    /// FFmpeg's name of the place of the chroma samples; nil where unspecified.
    public var chromaLocation: String?
    /// As the container says, which may be wrong; nil where it does not.
    public var expectedFrames: Int?
    /// Seconds, as the container says; nil where it does not.
    public var duration: Double?
    /// Of a regular file's bytes, or of a sequence's pictures one after the other; nil for a pipe or a server.
    public var sha256: Digest?
    /// Size of what `sha256` covers.
    public var bytes: Int64?
    /// What a joined stream is made of, in its order: each with an `sha256` of its own, the stream has none. Nil for any
    /// other.
    public var parts: [Part]?

    /// One part of a joined stream.
    public struct Part: Sendable, Hashable {
        /// As the user wrote it, credentials included.
        public var address: String
        /// As of a stream.
        public var sha256: Digest?
        /// Size of what `sha256` covers.
        public var bytes: Int64?
        /// As its container says, which may be wrong; nil where it does not.
        public var expectedFrames: Int?
    }

    /// Degrees clockwise by which the stored picture is turned to stand upright: 0, 90, 180 or 270.
    public var rotation: Int { orientation.rotation }
}
