internal import CFFmpeg
internal import VigieCore

/// Carries times on over the cuts of a joined stream: a part's first frame comes one frame's duration after the last frame
/// of the part before.
///
/// That duration is the last gap between two frames of that part; where there is none, what its frame rate says, or 1/25 s.
/// Each frame without a time lasts as long.
struct JoinedClock {
    /// The stream's: that of the first part, whose times stay as they are.
    private let timeBase: TimeBase
    private var partTimeBase: TimeBase
    /// One time of the part, in its own ticks, and the same in the stream's; nil before the part's first.
    private var origin: (part: Int64, stream: Int64)?
    /// The frame before, in the part's ticks; nil where it has no time.
    private var last: Int64?
    /// How long a frame of the part lasts, in its ticks.
    private var gap: Int64
    /// Where the next frame is expected, in the stream's ticks.
    private var next: Int64 = 0

    /// - Parameter first: The first part.
    init(_ first: StreamDescription) {
        timeBase = first.timeBase
        partTimeBase = first.timeBase
        gap = Self.frameDuration(of: first)
        origin = (0, 0)
    }

    /// Begins another part.
    mutating func beginPart(_ part: StreamDescription) {
        partTimeBase = part.timeBase
        gap = Self.frameDuration(of: part)
        origin = nil
        last = nil
    }

    /// The time in the stream of the part's next frame, and of nothing else; nil where it has none, or 64 bits do not hold
    /// it.
    mutating func step(_ pts: Int64?) -> MediaTime? {
        if origin == nil, let pts { origin = (pts, next) }
        guard let pts, let stamp = stamp(of: pts) else {
            last = nil
            next &+= max(1, rescaled(gap) ?? 1)
            return nil
        }
        if let last, case (let ticks, false) = pts.subtractingReportingOverflow(last), ticks > 0 { gap = ticks }
        last = pts
        next = max(stamp &+ 1, self.stamp(of: pts, plus: gap) ?? .min)
        return MediaTime(pts: stamp, timeBase: timeBase)
    }

    /// A time of the part in the stream's ticks, to the nearest, halves away from zero; nil before the part's first frame
    /// with a time, and where 64 bits do not hold it.
    func stamp(of pts: Int64, plus ticks: Int64 = 0) -> Int64? {
        guard let origin, case (let since, false) = pts.subtractingReportingOverflow(origin.part),
            case (let all, false) = since.addingReportingOverflow(ticks), let scaled = rescaled(all),
            case (let stamp, false) = origin.stream.addingReportingOverflow(scaled)
        else { return nil }
        return stamp
    }

    private func rescaled(_ ticks: Int64) -> Int64? {
        timestamp(
            av_rescale_q(
                ticks, AVRational(num: partTimeBase.numerator, den: partTimeBase.denominator),
                AVRational(num: timeBase.numerator, den: timeBase.denominator)))
    }

    /// In the part's ticks, as its frame rate says.
    private static func frameDuration(of part: StreamDescription) -> Int64 {
        let tick = Double(part.timeBase.numerator) / Double(part.timeBase.denominator)
        return Int64(exactly: (1 / (part.frameRate ?? 25) / tick).rounded()).map { max(1, $0) } ?? 1
    }
}
