/// The stages of a frame's way, as they are timed.
public enum Stage: String, Sendable, CaseIterable {
    /// Reading, decoding and hashing the picture.
    case decode
    /// Watching for motion, and deciding whether to look.
    case motion
    /// From the decoded planes to the network's input.
    case resample
    /// Normalisation and the network.
    case infer
    /// Decoding the outputs, suppression.
    case postprocess
    /// Following objects.
    case track
    /// Looking at how people hold themselves.
    case pose
    /// Judging what they do.
    case rules
    /// Making and writing records.
    case log
    /// Drawing and encoding, where asked for.
    case annotate
}

/// What one frame has spent in each stage so far.
public final class StageClock {
    /// By stage; nil where it has not been entered.
    fileprivate var nanoseconds: [Int?] = Array(repeating: nil, count: Stage.allCases.count)
    private let clock = ContinuousClock()

    /// Begins with nothing spent.
    public init() {}

    /// Runs `body` and adds its time to what was spent in `stage`.
    public func time<R: ~Copyable, E>(_ stage: Stage, _ body: () throws(E) -> R) throws(E) -> R {
        let start = clock.now
        defer { nanoseconds[stage.index] = (nanoseconds[stage.index] ?? 0) + max(0, (clock.now - start).nanoseconds) }
        return try body()
    }

    /// Begins again.
    func reset() { for index in nanoseconds.indices { nanoseconds[index] = nil } }
}

/// How long frames took in each stage, in constant memory.
///
/// Times go into buckets 1/32 of their size wide, so quantiles are within 3 % and totals and minima exact.
struct StageStatistics {
    private var histograms = Array(repeating: Histogram(), count: Stage.allCases.count)

    /// Adds what the clock shows to the frame at hand.
    mutating func add(_ clock: StageClock) {
        for index in histograms.indices {
            if let spent = clock.nanoseconds[index] { histograms[index].add(nanoseconds: spent) }
        }
    }

    /// Closes the frame: what it spent in each stage becomes one sample.
    mutating func endFrame() {
        for index in histograms.indices { histograms[index].endSample() }
    }

    /// The stages that anything was spent in, in the order of the way.
    var summary: [(stage: Stage, times: StageTimes)] {
        Stage.allCases.compactMap { stage in histograms[stage.index].times.map { (stage, $0) } }
    }
}

/// Milliseconds per frame, and in all.
public struct StageTimes: Sendable, Equatable {
    public var total, minimum, median, percentile95: Double
}

extension Stage {
    fileprivate var index: Int {
        switch self {
        case .decode: 0
        case .motion: 1
        case .resample: 2
        case .infer: 3
        case .postprocess: 4
        case .track: 5
        case .pose: 6
        case .rules: 7
        case .log: 8
        case .annotate: 9
        }
    }
}

extension Duration {
    /// Whole nanoseconds; wraps after 292 years.
    var nanoseconds: Int { Int(components.seconds) * 1_000_000_000 + Int(components.attoseconds / 1_000_000_000) }
}

/// A histogram with buckets of constant relative width.
struct Histogram: Sendable {
    private static let bucketsPerOctave = 32
    private var counts = Array(repeating: 0, count: 64 * bucketsPerOctave)
    private var samples = 0
    private var total = 0
    private var minimum = Int.max
    private var pending: Int?

    mutating func add(nanoseconds: Int) { pending = (pending ?? 0) + nanoseconds }

    mutating func endSample() {
        guard let value = pending else { return }
        pending = nil
        samples += 1
        total += value
        minimum = min(minimum, value)
        counts[Self.bucket(value)] += 1
    }

    /// Nil where nothing was added.
    var times: StageTimes? {
        guard samples > 0 else { return nil }
        return StageTimes(
            total: Double(total) / 1e6, minimum: Double(minimum) / 1e6, median: Double(quantile(0.5)) / 1e6,
            percentile95: Double(quantile(0.95)) / 1e6)
    }

    /// The middle of the bucket that holds the sample of this rank; never below the smallest sample.
    private func quantile(_ share: Double) -> Int {
        let rank = Int((Double(samples) * share).rounded(.up))
        var seen = 0
        for (bucket, count) in counts.enumerated() {
            seen += count
            if seen >= rank && count > 0 { return max(minimum, Self.middle(of: bucket)) }
        }
        return minimum
    }

    /// Values below 64 have a bucket each; above, the top six bits of the value choose it.
    private static func bucket(_ value: Int) -> Int {
        guard value >= 2 * bucketsPerOctave else { return value }
        let shift = Int.bitWidth - value.leadingZeroBitCount - 6
        return (shift + 1) * bucketsPerOctave + (value >> shift) - bucketsPerOctave
    }

    private static func middle(of bucket: Int) -> Int {
        guard bucket >= 2 * bucketsPerOctave else { return bucket }
        let shift = bucket / bucketsPerOctave - 1
        return ((bucket % bucketsPerOctave + bucketsPerOctave) << shift) + ((1 << shift) >> 1)
    }
}
