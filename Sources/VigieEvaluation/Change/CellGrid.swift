/// How the cells of a mask lie over the frame: cell (x, y) covers the pixels [x · cell, (x + 1) · cell) ×
/// [y · cell, (y + 1) · cell), and the last column and row also what remains.
public struct CellGrid: Sendable, Hashable {
    /// Cells in a row and in a column.
    public let columns, rows: Int
    /// Side of a cell in pixels of the frame.
    public let cell: Int
    /// Pixels of the frame.
    public let frameWidth, frameHeight: Int

    /// No frame may have a longer side, in pixels.
    public static let largestSide = 1 << 20

    /// A grid over a frame.
    ///
    /// - Throws: `EvaluationError.gridDoesNotCover` where the last cell of a row or a column would begin outside the frame,
    ///   or one more would fit in, or where the frame has no size or a side beyond `largestSide`.
    public init(columns: Int, rows: Int, cell: Int, frameWidth: Int, frameHeight: Int) throws(EvaluationError) {
        func covers(_ cells: Int, _ pixels: Int) -> Bool {
            cells >= 1 && cell >= 1 && (1...Self.largestSide).contains(pixels) && (cells - 1) <= (pixels - 1) / cell
                && cells >= pixels / cell
        }
        guard covers(columns, frameWidth), covers(rows, frameHeight) else {
            throw .gridDoesNotCover(
                columns: columns, rows: rows, cell: cell, frameWidth: frameWidth, frameHeight: frameHeight)
        }
        self.columns = columns
        self.rows = rows
        self.cell = cell
        self.frameWidth = frameWidth
        self.frameHeight = frameHeight
    }

    /// A picture, each pixel of which is a cell.
    ///
    /// - Throws: `EvaluationError.gridDoesNotCover` where a side is not positive or beyond `largestSide`.
    public init(picture width: Int, _ height: Int) throws(EvaluationError) {
        try self.init(columns: width, rows: height, cell: 1, frameWidth: width, frameHeight: height)
    }

    /// Whether a picture of this size can show the frame, enlarged or reduced: the aspect is kept, but for rounding a
    /// side to a whole pixel.
    public func hasAspect(of width: Int, _ height: Int) -> Bool {
        // |frameWidth - width · frameHeight / height| ≤ 1, or the same for one of the other sides, without dividing.
        let difference = abs(frameWidth * height - width * frameHeight)
        return difference <= max(width, height, frameWidth, frameHeight)
    }

    /// For each column of a picture of the frame the column of cells that it is in: the one under the pixel's centre.
    func columns(of width: Int) -> [Int] { Self.cells(width, frameWidth, cell, columns) }

    /// For each row of a picture of the frame the row of cells that it is in.
    func rows(of height: Int) -> [Int] { Self.cells(height, frameHeight, cell, rows) }

    private static func cells(_ size: Int, _ frame: Int, _ cell: Int, _ count: Int) -> [Int] {
        // The centre of pixel i is at (i + ½) · frame / size.
        (0..<size).map { min((2 * $0 + 1) * frame / (2 * size) / cell, count - 1) }
    }
}
