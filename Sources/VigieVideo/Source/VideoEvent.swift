/// What comes next out of a source.
public enum VideoEvent: ~Copyable, Sendable {
    case frame(Frame)
    /// Something in the footage could not be used; more may follow.
    case fault(DecodeFault)
    /// A frame that was left out on purpose: see `VideoSource.setPace(_:)`.
    case undecoded(UndecodedFrame)
    case end
}

/// Damage in the footage, and where.
public struct DecodeFault: Sendable, Hashable {
    /// What could not be used as it was.
    public enum Kind: String, Sendable, Hashable {
        /// The container could not be read at this place.
        case read
        /// The container says that the packet is incomplete, or its checksum is wrong.
        case packet
        /// The decoder refused the packet; no frame came of it.
        case refused
        /// The decoder gave a frame and said that it is damaged.
        case frame
        /// One picture of a sequence cannot be opened.
        case picture
        /// One part of a joined stream gave no frame.
        case part
    }

    /// What is damaged: the container, a packet, a frame, a picture of a sequence, or a part of a joined stream.
    public var kind: Kind
    /// Byte in the file, of a joined stream in the part's; nil where the container does not say.
    public var position: Int64?
    /// Presentation time stamp in the stream's time base; nil where unknown.
    public var pts: Int64?
    /// The index of the next frame to come.
    public var frame: Int
    /// The reason in FFmpeg's words; for a picture of a sequence with its name, in a joined stream with the part's number,
    /// from 1.
    public var message: String
}
