import Testing
import VigieTracking

@testable import VigieRules

/// One look a second.
@Suite struct ObjectRemovedTests {
    private var run: RuleRun

    init() throws { run = try RuleRun(ObjectRemoved.self, "after_seconds: 3") }

    private mutating func show(_ seconds: ClosedRange<Int>, _ objects: [TrackedObject]) -> [Int: RuleEvent] {
        var raised: [Int: RuleEvent] = [:]
        for second in seconds {
            if let event = run.step(objects, at: Double(second)).first { raised[second] = event }
        }
        return raised
    }

    @Test mutating func itBeginsOnceThePlaceIsEmptyForLongEnough() throws {
        #expect(show(0...1, [object(95)]).isEmpty)
        #expect(show(2...4, [object(50)]).isEmpty)
        #expect(show(5...7, [object(95)]).isEmpty)
        run.still = [still(.removed, onset: 4)]
        #expect(show(8...10, [object(95)]).isEmpty)
        #expect(run.reasons == [.timer])
        let event = try #require(show(11...20, [object(95)])[11])
        #expect(event.phase == .begin && event.objects == [0] && event.onset == 4)
        #expect(event.box == still().box && event.attributes == ["taker": "known"])
        #expect(event["empty_seconds"] == RuleMeasure("empty_seconds", 3, threshold: 3))
        #expect(event["occupied_seconds"] == RuleMeasure("occupied_seconds", 2, threshold: 5))
        #expect(event["still_seconds"] == RuleMeasure("still_seconds", 7))
    }

    @Test mutating func withoutATakerItBeginsAllTheSame() {
        run.still = [still(.removed)]
        let raised = show(8...20, [])
        #expect(raised.mapValues(\.attributes) == [11: ["taker": "unknown"]])
    }

    @Test mutating func whoStoodThereWasNotRemoved() {
        #expect(show(0...9, [object(50)]).isEmpty)
        #expect(show(10...14, [object(95)]).isEmpty)
        run.still = [still(.removed, onset: 10)]
        #expect(show(15...40, [object(95)]).isEmpty)
        #expect(run.told.shortfalls.map(\.reason) == [.class])
        #expect(run.told.shortfalls[0].measures.last == RuleMeasure("occupied_seconds", 9, threshold: 5))
    }

    @Test mutating func severalWhoStoodThereTogetherWereNotRemoved() {
        // Each covers half of it: from x 40 to 50, and from 50 to 60.
        #expect(show(0...9, [object(45), object(55, id: 1)]).isEmpty)
        run.still = [still(.removed, onset: 10)]
        #expect(show(15...40, []).isEmpty)
    }

    @Test mutating func itEndsWhenThePlaceIsFilledAgain() {
        run.still = [still(.removed)]
        #expect(show(8...20, [])[11]?.phase == .begin)
        run.still = []
        let end = show(21...40, [])
        #expect(end.mapValues(\.phase) == [24: .end])
        #expect(end[24]?.measures == [RuleMeasure("last_seen_time", 20)])
    }

    @Test(arguments: [StillThing.Kind.added, .unclear]) mutating func whatWasPutThereIsNotRemoved(
        kind: StillThing.Kind
    ) {
        run.still = [still(kind)]
        #expect(show(8...40, []).isEmpty && run.reasons == [.kind])
    }
}
