import Testing
import VigieTracking

@testable import VigieRules

@Suite struct LoiteringDetectorTests {
    private var run: RuleRun

    init() throws { run = try RuleRun(LoiteringDetector.self, "zone: lawn, after_seconds: 5, leave_seconds: 2") }

    @Test mutating func itBeginsOnceSomebodyHasStayedForLongEnough() throws {
        #expect(run.phases((0..<5).map { _ in [object(50)] }) == [:])
        #expect(run.reasons == [.timer])
        let event = try #require(run.step(object(50)).first)
        #expect(event.phase == .begin && event.objects == [0] && event.onset == 0)
        #expect(event.measures == [RuleMeasure("inside_seconds", 5, threshold: 5)])
        #expect(run.phases((0..<50).map { _ in [object(50)] }) == [:], "it is told once")
    }

    @Test mutating func eachObjectHasAnEventOfItsOwn() {
        for _ in 0..<3 { run.step(object(45)) }
        let frames = (3..<10).map { _ in [object(45), object(55, id: 1)] }
        #expect(run.phases(frames) == [5: [.begin], 8: [.begin]])
        let events = run.step(object(45, .removed), object(55, id: 1))
        #expect(events.map(\.phase) == [.end] && events.map(\.number) == [0] && events.map(\.objects) == [[0]])
    }

    @Test mutating func itEndsOnceTheyWereOutsideForLongEnough() throws {
        for _ in 0..<7 { run.step(object(50)) }
        #expect(run.step(object(30)).isEmpty)
        let event = try #require(run.step(object(30)).first)
        #expect(event.phase == .end && event.measures == [RuleMeasure("last_inside_time", 6)])
    }

    @Test mutating func whoIsOutsideForAMomentGoesOnStaying() {
        let frames = (0..<9).map { [object($0 == 3 ? 30 : 50)] }
        #expect(run.phases(frames) == [5: [.begin]])
    }

    @Test mutating func whoWasGoneTooLongBeginsAnew() {
        let frames = (0..<12).map { [object($0 == 2 || $0 == 3 ? 30 : 50)] }
        #expect(run.phases(frames) == [9: [.begin]])
    }

    @Test mutating func whoIsNotSeenStaysUntilTheyAreGivenUp() throws {
        for _ in 0..<6 { run.step(object(50)) }
        #expect(run.phases((0..<20).map { _ in [object(50, .lost)] }) == [:])
        let event = try #require(run.step(object(50, .removed)).first)
        #expect(event.phase == .end && event["last_inside_time"]?.value == 5)
    }

    /// It was last seen after 3 seconds: nobody knows that it was there for 5.
    @Test mutating func onlyWhatWasSeenCounts() {
        for _ in 0..<4 { run.step(object(50)) }
        #expect(run.phases((0..<20).map { _ in [object(50, .lost)] }) == [:])
        #expect(run.step(object(50)).map(\.phase) == [.begin])
    }
}
