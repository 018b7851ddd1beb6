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
    /// The column that each row was given; -1 for none.
    private(set) var columnOfRow: [Int] = []

    /// Where the edges of each row begin in `edgeColumns` and `edgeWeights`; the last entry is where they end.
    private var rowStarts: [Int] = []
    private var edgeColumns: [Int] = []
    private var edgeWeights: [Double] = []

    private var rowOfColumn: [Int] = []
    /// The edge by which a column is taken.
    private var edgeOfColumn: [Int] = []
    /// Dual prices, at most 0.
    private var prices: [Double] = []

    // Of the search that is running: -1 where a column has not been reached.
    private var distances: [Double] = []
    private var parentEdges: [Int] = []
    private var parentRows: [Int] = []
    private var isSettled: [Bool] = []
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

    /// Finds the assignment; every column that was added must be less than `columns`.
    mutating func solve(columns: Int) {
        let rows = rowStarts.count
        rowStarts.append(edgeColumns.count)
        columnOfRow.reset(to: -1, count: rows)
        rowOfColumn.reset(to: -1, count: columns)
        edgeOfColumn.reset(to: -1, count: columns)
        prices.reset(to: 0, count: columns)
        distances.reset(to: 0, count: columns)
        parentEdges.reset(to: -1, count: columns)
        parentRows.reset(to: -1, count: columns)
        isSettled.reset(to: false, count: columns)
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
            for column in reached where !isSettled[column] {
                if next < 0 || distances[column] < distances[next] { next = column }
            }
            // "None" wins a tie: then nothing is displaced.
            guard next >= 0, distances[next] < endDistance else { break }
            if rowOfColumn[next] < 0 {
                freeColumn = next
                endDistance = distances[next]
                break
            }
            isSettled[next] = true
            row = rowOfColumn[next]
            let edge = edgeOfColumn[next]
            base = distances[next] + edgeWeights[edge] + prices[next]
            if base < endDistance {
                endDistance = base
                bestEnd = row
            }
        }
        for column in reached {
            if isSettled[column] { prices[column] += distances[column] - endDistance }
        }
        trace(from: freeColumn, orEndingAt: bestEnd, to: start)
        for column in reached {
            parentEdges[column] = -1
            isSettled[column] = false
        }
    }

    private mutating func relax(_ row: Int, base: Double) {
        for edge in edges(ofRow: row) {
            let column = edgeColumns[edge]
            guard !isSettled[column] else { continue }
            let distance = base - edgeWeights[edge] - prices[column]
            if parentEdges[column] < 0 {
                reached.append(column)
            } else if distance >= distances[column] {
                continue
            }
            distances[column] = distance
            parentEdges[column] = edge
            parentRows[column] = row
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
            let row = parentRows[column]
            let before = columnOfRow[row]
            columnOfRow[row] = column
            rowOfColumn[column] = row
            edgeOfColumn[column] = parentEdges[column]
            if row == start { return }
            column = before
        }
    }
}

extension Array {
    /// Makes it `count` times the same value, in the memory that it has.
    mutating func reset(to value: Element, count: Int) {
        removeAll(keepingCapacity: true)
        append(contentsOf: repeatElement(value, count: count))
    }
}
