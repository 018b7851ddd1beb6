/// The duration of one tick of a stream's clock, in seconds, as a fraction.
public struct TimeBase: Sendable, Hashable {
    public var numerator: Int32
    public var denominator: Int32

    public init(numerator: Int32, denominator: Int32) {
        self.numerator = numerator
        self.denominator = denominator
    }
}

/// A presentation time stamp with the clock that it counts.
public struct MediaTime: Sendable, Hashable {
    /// Ticks of `timeBase`.
    public var pts: Int64
    public var timeBase: TimeBase

    public init(pts: Int64, timeBase: TimeBase) {
        self.pts = pts
        self.timeBase = timeBase
    }

    /// Seconds of media time.
    public var seconds: Double { Double(pts) * Double(timeBase.numerator) / Double(timeBase.denominator) }
}
