/// Measures change detection in a clip: takes the masks of a hypothesis frame by frame, and the truth of those that count.
///
/// ```swift
/// var measurement = ChangeMeasurement(alignment: alignment, comparison: comparison)
/// for … {
///     guard let number = try measurement.number(due: frame) else { continue }
///     try measurement.add(frame: frame, truth: mask(number).span, cells: cells.span, grid: grid)
/// }
/// let result = try measurement.finish(clipFrames: count)
/// ```
public struct ChangeMeasurement: Sendable {
    /// The counts of one frame.
    public struct Frame: Sendable, Hashable {
        /// Index of the frame in the clip, from 0.
        public let frame: Int
        /// The number of its mask of the truth.
        public let number: Int
        /// Its pixels.
        public let counts: ChangeCounts
    }

    /// Which frames count.
    public let alignment: TruthAlignment
    private var comparison: FrameComparison
    /// The numbers of the masks that count and were not compared yet, by frame.
    private var due: [Int: Int]
    private var frames: [Frame] = []
    /// Frames that have been asked for.
    private var seen: Set<Int> = []

    /// Nothing compared yet.
    public init(alignment: TruthAlignment, comparison: FrameComparison) {
        self.alignment = alignment
        self.comparison = comparison
        due = Dictionary(uniqueKeysWithValues: alignment.counting.map { (alignment.frame(of: $0), $0) })
    }

    /// The number of the mask that a frame of the hypothesis is to be compared with; nil where it does not count.
    ///
    /// - Throws: `EvaluationError.repeatedFrame` where the frame has come before.
    public mutating func number(due frame: Int) throws(EvaluationError) -> Int? {
        guard seen.insert(frame).inserted else { throw .repeatedFrame(frame) }
        return due[frame]
    }

    /// Compares a frame that is due; see `FrameComparison.counts(truth:cells:grid:)`.
    public mutating func add(
        frame: Int, truth: Span<UInt8>, cells: Span<UInt8>, grid: CellGrid
    ) throws(EvaluationError) {
        guard let number = due.removeValue(forKey: frame) else { preconditionFailure("frame \(frame) is not due") }
        let counts = try comparison.counts(truth: truth, cells: cells, grid: grid)
        frames.append(Frame(frame: frame, number: number, counts: counts))
    }

    /// What came out, in the order of frames.
    ///
    /// - Parameter clipFrames: How many frames the clip has, with a mask or without.
    /// - Throws: `EvaluationError` where the truth cannot belong to the clip, or a frame that counts has not come.
    public consuming func finish(clipFrames: Int) throws(EvaluationError) -> ChangeResult {
        let counting = alignment.counting.map(alignment.frame(of:))
        let inClip = counting.filter { (0..<clipFrames).contains($0) }
        guard !inClip.isEmpty else {
            throw .noCommonFrame(alignment: alignment, clipFrames: clipFrames)
        }
        let before = -(counting.first ?? 0)
        guard before <= TruthAlignment.mostOutside else {
            throw .beforeStart(first: alignment.counting[0], frames: before, offset: alignment.offset)
        }
        let beyond = (counting.last ?? 0) - clipFrames + 1
        guard beyond <= TruthAlignment.mostOutside else {
            throw .beyondEnd(
                last: alignment.counting[alignment.counting.count - 1], frames: beyond, clipFrames: clipFrames)
        }
        let missing = due.keys.filter { (0..<clipFrames).contains($0) }.sorted()
        if let first = missing.first { throw .missingFrames(first: first, count: missing.count, of: inClip.count) }
        return ChangeResult(
            alignment: alignment, frames: frames.sorted { $0.frame < $1.frame }, clipFrames: clipFrames,
            framesOutside: counting.count - inClip.count)
    }
}
