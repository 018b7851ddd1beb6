import Testing

@testable import VigieRules

@Suite struct StayTests {
    private var stay = Stay()

    private mutating func step(_ seconds: Double, _ holds: Bool, patience: Double = 2) -> Double? {
        stay.step(holds: holds, seconds: seconds, frame: Int(seconds), patience: patience)
        return stay.since == nil ? nil : stay.length
    }

    @Test mutating func itIsAsLongAsItWasSeenToHold() {
        #expect(step(1, false) == nil)
        #expect(step(2, true) == 0)
        #expect(step(4, true) == 2)
        #expect(step(5, false) == 2, "the patience is not over")
        #expect(step(6, false) == nil)
    }

    @Test mutating func withoutPatienceItEndsAtOnce() {
        #expect(step(1, true, patience: 0) == 0)
        #expect(step(1, false, patience: 0) == nil)
    }

    @Test mutating func itComesBackWithinThePatience() {
        #expect(step(1, true) == 0)
        #expect(step(2, false) == 0)
        #expect(step(3, true) == 2)
        #expect(stay.since?.frame == 1)
    }

    @Test mutating func aTimeThatGoesBackEndsNothing() {
        #expect(step(10, true) == 0)
        #expect(step(1, false) == 0)
        #expect(step(12, false) == nil)
    }
}
