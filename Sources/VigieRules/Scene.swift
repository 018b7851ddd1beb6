public import VigieTracking

/// What rules are shown of one frame. Made once and filled for each frame: it keeps its memory.
public struct Scene: Sendable {
    /// Index of the frame.
    public var frame = 0
    /// Its time in seconds of media time.
    public var seconds = 0.0
    /// Size of the upright frame, in pixels.
    public var width: Float = 0, height: Float = 0
    /// Whether the detector looked at the frame: where not, `objects` are as they were when it last did.
    public var isLook = false
    /// The objects that are followed, in the order of their ids; those that were given up with this frame are the last time
    /// among them.
    public var objects: [TrackedObject] = []

    /// Of no frame.
    public init() {}
}
