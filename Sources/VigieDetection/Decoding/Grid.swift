internal import VigieCore

/// The cells of one level of a network's head.
struct Grid: Sendable, Equatable {
    /// Pixels of the input from cell to cell.
    let stride: Int
    let columns, rows: Int
    /// Cells (of all levels) before this level's first.
    let firstCell: Int

    var count: Int { columns * rows }

    /// Where cell `index` of this level lies.
    func position(of index: Int) -> (column: Int, row: Int) { (index % columns, index / columns) }

    /// One grid for each stride; a level has ⌈side / stride⌉ cells a side.
    static func levels(strides: [Int], input: InputSpecification) -> [Grid] {
        var grids: [Grid] = []
        for stride in strides {
            grids.append(
                Grid(
                    stride: stride, columns: (input.width + stride - 1) / stride,
                    rows: (input.height + stride - 1) / stride, firstCell: grids.map(\.count).reduce(0, +)))
        }
        return grids
    }
}
