public import VigieCore

/// How much of the footage is decoded: what nobody will look at need not be.
///
/// A frame that is left out still has its place among the frames, with its index and its time.
public enum DecodePace: Sendable, Hashable {
    /// Every frame, as the standard says.
    case full
    /// Every frame; those that no other frame refers to without their loop filter, which leaves blocks visible.
    case unfiltered
    /// Frames that no other refers to are left out, unless this many seconds have passed since the last that was not.
    case sparse(spacing: Double)
    /// Keyframes alone, two a second at most. Where they are more than two seconds apart, as `sparse`.
    case keyframes

    /// The word for it in a log; nil for `full`.
    public var name: String? {
        switch self {
        case .full: nil
        case .unfiltered: "unfiltered"
        case .sparse: "sparse"
        case .keyframes: "keyframes"
        }
    }
}

/// A frame that was left out on purpose.
public struct UndecodedFrame: Sendable, Hashable {
    /// Its place among all frames.
    public var index: Int
    /// As the container has it; nil where that does not say.
    public var time: MediaTime?
}
