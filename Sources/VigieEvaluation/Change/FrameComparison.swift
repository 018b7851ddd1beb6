/// Counts one frame after the other against masks of the truth, all of one size.
public struct FrameComparison: Sendable {
    /// Pixels of the truth's masks.
    public let width, height: Int
    /// Not 0 where pixels count; nil where all do.
    private let region: [UInt8]?
    /// The grid of the last frame, and where its cells lie.
    private var grid: CellGrid?
    private var columns: [Int] = []
    private var rows: [Int] = []

    /// - Parameter region: Shape `height × width`, row-major; pixels that are 0 do not count. Nil where all do.
    public init(width: Int, height: Int, region: [UInt8]? = nil) {
        precondition(
            region.map { $0.count == width * height } ?? true, "the region must have \(width) × \(height) pixels")
        self.width = width
        self.height = height
        self.region = region
    }

    /// The counts of one frame.
    ///
    /// - Parameters:
    ///   - truth: Shape `height × width`, row-major, the levels of `ChangeLabel`.
    ///   - cells: The hypothesis, shape `grid.rows × grid.columns`, row-major; not 0 is foreground.
    ///   - grid: How the cells lie over the frame that the truth shows, at any size.
    /// - Throws: `EvaluationError.level` where the truth has a level that means nothing; `.aspect`.
    /// - Complexity: O(height × width); allocates nothing while the grid stays the same.
    public mutating func counts(
        truth: Span<UInt8>, cells: Span<UInt8>, grid: CellGrid
    ) throws(EvaluationError) -> ChangeCounts {
        precondition(truth.count == width * height, "the truth must have \(width) × \(height) pixels")
        precondition(cells.count == grid.columns * grid.rows, "there must be \(grid.columns) × \(grid.rows) cells")
        if grid != self.grid {
            guard grid.hasAspect(of: width, height) else {
                throw .aspect(
                    truthWidth: width, truthHeight: height, frameWidth: grid.frameWidth, frameHeight: grid.frameHeight)
            }
            columns = grid.columns(of: width)
            rows = grid.rows(of: height)
            self.grid = grid
        }
        var tally = Tally()
        for y in 0..<height {
            let firstCell = rows[y] * grid.columns
            let firstPixel = y * width
            for x in 0..<width {
                let pixel = firstPixel + x
                if let region, region[pixel] == 0 {
                    tally.outside += 1
                } else {
                    tally.add(level: truth[pixel], isForeground: cells[firstCell + columns[x]] != 0)
                }
            }
        }
        if tally.meaningless > 0 { throw meaningless(truth) }
        return tally.counts
    }

    private func meaningless(_ truth: Span<UInt8>) -> EvaluationError {
        for index in 0..<truth.count where region.map({ $0[index] != 0 }) ?? true {
            if ChangeLabel.ofLevels[Int(truth[index])] == ChangeLabel.allCases.count {
                return .level(truth[index], x: index % width, y: index / width)
            }
        }
        preconditionFailure("a level without meaning was counted and is not there")
    }
}

/// Pixels by label, and by whether the hypothesis has them as foreground.
private struct Tally {
    var outside = 0
    private let labels = ChangeLabel.ofLevels
    private var background: [6 of Int] = .init(repeating: 0)
    private var foreground: [6 of Int] = .init(repeating: 0)

    @inline(__always)
    mutating func add(level: UInt8, isForeground: Bool) {
        let label = labels[Int(level)]
        if isForeground { foreground[label] += 1 } else { background[label] += 1 }
    }

    var meaningless: Int { background[5] + foreground[5] }

    var counts: ChangeCounts {
        var counts = ChangeCounts()
        counts.truePositives = foreground[ChangeLabel.motion.rawValue]
        counts.falseNegatives = background[ChangeLabel.motion.rawValue]
        counts.shadowFalsePositives = foreground[ChangeLabel.shadow.rawValue]
        counts.shadow = counts.shadowFalsePositives + background[ChangeLabel.shadow.rawValue]
        counts.falsePositives = foreground[ChangeLabel.static.rawValue] + counts.shadowFalsePositives
        counts.trueNegatives =
            background[ChangeLabel.static.rawValue] + background[ChangeLabel.shadow.rawValue]
        counts.unknown = foreground[ChangeLabel.unknown.rawValue] + background[ChangeLabel.unknown.rawValue]
        counts.outside =
            outside + foreground[ChangeLabel.outside.rawValue] + background[ChangeLabel.outside.rawValue]
        return counts
    }
}
