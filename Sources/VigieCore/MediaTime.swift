/// The duration of one tick of a stream's clock, in seconds, as a fraction.
public struct TimeBase: Sendable, Hashable {
    /// Seconds that `denominator` ticks last.
    public var numerator: Int32
    /// Ticks in `numerator` seconds; must not be 0.
    public var denominator: Int32

    /// Takes the fraction as it is, not in lowest terms: 2/50 is not equal to 1/25.
    public init(numerator: Int32, denominator: Int32) {
        self.numerator = numerator
        self.denominator = denominator
    }
}

/// A presentation time stamp with the clock that it counts.
public struct MediaTime: Sendable, Hashable {
    /// Ticks of `timeBase`.
    public var pts: Int64
    /// The duration of one tick.
    public var timeBase: TimeBase

    /// A time of `pts` ticks; may be negative.
    public init(pts: Int64, timeBase: TimeBase) {
        self.pts = pts
        self.timeBase = timeBase
    }

    /// Seconds of media time.
    public var seconds: Double { Double(pts) * Double(timeBase.numerator) / Double(timeBase.denominator) }
}
