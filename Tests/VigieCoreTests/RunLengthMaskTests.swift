import Testing
import VigieCore

@Suite struct RunLengthMaskTests {
    private func encode(_ cells: [UInt8], _ width: Int, _ height: Int) -> RunLengthMask {
        var mask = RunLengthMask()
        mask.encode(cells.span, width: width, height: height)
        return mask
    }

    private func decode(_ mask: RunLengthMask) -> [UInt8] {
        var cells = [UInt8](repeating: 9, count: mask.width * mask.height)
        var span = cells.mutableSpan
        mask.decode(into: &span)
        return cells
    }

    @Test(
        arguments: [
            ([0, 0, 1, 1, 1, 0, 0, 0], [2, 3, 3]),  // A run goes on across the end of a row.
            ([0, 0, 0, 0, 0, 0, 0, 0], [8]),
            ([1, 1, 1, 1, 1, 1, 1, 1], [0, 8]),
            ([1, 0, 1, 0, 1, 0, 1, 0], [0, 1, 1, 1, 1, 1, 1, 1, 1]),
            ([0, 0, 0, 0, 0, 0, 0, 1], [7, 1]),
            ([255, 0, 0, 0, 0, 0, 0, 2], [0, 1, 6, 1]),  // All that is not 0 is foreground.
        ] as [([UInt8], [Int])])
    func runsAlternateAndBeginWithBackground(cells: [UInt8], runs: [Int]) throws {
        let mask = encode(cells, 4, 2)
        #expect(mask.runs == runs)
        #expect(mask.foreground == cells.count { $0 != 0 })
        #expect(decode(mask) == cells.map { $0 == 0 ? 0 : 1 })
        #expect(try RunLengthMask(width: 4, height: 2, runs: runs) == mask)
    }

    @Test func encodingAnewForgetsTheMaskBefore() {
        var mask = encode([1, 0, 1, 0], 2, 2)
        mask.encode(([0, 1] as [UInt8]).span, width: 1, height: 2)
        #expect(mask == encode([0, 1], 1, 2))
    }

    @Test(
        arguments: [
            (0, 2, [], .size(width: 0, height: 2)),
            (-2, -2, [4], .size(width: -2, height: -2)),
            (.max, 2, [4], .size(width: .max, height: 2)),
            (8192, 8193, [8192 * 8193], .size(width: 8192, height: 8193)),
            (2, 2, [], .tooShort(sum: 0, cells: 4)),
            (2, 2, [1, 2], .tooShort(sum: 3, cells: 4)),
            (2, 2, [1, .max, .max], .tooLong(cells: 4)),
            (2, 2, [1, 0, 3], .run(index: 1, length: 0)),
            (2, 2, [0, 5, -1], .tooLong(cells: 4)),
            (2, 2, [-1, 5], .run(index: 0, length: -1)),
            (2, 2, [4, 0], .run(index: 1, length: 0)),
        ] as [(Int, Int, [Int], RunLengthMaskError)])
    func runsOfNoMaskAreRefused(width: Int, height: Int, runs: [Int], error: RunLengthMaskError) {
        #expect(throws: error) { try RunLengthMask(width: width, height: height, runs: runs) }
    }
}
