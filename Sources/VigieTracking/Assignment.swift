/// Which rows go with which columns, so that the sum of the weights is the largest possible.
///
/// Rows and columns need not be as many, pairs without an edge are impossible, and a row may stay without a column: only
/// edges of positive weight are worth taking. Shortest augmenting paths with dual prices on the edges there are, so a
/// search never leaves its connected component and crowds that do not touch cost nothing to each other. Of solutions with
/// equal sums always the same one is found.
///
/// - Complexity: O(rows × (edges + columns²)) at worst, all in one component; about O(edges) where conflicts are few.
///   Allocates nothing once it has been as large before.
/// - Source: Jonker and Volgenant, "A shortest augmenting path algorithm for dense and sparse linear assignment
///   problems", Computing 38, 1987; each row has a column of its own with cost 0, which stands for "none".
struct Assignment {
    private struct Column {
        /// The row that has it, and the edge by which; -1 for none.
        var row = -1, edge = -1
        /// Its dual price, at most 0.
        var price = 0.0

        // Of the search that is running: -1 where it has not been reached.
        var distance = 0.0
        var parentEdge = -1, parentRow = -1
        var isSettled = false
    }

    /// The column that each row was given; -1 for none.
    private(set) var columnOfRow: [Int] = []

    /// Where the edges of each row begin in `edgeColumns` and `edgeWeights`; the last entry is where they end.
    private var rowStarts: [Int] = []
    private var edgeColumns: [Int] = []
    private var edgeWeights: [Double] = []

    private var columns: [Column] = []
    private var reached: [Int] = []

    /// Forgets the edges; what follows are the edges of row 0.
    mutating func begin() {
        rowStarts.removeAll(keepingCapacity: true)
        edgeColumns.removeAll(keepingCapacity: true)
        edgeWeights.removeAll(keepingCapacity: true)
    }

    /// Begins the next row; edges that are added belong to it.
    mutating func beginRow() { rowStarts.append(edgeColumns.count) }

    /// Lets the row that was begun last go with `column`. The weight must be greater than 0.
    mutating func add(column: Int, weight: Double) {
        edgeColumns.append(column)
        edgeWeights.append(weight)
    }

    /// The edges of a row, as indices for `column(ofEdge:)` and `weight(ofEdge:)`; before `solve` not of the last row.
    func edges(ofRow row: Int) -> Range<Int> { rowStarts[row]..<rowStarts[row + 1] }

    func column(ofEdge edge: Int) -> Int { edgeColumns[edge] }

    func weight(ofEdge edge: Int) -> Double { edgeWeights[edge] }

    /// Finds the assignment; every column that was added must be less than `count`.
    mutating func solve(columns count: Int) {
        let rows = rowStarts.count
        rowStarts.append(edgeColumns.count)
        columnOfRow.removeAll(keepingCapacity: true)
        for _ in 0..<rows { columnOfRow.append(-1) }
        columns.removeAll(keepingCapacity: true)
        for _ in 0..<count { columns.append(Column()) }
        for row in 0..<rows where rowStarts[row] < rowStarts[row + 1] { insert(row) }
    }

    /// Finds the cheapest path from a row that has no column yet to a free column, or to a row that does without one.
    private mutating func insert(_ start: Int) {
        reached.removeAll(keepingCapacity: true)
        var row = start
        // What it has cost to come to `row`, less its own dual price.
        var base = 0.0
        // The best end so far: the row that will do without a column.
        var bestEnd = start
        var endDistance = 0.0
        var freeColumn = -1
        while true {
            relax(row, base: base)
            var next = -1
            for place in reached.indices where !columns[reached[place]].isSettled {
                let column = reached[place]
                if next < 0 || columns[column].distance < columns[next].distance { next = column }
            }
            // "None" wins a tie: then nothing is displaced.
            guard next >= 0, columns[next].distance < endDistance else { break }
            if columns[next].row < 0 {
                freeColumn = next
                endDistance = columns[next].distance
                break
            }
            columns[next].isSettled = true
            row = columns[next].row
            let edge = columns[next].edge
            base = columns[next].distance + edgeWeights[edge] + columns[next].price
            if base < endDistance {
                endDistance = base
                bestEnd = row
            }
        }
        for place in reached.indices where columns[reached[place]].isSettled {
            columns[reached[place]].price += columns[reached[place]].distance - endDistance
        }
        trace(from: freeColumn, orEndingAt: bestEnd, to: start)
        for place in reached.indices {
            columns[reached[place]].parentEdge = -1
            columns[reached[place]].isSettled = false
        }
    }

    private mutating func relax(_ row: Int, base: Double) {
        for edge in edges(ofRow: row) {
            let column = edgeColumns[edge]
            guard !columns[column].isSettled else { continue }
            let distance = base - edgeWeights[edge] - columns[column].price
            if columns[column].parentEdge < 0 {
                reached.append(column)
            } else if distance >= columns[column].distance {
                continue
            }
            columns[column].distance = distance
            columns[column].parentEdge = edge
            columns[column].parentRow = row
        }
    }

    /// Gives each row on the path the column by which it was left.
    private mutating func trace(from freeColumn: Int, orEndingAt end: Int, to start: Int) {
        var column = freeColumn
        if column < 0 {
            guard end != start else { return }
            column = columnOfRow[end]
            columnOfRow[end] = -1
        }
        while true {
            let row = columns[column].parentRow
            let before = columnOfRow[row]
            columnOfRow[row] = column
            columns[column].row = row
            columns[column].edge = columns[column].parentEdge
            if row == start { return }
            column = before
        }
    }
}
