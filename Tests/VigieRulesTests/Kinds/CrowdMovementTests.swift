import Testing
import VigieTracking

@testable import VigieRules

/// Objects are 20 pixels high. With a smoothing of 1 s and a look a second, half of what is new counts: who begins to move a
/// height a second is at 0.5, 0.75, 0.875, …
@Suite struct CrowdMovementTests {
    private static let settings = "at_least: 2, speed: 0.5, after_seconds: 1, leave_seconds: 1, smooth_seconds: 1"
    private var run: RuleRun

    init() throws { run = try RuleRun(CrowdMovement.self, "movement: surge, \(Self.settings)") }

    private func pair(_ left: Double, _ right: Double) -> [TrackedObject] { [object(left), object(right, id: 1)] }

    @Test mutating func aSurgeBeginsOnceItHasLastedLongEnough() throws {
        #expect(run.phases([pair(10, 20), pair(30, 40)]) == [:])
        #expect(run.reasons == [.timer])
        let event = try #require(run.step(pair(50, 60)).first)
        #expect(event.phase == .begin && event.objects == [0, 1] && event.onset == 1)
        #expect(event.attributes == ["movement": "surge"])
        #expect(
            event.measures == [
                RuleMeasure("objects", 2, threshold: 2), RuleMeasure("speed_heights", 0.75, threshold: 0.5),
                RuleMeasure("seconds", 1, threshold: 1),
            ])
    }

    /// At 0.375 with frame 3, one second after it was last enough.
    @Test mutating func itEndsOnceTheyAreSlow() throws {
        #expect(run.phases([pair(10, 20), pair(30, 40), pair(50, 60)]) == [2: [.begin]])
        let event = try #require(run.step(pair(50, 60)).first)
        #expect(event.phase == .end && event.attributes == ["movement": "surge"])
        #expect(event["speed_heights"]?.value == 0.375 && event["last_time"]?.value == 2)
    }

    @Test mutating func theSlowAndTheFewAreNoSurge() {
        #expect(run.phases((0..<9).map { pair(9 * Double($0), 9 * Double($0)) }) == [:])
        #expect(run.reasons == [.distance])
        #expect(run.phases((0..<4).map { [object(20 * Double($0), id: 2)] }) == [:])
        #expect(run.reasons == [.count])
    }

    @Test mutating func theMeanCounts() {
        #expect(run.phases((0..<4).map { pair(10, 20 * Double($0)) }) == [:], "at 0.4375 on average")
        #expect(run.phases((4..<7).map { pair(20 * Double($0), 20 * Double($0)) }).count == 1)
    }

    @Test mutating func aDispersalIsThatTheyGoApart() throws {
        run = try RuleRun(CrowdMovement.self, "movement: dispersal, \(Self.settings)")
        let event = try #require([pair(45, 55), pair(25, 75), pair(5, 95)].map { run.step($0) }.last?.first)
        #expect(event.attributes == ["movement": "dispersal"] && event["speed_heights"]?.value == 0.75)
    }

    @Test(arguments: [[(0, 50), (20, 70), (40, 90)], [(0, 90), (20, 70), (40, 50)]] as [[(Double, Double)]])
    mutating func goingTogetherOrTowardsEachOtherIsNoDispersal(pairs: [(Double, Double)]) throws {
        run = try RuleRun(CrowdMovement.self, "movement: dispersal, \(Self.settings)")
        #expect(run.phases(pairs.map { pair($0.0, $0.1) }) == [:])
    }

    @Test mutating func onlyThoseInTheZoneCount() throws {
        run = try RuleRun(CrowdMovement.self, "movement: surge, zone: lawn, \(Self.settings)")
        #expect(run.phases((0..<5).map { pair(20 * Double($0), 50) }) == [:])
        #expect(run.reasons.contains(.outsideZone))
    }

    /// Two looks at one time have no speed between them: the one before holds.
    @Test mutating func aTimeThatStandsStillChangesNoSpeed() {
        run.step(pair(10, 20))
        run.step(pair(30, 40))
        #expect(run.step(pair(70, 80), at: 1).isEmpty)
        #expect(run.told.shortfalls.map(\.reason) == [.timer])
    }
}
