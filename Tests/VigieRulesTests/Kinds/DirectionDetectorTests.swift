import Testing
import VigieTracking

@testable import VigieRules

/// Allowed is to the right; objects are 20 pixels high, so that a distance of 1 is 20 pixels.
@Suite struct DirectionDetectorTests {
    private var run: RuleRun

    init() throws { run = try RuleRun(DirectionDetector.self, "allowed: [2, 0]") }

    @Test mutating func itBeginsOnceTheWayBackIsLongEnough() throws {
        #expect(run.phases([[object(80)], [object(70)], [object(61)]]) == [:])
        #expect(run.reasons == [.distance])
        #expect(run.told.shortfalls[0].measures[0] == RuleMeasure("distance_heights", 0.95, threshold: 1))
        let event = try #require(run.step(object(60)).first)
        #expect(event.phase == .begin && event.objects == [0] && event.onset == 0)
        #expect(event["distance_heights"] == RuleMeasure("distance_heights", 1, threshold: 1))
        #expect(event["cosine"]?.value == 1)
        #expect(run.phases([[object(40)], [object(20)]]) == [:], "one way is one event")
    }

    @Test mutating func theWayIsMeasuredFromTheFurthestPoint() {
        #expect(run.phases([40, 80, 70, 61].map { [object($0)] }) == [:])
        #expect(run.step(object(60)).map(\.onset) == [1])
    }

    @Test mutating func theAllowedWayAndStandingAreNoEvent() {
        #expect(run.phases([10, 30, 50, 50, 50, 90].map { [object($0)] }) == [:])
    }

    @Test mutating func swayingIsNoEvent() {
        #expect(run.phases((0..<30).map { [object($0 % 2 == 0 ? 60 : 45)] }) == [:])
    }

    @Test mutating func itEndsOnceTheyHaveTurned() throws {
        #expect(run.phases([80, 60, 40, 49].map { [object($0)] }) == [1: [.begin]])
        let event = try #require(run.step(object(50)).first)
        #expect(event.phase == .end && event.attributes == ["reason": "turned"])
        #expect(event["distance_heights"] == RuleMeasure("distance_heights", 0.5, threshold: 0.5))
        #expect(run.phases([70, 51, 50].map { [object($0)] }) == [7: [.begin]], "and begins again")
    }

    /// 20 pixels back, and so many aside; 45 degrees are 20.
    @Test(arguments: [(0, true), (19, true), (-19, true), (21, false), (-21, false)] as [(Double, Bool)])
    mutating func theAngleIsLimited(aside: Double, isTold: Bool) {
        run.step(object(80, 50))
        #expect(run.step(object(60, 50 + aside)).count == (isTold ? 1 : 0))
        #expect(run.reasons == (isTold ? [] : [.distance]))
    }

    @Test mutating func theAngleIsASetting() throws {
        run = try RuleRun(DirectionDetector.self, "allowed: [1, 0], max_angle: 90")
        #expect(run.phases([[object(80, 20)], [object(60, 90)]]) == [1: [.begin]])
    }

    @Test mutating func leavingTheZoneEndsIt() throws {
        run = try RuleRun(DirectionDetector.self, "allowed: [0, 1], zone: lawn")
        #expect(run.phases([[object(50, 75)], [object(50, 55)]]) == [1: [.begin]])
        let event = try #require(run.step(object(50, 39)).first)
        #expect(event.phase == .end && event.attributes == ["reason": "left"] && event.measures.isEmpty)
        #expect(run.reasons == [.outsideZone])
    }

    @Test mutating func aWayOutsideTheZoneDoesNotCount() throws {
        run = try RuleRun(DirectionDetector.self, "allowed: [0, 1], zone: lawn")
        #expect(run.phases([[object(50, 99)], [object(50, 79)], [object(50, 60)]]) == [:])
    }

    @Test mutating func whoIsNotSeenGoesOnUntilTheyAreGivenUp() throws {
        #expect(run.phases([object(80), object(60), object(90, .lost)].map { [$0] }) == [1: [.begin]])
        let event = try #require(run.step(object(90, .removed)).first)
        #expect(event.phase == .end && event.attributes == ["reason": "lost"])
        #expect(run.phases([[object(60)], [object(40.5)]]) == [:], "nothing is kept of them")
    }
}
