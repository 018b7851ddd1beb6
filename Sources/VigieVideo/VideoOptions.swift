public import VigieCore

/// How footage is opened and decoded.
public struct VideoOptions: Sendable {
    /// Decoder threads, at least 1. Undamaged footage gives equal pictures with any number.
    public var threads = 1

    /// The duration of one picture of a sequence of numbered pictures, which have no clock of their own.
    public var pictureDuration = TimeBase(numerator: 1, denominator: 25)

    /// Seconds until a silent server counts as unreachable.
    public var networkTimeout = 10

    /// Asked often while FFmpeg blocks in reading, from the reading thread; true ends it with `VideoError.interrupted`.
    public var isInterrupted: @Sendable () -> Bool = { false }

    /// The defaults: 1 thread, 25 pictures a second, 10 seconds, no interruption.
    public init() {}
}
