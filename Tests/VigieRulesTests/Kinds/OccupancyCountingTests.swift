import Testing
import VigieTracking

@testable import VigieRules

@Suite struct OccupancyCountingTests {
    private var run: RuleRun
    private let three = [object(45), object(50, id: 1), object(55, id: 2)]
    private var two: [TrackedObject] { Array(three.prefix(2)) }
    private var one: [TrackedObject] { Array(three.prefix(1)) }

    init() throws {
        run = try RuleRun(OccupancyCounting.self, "zone: lawn, at_least: 2, after_seconds: 1, leave_seconds: 2")
    }

    @Test mutating func itBeginsOnceThereHaveBeenEnoughForLongEnough() throws {
        #expect(run.phases([one, one, two]) == [:])
        #expect(run.reasons == [.timer])
        let event = try #require(run.step(two).first)
        #expect(event.phase == .begin && event.objects == [0, 1] && event.onset == 2)
        #expect(event["objects"] == RuleMeasure("objects", 2, threshold: 2))
        #expect(event["seconds"] == RuleMeasure("seconds", 1, threshold: 1))
    }

    @Test mutating func aNewMaximumIsTold() {
        #expect(run.phases([two, two, three, three, two, three]) == [1: [.begin], 2: [.update]])
    }

    /// Object 1 leaves after frame 2. It counts until it has been outside for 2 seconds, with frame 4, and the event goes on
    /// until there have been too few for 2 more, counted from frame 3.
    @Test mutating func itEndsOnceThereWereTooFewForLongEnough() throws {
        let left = [object(45), object(30, id: 1)]
        #expect(run.phases([two, two, two, left, left]) == [1: [.begin]])
        let event = try #require(run.step(left).first)
        #expect(event.phase == .end && event.objects == [0])
        #expect(event["objects"]?.value == 1 && event["most_objects"]?.value == 2 && event["last_time"]?.value == 3)
    }

    @Test mutating func tooFewForAMomentIsNoEnd() {
        let removed = [object(45), object(50, id: 1, .removed)]
        #expect(run.phases([two, two, removed, three, one, three]) == [1: [.begin], 3: [.update]])
    }

    /// Object 1 was last seen with frame 1, and counts for 2 seconds more.
    @Test mutating func whoIsNotSeenForLongIsNotCounted() {
        let hidden = [object(45), object(50, id: 1, .lost)]
        #expect(run.phases([two, two, hidden, hidden, hidden]) == [1: [.begin]])
        #expect(run.step(hidden).map { $0["last_time"]?.value } == [3])
    }

    @Test mutating func withoutAZoneThePictureCounts() throws {
        run = try RuleRun(OccupancyCounting.self, "at_least: 2, after_seconds: 0")
        #expect(run.phases([[object(5), object(95, 99, id: 1)]]) == [0: [.begin]])
    }

    @Test mutating func tooFewIsSaid() {
        run.step(one)
        #expect(run.reasons == [.count])
        #expect(run.told.shortfalls[0].measures == [RuleMeasure("objects", 1, threshold: 2)])
        #expect(run.told.shortfalls[0].object == nil)
    }
}
