import Testing

@testable import VigieRules

@Suite struct RecentTests {
    @Test func theOldestGiveWay() {
        var recent = Recent<Int>(capacity: 3)
        #expect(recent.last == nil)
        for (value, expected) in [(1, [1]), (2, [1, 2]), (3, [1, 2, 3]), (4, [2, 3, 4]), (5, [3, 4, 5])] {
            recent.append(value)
            #expect((0..<recent.count).map { recent[$0] } == expected && recent.last == value)
        }
    }
}
