import Testing
import VigieCore
import VigieTracking

@testable import VigieRules

/// The line runs upwards at x = 50 from y = 90 to 10; objects are 20 pixels high, so that the margin of 0.1 is 2 pixels.
@Suite struct LineDetectorTests {
    private var run: RuleRun

    init() throws { run = try RuleRun(LineDetector.self, "line: gate") }

    @Test mutating func aCrossingIsToldOnceTheFootIsFarEnough() throws {
        #expect(run.phases([[object(44)], [object(48)], [object(51)]]) == [:])
        #expect(run.reasons == [.distance])
        #expect(run.told.shortfalls[0].measures == [RuleMeasure("distance_heights", 0.05, threshold: 0.1)])
        let event = try #require(run.step(object(52)).last)
        #expect(event.phase == .end && event.objects == [0] && event.attributes == ["direction": "right"])
        #expect(event.onset == 2 && event["crossed_time"]?.value == 2)
        #expect(event["distance_heights"] == RuleMeasure("distance_heights", 0.1, threshold: 0.1))
    }

    @Test mutating func itBeginsAndEndsAtOnce() {
        run.step(object(44))
        #expect(run.step(object(56)).map(\.phase) == [.begin, .end])
    }

    /// The x of the foot, one a second, and what is told.
    @Test(
        arguments: [
            ([44, 56, 44, 56], ["right", "left", "right"]),
            ([56, 44], ["left"]),
            ([44, 51, 49, 51, 49, 44], []),
            ([44, 51, 49, 51, 49, 56], ["right"]),
            ([44, 50, 44], []),
            ([44, 50, 56], ["right"]),
            ([56, 50, 44], ["left"]),
            ([56, 50, 56], []),
            ([44, 50, 50, 50, 56, 50, 44], ["right", "left"]),
            ([50, 44, 50, 56], ["left", "right"]),
            ([44, 48, 44], []),
        ] as [([Double], [String])])
    mutating func oneCrossingIsOneEvent(places: [Double], told: [String]) {
        var directions: [String] = []
        for place in places {
            for event in run.step(object(place)) where event.phase == .begin {
                directions.append(event.attributes["direction"] ?? "")
            }
        }
        #expect(directions == told)
    }

    @Test mutating func whoWalksAlongTheLineCrossesItOnceAtMost() {
        let along = (0..<60).map { [object($0 % 2 == 0 ? 49.5 : 50.5, 85 - Double($0))] }
        #expect(run.phases([[object(44, 85)]] + along + [[object(44, 25)]]) == [:])
        #expect(run.phases([[object(44, 85)]] + along + [[object(56, 25)]]).count == 1)
    }

    @Test mutating func whoGoesAroundTheEndCrossesNothing() {
        #expect(run.phases([(44, 50), (44, 5), (56, 5), (56, 50)].map { [object($0.0, $0.1)] }) == [:])
    }

    @Test(arguments: [("any", 3), ("right", 2), ("left", 1)])
    func onlyTheDirectionThatIsAskedForIsTold(direction: String, count: Int) throws {
        var run = try RuleRun(LineDetector.self, "line: gate, direction: \(direction)")
        #expect(run.phases([44, 56, 44, 56].map { [object($0)] }).count == count)
    }

    @Test mutating func theMarginIsASetting() throws {
        run = try RuleRun(LineDetector.self, "line: gate, margin: 0.5")
        #expect(run.phases([44, 56, 59.5, 60].map { [object($0)] }) == [3: [.begin, .end]])
    }

    @Test mutating func whoIsNotSeenOnTheWayHasCrossed() {
        let frames = [object(44), object(46, .lost), object(54, .lost), object(56)]
        #expect(run.phases(frames.map { [$0] }) == [3: [.begin, .end]])
    }

    @Test mutating func aPredictionCrossesNothing() {
        #expect(run.phases([object(44), object(56, .lost), object(60, .removed)].map { [$0] }) == [:])
    }

    @Test mutating func whoIsBelievedLaterHasCrossedThen() throws {
        #expect(run.phases([44, 52, 56].map { [object($0, .tentative)] }) == [:])
        #expect(run.reasons == [.notConfirmed])
        let event = try #require(run.step(object(60)).first)
        #expect(event.onset == 1 && event["crossed_time"]?.value == 1)
    }

    @Test mutating func whoIsGivenUpIsForgotten() {
        #expect(run.phases([[object(44)], [object(44, .removed)], [object(56)]]) == [:])
    }

    @Test mutating func severalCrossInOneFrame() {
        run.step(object(44), object(56, id: 1), object(44, id: 2))
        let events = run.step(object(56), object(44, id: 1), object(45, id: 2)).filter { $0.phase == .begin }
        #expect(events.map(\.objects) == [[0], [1]] && events.map(\.number) == [0, 1])
    }
}

/// A line whose pieces meet at (50, 50) and end at (50, 90) and (80, 20), and feet at whole pixels, many of them on it.
@Suite struct CrossingGridTests {
    private static let places: [(x: Double, y: Double)] = stride(from: 20.0, through: 80, by: 10).flatMap { x in
        stride(from: 20.0, through: 80, by: 10).map { (x, $0) }
    }

    /// Crossings to the right less those to the left.
    private func balance(_ path: (x: Double, y: Double)...) throws -> Int {
        var run = try RuleRun(LineDetector.self, "line: bent, margin: 0")
        var balance = 0
        for place in path {
            for event in run.step(object(place.x, place.y)) where event.phase == .begin {
                balance += event.attributes["direction"] == "right" ? 1 : -1
            }
        }
        return balance
    }

    @Test func thereAndBackIsNoCrossing() throws {
        for a in Self.places {
            for b in Self.places where try balance(a, b, a) != 0 {
                Issue.record("\(a) to \(b) and back: \(try balance(a, b, a))")
            }
        }
    }

    @Test func aStopOnTheWayChangesNothing() throws {
        for a in Self.places {
            for b in Self.places {
                let middle = (x: (a.x + b.x) / 2, y: (a.y + b.y) / 2)
                let (straight, stopping) = (try balance(a, b), try balance(a, middle, b))
                if straight != stopping { Issue.record("\(a) to \(b): \(straight), with a stop \(stopping)") }
            }
        }
    }

    /// Straight through the joint, on all ways that lead through it.
    @Test func aWayThroughTheJointCrossesOnce() throws {
        for a in Self.places where a.x < 50 {
            let b = (x: 100 - a.x, y: 100 - a.y)
            // Behind the joint the line runs up to the right: above it is still its left.
            let isAcross = b.x + b.y > 100
            let expected = isAcross || a.x + a.y < 100 ? 1 : 0
            if a.x + a.y != 100 { #expect(try balance(a, b) == expected, "\(a)") }
        }
    }
}
