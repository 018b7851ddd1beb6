import CKernels
import Testing

@Suite struct ScanTests {
    private func scan(
        _ scores: [Float], stride: Int, columns: Int, thresholds: [Float], capacity: Int = 100
    ) -> (found: Int, hits: [[UInt32]]) {
        var hits = Array(repeating: vigie_scan_hit(row: 77, column: 77), count: capacity)
        let found = vigie_scan_f32(scores, scores.count / stride, stride, columns, thresholds, &hits, capacity)
        return (found, hits.prefix(found).map { [$0.row, $0.column] })
    }

    @Test func findsScoresAboveTheirColumnsThresholdInOrder() {
        let scores: [Float] = [0.1, 0.9, 0.5, 0.4]
        let result = scan(scores, stride: 2, columns: 2, thresholds: [0.3, 0.3])
        #expect(result.hits == [[0, 1], [1, 0], [1, 1]])
        #expect(scan(scores, stride: 2, columns: 2, thresholds: [0.3, 0.95]).hits == [[1, 0]])
    }

    @Test func equalIsNotAboveAndNaNNeverIs() {
        #expect(scan([0.3, .nan], stride: 2, columns: 2, thresholds: [0.3, 0]).found == 0)
    }

    @Test func columnsBehindTheScoresAreNotRead() {
        #expect(scan([0.1, 9, 9, 0.2, 9, 9], stride: 3, columns: 1, thresholds: [0.15]).hits == [[1, 0]])
    }

    @Test func countsBeyondTheCapacityAndWritesNothingThere() {
        var hits = Array(repeating: vigie_scan_hit(row: 77, column: 77), count: 3)
        let found = vigie_scan_f32([1, 1, 1, 1], 4, 1, 1, [0.5], &hits, 2)
        #expect(found == 4)
        #expect(hits.map(\.row) == [0, 1, 77])
        #expect(vigie_scan_f32([1, 1], 2, 1, 1, [0.5], nil, 0) == 2)
    }

    @Test(arguments: [1, 3, 4, 5, 17, 80]) func agreesWithAPlainLoop(columns: Int) {
        var generator = SeededGenerator(state: UInt64(columns))
        let scores = (0..<columns * 101).map { _ in Float.random(in: 0...1, using: &generator) }
        let thresholds = (0..<columns).map { _ in Float.random(in: 0.8...1, using: &generator) }
        let expected = scores.indices.filter { scores[$0] > thresholds[$0 % columns] }
            .map { [UInt32($0 / columns), UInt32($0 % columns)] }
        #expect(
            scan(scores, stride: columns, columns: columns, thresholds: thresholds, capacity: 9000).hits == expected)
    }
}

@Suite struct NormaliseTests {
    @Test func eachChannelHasItsOwnScale() {
        var output: [Float] = [-1, -1, -1, -1, -1, -1, -1]
        vigie_normalise_u8_f32([0, 0, 0, 255, 1, 2], 2, [0, 1, -2, 1, 2, 4], &output)
        #expect(output == [0, -0.5, 0.5, 255, 0, 1, -1])
    }
}

/// SplitMix64: a replayable sequence.
struct SeededGenerator: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}
