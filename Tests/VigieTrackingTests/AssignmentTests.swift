import TestSupport
import Testing

@testable import VigieTracking

@Suite struct AssignmentTests {
    /// `weights[row][column]`, 0 where the pair is impossible.
    private func solve(_ weights: [[Double]], columns: Int) -> [Int] {
        var assignment = Assignment()
        return solve(weights, columns: columns, with: &assignment)
    }

    private func solve(_ weights: [[Double]], columns: Int, with assignment: inout Assignment) -> [Int] {
        assignment.begin()
        for row in weights {
            assignment.beginRow()
            for column in 0..<columns where row[column] > 0 { assignment.add(column: column, weight: row[column]) }
        }
        assignment.solve(columns: columns)
        return assignment.columnOfRow
    }

    private func sum(_ columns: [Int], _ weights: [[Double]]) -> Double {
        columns.indices.reduce(0) { columns[$1] < 0 ? $0 : $0 + weights[$1][columns[$1]] }
    }

    /// The largest sum, by trying everything.
    private func best(_ weights: [[Double]], columns: Int, row: Int = 0, taken: Int = 0) -> Double {
        guard row < weights.count else { return 0 }
        var most = best(weights, columns: columns, row: row + 1, taken: taken)
        for column in 0..<columns where weights[row][column] > 0 && taken & 1 << column == 0 {
            let rest = best(weights, columns: columns, row: row + 1, taken: taken | 1 << column)
            most = max(most, weights[row][column] + rest)
        }
        return most
    }

    // The greedy choice, 0.9 + 0.1, is worse than 0.8 + 0.7.
    @Test func theSumDecidesAndNotTheBestPair() {
        #expect(solve([[0.9, 0.8], [0.7, 0.1]], columns: 2) == [1, 0])
    }

    // Two rows want one column: the heavier one has it, and the other does without.
    @Test func aRowMayStayWithoutAColumn() {
        #expect(solve([[0.3], [0.5], [0.4]], columns: 1) == [-1, 0, -1])
        #expect(solve([[0.3, 0.2, 0.5]], columns: 3) == [2])
    }

    @Test func whatIsImpossibleIsNotAssigned() {
        #expect(solve([[0, 0], [0, 0.5]], columns: 2) == [-1, 1])
        #expect(solve([], columns: 3) == [])
        #expect(solve([[], []], columns: 0) == [-1, -1])
    }

    // 0.6 + 0.2 + 0.5: each of the three has to give way along a chain of two.
    @Test func aNewRowCanMoveAWholeChain() {
        #expect(solve([[0.6, 0.5, 0], [0, 0.6, 0.5], [0.7, 0, 0]], columns: 3) == [1, 2, 0])
    }

    @Test(arguments: [0.15, 0.5, 1])
    func noOtherAssignmentIsBetter(density: Double) {
        var random = SeededRandom(seed: 1)
        var assignment = Assignment()
        for _ in 0..<2000 {
            let (rows, columns) = (Int.random(in: 0...6, using: &random), Int.random(in: 0...6, using: &random))
            // Few different values, so that there are ties, on a grid on which sums are exact.
            let weights = (0..<rows).map { _ in
                (0..<columns).map { _ in
                    Double.random(in: 0..<1, using: &random) < density
                        ? Double(Int.random(in: 1...16, using: &random)) / 16 : 0
                }
            }
            let found = solve(weights, columns: columns, with: &assignment)
            let taken = found.filter { $0 >= 0 }
            #expect(Set(taken).count == taken.count)
            #expect(found.indices.allSatisfy { found[$0] < 0 || weights[$0][found[$0]] > 0 })
            #expect(sum(found, weights) == best(weights, columns: columns), "\(weights)")
        }
    }

    // In one component: on a ring of 2,000 rows where each has its own column and likes the next one's a little more.
    @Test func aLongChainIsSolved() {
        let count = 2000
        var assignment = Assignment()
        assignment.begin()
        for row in 0..<count {
            assignment.beginRow()
            assignment.add(column: row, weight: 0.5)
            assignment.add(column: (row + 1) % count, weight: 0.625)
        }
        assignment.solve(columns: count)
        #expect(assignment.columnOfRow == (0..<count).map { ($0 + 1) % count })
    }
}
