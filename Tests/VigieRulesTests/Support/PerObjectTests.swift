import TestSupport
import Testing

@testable import VigieRules

@Suite struct PerObjectTests {
    @Test func itKeepsWhatADictionaryKeeps() {
        var random = SeededRandom(seed: 1)
        var kept = PerObject<Int>()
        var expected: [Int: Int] = [:]
        for step in 0..<2_000 {
            let id = Int.random(in: 0..<40, using: &random)
            let state = Bool.random(using: &random) ? step : nil
            kept[id] = state
            expected[id] = state
            #expect(kept.count == expected.count)
            for id in 0..<40 where kept[id] != expected[id] { Issue.record("\(id) in step \(step)") }
        }
    }
}
