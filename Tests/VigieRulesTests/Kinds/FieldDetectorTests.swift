import Testing
import VigieTracking

@testable import VigieRules

@Suite struct FieldDetectorTests {
    private var run: RuleRun

    init() throws { run = try RuleRun(FieldDetector.self, "zone: lawn, after_seconds: 2, leave_seconds: 3") }

    @Test mutating func itBeginsOnceSomebodyHasBeenThereForLongEnough() throws {
        #expect(run.phases([[object(30)], [object(50)], [object(50)]]) == [:])
        let event = try #require(run.step(object(50)).first)
        #expect(event.phase == .begin && event.objects == [0] && event.onset == 1)
        #expect(event["inside_seconds"] == RuleMeasure("inside_seconds", 2, threshold: 2))
        #expect(event["objects"]?.value == 1)
    }

    @Test mutating func itEndsOnceNobodyWasSeenThereForLongEnough() throws {
        let inside = [object(50)], outside = [object(30)]
        #expect(run.phases([inside, inside, inside, outside, outside]) == [2: [.begin]])
        let event = try #require(run.step(outside).first)
        #expect(event.phase == .end && event.objects == [0] && event.number == 0 && event.onset == nil)
        #expect(event.measures == [RuleMeasure("last_inside_time", 2)])
    }

    @Test mutating func whoIsOutsideForAMomentHasNotLeft() {
        let inside = [object(50)], outside = [object(30)]
        let frames = [inside, inside, inside, outside, outside, inside, outside, outside, outside]
        #expect(run.phases(frames) == [2: [.begin], 8: [.end]])
    }

    @Test mutating func anotherStayIsAnotherEvent() {
        let frames = (0..<20).map { [object($0 % 10 < 5 ? 50 : 30)] }
        #expect(run.phases(frames) == [2: [.begin], 7: [.end], 12: [.begin], 17: [.end]])
    }

    @Test mutating func whoIsNotSeenIsWhereTheyWereUntilTheyAreGivenUp() {
        let frames = [object(50), object(50), object(50)] + (0..<10).map { _ in object(90, .lost) }
        #expect(run.phases(frames.map { [$0] }) == [2: [.begin]])
        #expect(run.step(object(90, .removed)).map(\.phase) == [.end])
        #expect(run.step().isEmpty)
    }

    @Test mutating func itSaysWhoIsThereWheneverThatChanges() {
        let one = object(45), two = object(55, id: 1)
        #expect(run.phases([[one], [one, two]]) == [:])
        #expect(run.step(one, two).map(\.objects) == [[0]])
        let both = run.step(one, two)
        #expect(both.map(\.phase) == [.update] && both.map(\.objects) == [[0, 1]])
        #expect(both.map { $0["objects"]?.value } == [2] && both.map(\.onset) == [0])
        #expect(run.step(one, two).isEmpty)
        let left = run.step(object(45, .removed), two)
        #expect(left.map(\.phase) == [.update] && left.map(\.objects) == [[1]])
        let last = run.step(object(55, id: 1, .removed))
        #expect(last.map(\.phase) == [.end] && last.map(\.objects) == [[1]])
    }

    @Test mutating func whereTheFootIsCounts() {
        #expect(run.phases((0..<9).map { _ in [object(50, 83)] }) == [:], "the box lies in the zone, the foot below")
        #expect(run.phases((0..<3).map { _ in [object(50, 77)] }) == [11: [.begin]])
    }

    /// The margin is 0.1 of 20 pixels; the zone ends at x = 60.
    @Test mutating func nearTheEdgeEveryoneIsWhereTheyWere() {
        #expect(run.phases([50, 61, 61, 61.9, 61.9, 61.9, 61.9].map { [object($0)] }) == [2: [.begin]])
        #expect(
            run.phases([62, 59, 59, 59].map { [object($0)] }) == [9: [.end]], "seen inside at 6 s for the last time")
    }

    @Test mutating func whatIsMissingIsSaid() {
        run.step(object(30))
        #expect(run.reasons == [.outsideZone])
        run.step(object(50))
        run.step(object(50))
        #expect(run.reasons == [.timer] && run.told.shortfalls[0].object == 0)
        #expect(run.told.shortfalls[0].measures == [RuleMeasure("inside_seconds", 1, threshold: 2)])
        run.told.explains = false
        run.step(object(30))
        #expect(run.reasons.isEmpty)
    }
}
