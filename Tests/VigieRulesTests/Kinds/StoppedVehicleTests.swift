import Testing
import VigieTracking

@testable import VigieRules

/// Cars of 10 × 20 pixels: a radius of 0.25 is 2.5 pixels.
@Suite struct StoppedVehicleTests {
    private var run: RuleRun

    init() throws { run = try RuleRun(StoppedVehicle.self, "after_seconds: 3") }

    private func car(_ x: Double, _ state: TrackedObject.State = .confirmed) -> [TrackedObject] {
        [object(x, state, class: 1)]
    }

    @Test mutating func itBeginsOnceItHasStoodForLongEnough() throws {
        #expect(run.phases([car(30), car(50), car(50), car(50)]) == [:])
        #expect(run.reasons == [.timer])
        #expect(run.told.shortfalls[0].measures == [RuleMeasure("still_seconds", 2, threshold: 3)])
        let event = try #require(run.step(car(50)).first)
        #expect(event.phase == .begin && event.objects == [0] && event.onset == 1)
        #expect(event.measures == [RuleMeasure("still_seconds", 3, threshold: 3)])
        #expect(run.phases((0..<20).map { _ in car(50) }) == [:])
    }

    @Test mutating func shakingWithinTheRadiusIsStanding() {
        #expect(run.phases([50, 52, 48, 52.5].map { car($0) }) == [3: [.begin]])
    }

    @Test mutating func movingBeyondTheRadiusBeginsAnew() {
        #expect(run.phases([50, 50, 53, 53, 53, 53].map { car($0) }) == [5: [.begin]])
    }

    @Test mutating func creepingIsNotStanding() {
        #expect(run.phases((0..<30).map { car(10 + 2 * Double($0)) }) == [:])
    }

    @Test mutating func itEndsWhenItMoves() {
        #expect(run.phases([50, 50, 50, 50].map { car($0) }) == [3: [.begin]])
        let end = run.step(car(53))
        #expect(end.map(\.phase) == [.end] && end.map(\.attributes) == [["reason": "moved"]])
    }

    @Test mutating func itStandsWhileItIsNotSeen() {
        let hidden = (0..<9).map { _ in car(90, .lost) }
        #expect(run.phases([50, 50, 50, 50].map { car($0) } + hidden + [car(50)]) == [3: [.begin]])
        let end = run.step(car(50, .removed))
        #expect(end.map(\.phase) == [.end] && end.map(\.attributes) == [["reason": "lost"]])
    }

    @Test mutating func leavingTheZoneEndsIt() throws {
        run = try RuleRun(StoppedVehicle.self, "zone: lawn, after_seconds: 1")
        #expect(run.phases([car(50), car(59), car(59)]) == [2: [.begin]])
        #expect(run.step(car(61)).map(\.attributes) == [["reason": "left"]])
        #expect(run.phases([car(61), car(61), car(61)]) == [:])
    }
}
