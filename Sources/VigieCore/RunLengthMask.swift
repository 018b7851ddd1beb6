/// Which cells of a grid are foreground, as the lengths of its runs.
///
/// The cells are read row by row from the top left, across the ends of the rows; the runs alternate, and the first is
/// background:
///
/// ```
/// ..##     runs: 2, 3, 3
/// #...
/// ```
/// Only the first run may be 0, so equal masks of equal size have equal runs.
public struct RunLengthMask: Sendable, Hashable {
    /// No mask that comes from outside may have more cells: 8,192 × 8,192.
    public static let mostCells = 1 << 26

    /// Columns of the grid; 0 for an empty mask.
    public private(set) var width: Int
    /// Rows of the grid; 0 for an empty mask.
    public private(set) var height: Int
    /// The lengths of the runs, in cells; they sum to `width * height`.
    public private(set) var runs: [Int]

    /// A mask of no cells, to be filled by `encode(_:width:height:)`.
    public init() {
        width = 0
        height = 0
        runs = []
    }

    /// A mask from its runs, as they come from a file.
    ///
    /// - Throws: `RunLengthMaskError` where they are not those of a mask of this size, or the size is none.
    public init(width: Int, height: Int, runs: [Int]) throws(RunLengthMaskError) {
        let (cells, overflows) = width.multipliedReportingOverflow(by: height)
        guard width > 0, height > 0, !overflows, cells <= Self.mostCells else {
            throw .size(width: width, height: height)
        }
        var left = cells
        for index in runs.indices {
            guard runs[index] > 0 || (index == 0 && runs[0] == 0) else {
                throw .run(index: index, length: runs[index])
            }
            guard runs[index] <= left else { throw .tooLong(cells: cells) }
            left -= runs[index]
        }
        guard left == 0 else { throw .tooShort(sum: cells - left, cells: cells) }
        self.width = width
        self.height = height
        self.runs = runs
    }

    /// The mask of `cells`, in place of the one before.
    ///
    /// - Parameters:
    ///   - cells: Shape `height × width`, row-major, without padding; 0 is background, all else foreground.
    ///   - width: Columns, at least 1.
    ///   - height: Rows, at least 1.
    /// - Complexity: O(cells); allocates nothing once `runs` has grown to the number of runs.
    public mutating func encode(_ cells: Span<UInt8>, width: Int, height: Int) {
        precondition(
            width > 0 && height > 0 && cells.count == width * height,
            "\(cells.count) cells are not \(width) × \(height)")
        self.width = width
        self.height = height
        runs.removeAll(keepingCapacity: true)
        var isForeground = false
        var start = 0
        for index in 0..<cells.count where (cells[index] != 0) != isForeground {
            runs.append(index - start)
            start = index
            isForeground.toggle()
        }
        runs.append(cells.count - start)
    }

    /// Writes the cells, 1 for foreground and 0 for background.
    ///
    /// - Parameter cells: Shape `height × width`, row-major, without padding; all of it is written.
    /// - Complexity: O(cells); allocates nothing.
    public func decode(into cells: inout MutableSpan<UInt8>) {
        precondition(cells.count == width * height, "\(cells.count) cells are not \(width) × \(height)")
        var next = 0
        for index in 0..<runs.count {
            let value: UInt8 = index % 2 == 0 ? 0 : 1
            for cell in next..<next + runs[index] { cells[cell] = value }
            next += runs[index]
        }
    }

    /// How many cells are foreground.
    public var foreground: Int {
        var sum = 0
        for index in stride(from: 1, to: runs.count, by: 2) { sum += runs[index] }
        return sum
    }
}

/// Why numbers are not the runs of a mask; each `description` is the end of a sentence.
public enum RunLengthMaskError: Error, Equatable, CustomStringConvertible {
    /// A side is not positive, or there are more cells than a mask may have.
    case size(width: Int, height: Int)
    /// A run is negative, or is 0 behind the first.
    case run(index: Int, length: Int)
    /// The runs cover more cells than there are.
    case tooLong(cells: Int)
    /// The runs cover fewer cells than there are.
    case tooShort(sum: Int, cells: Int)

    /// Such as `sums to 5, but the grid has 6 cells`.
    public var description: String {
        switch self {
        case .size(let width, let height):
            "has \(width) × \(height) cells, but must have 1 to \(RunLengthMask.mostCells)"
        case .run(let index, let length): "has a length of \(length) at place \(index)"
        case .tooLong(let cells): "sums to more than the \(cells) cells of the grid"
        case .tooShort(let sum, let cells): "sums to \(sum), but the grid has \(cells) cells"
        }
    }
}
