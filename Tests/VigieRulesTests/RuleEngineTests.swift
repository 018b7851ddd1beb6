import Testing

@testable import VigieRules

@Suite struct RuleEngineTests {
    /// From 10 to 15 and from 30 to 40 seconds after midnight, every day.
    private let schedule = Schedule(
        name: "shift",
        entries: [(10, 15), (30, 40)].map {
            Schedule.Entry(days: .week(Array(repeating: true, count: 7)), from: $0.0, to: $0.1)
        })

    @Test func aRuleThatGoesOffDutyEndsItsEventsAndBeginsAnew() throws {
        var run = try RuleRun(FieldDetector.self, "zone: lawn, after_seconds: 2", schedule: schedule)
        #expect(run.phases((0..<15).map { _ in [object(50)] }) == [12: [.begin]], "it had seen nothing before 10 s")
        let end = try #require(run.step(object(50)).first)
        #expect(end.phase == .end && end.number == 0 && end.attributes == ["reason": "schedule"])
        #expect(end.objects.isEmpty && end.measures.isEmpty)
        #expect(run.reasons == [.schedule])
        #expect(run.phases((16..<40).map { _ in [object(50)] }) == [32: [.begin]])
        #expect(run.step(object(50)).map(\.number) == [1])
    }

    @Test func allEventsOfTheRuleEnd() throws {
        var run = try RuleRun(LoiteringDetector.self, "zone: lawn, after_seconds: 2", schedule: schedule)
        let objects = [object(45), object(50, id: 1), object(55, id: 2)]
        #expect(run.phases((0..<16).map { _ in objects })[15] == [.end, .end, .end])
        #expect(run.told.events.map(\.number) == [0, 1, 2])
    }

    /// The rule goes off duty with a frame that nobody looks at.
    @Test func timeAloneEndsEvents() throws {
        var run = try RuleRun(FieldDetector.self, "zone: lawn, after_seconds: 2", schedule: schedule)
        for seconds in 10..<13 { run.step([object(50)], at: Double(seconds)) }
        #expect(run.step([object(50)], at: 15, isLook: false).map(\.phase) == [.end])
        #expect(run.reasons.isEmpty)
    }

    @Test func othersGoOn() throws {
        let definitions = try [schedule, nil].map {
            try RuleRun.definition(FieldDetector.self, "zone: lawn, after_seconds: 0", schedule: $0)
        }
        var engine = RuleEngine(
            definitions, clock: LocalClock(start: 0, offsets: [LocalClock.Offset(from: 0, seconds: 0)]))
        var events = RuleEvents()
        var scene = Scene()
        (scene.width, scene.height, scene.isLook, scene.objects) = (100, 100, true, [object(50)])
        var told: [[Int]] = []
        for seconds in [12.0, 13, 20] {
            scene.seconds = seconds
            engine.step(scene, into: &events)
            told.append(events.events.map(\.rule))
        }
        #expect(told == [[0, 1], [], [0]], "both begin, and the one that has a schedule ends")
    }

    @Test func aScheduleNeedsAClock() async {
        await #expect(processExitsWith: .failure) {
            let schedule = Schedule(name: "s", entries: [Schedule.Entry(days: .dates([0]), from: 0, to: 1)])
            _ = RuleEngine(
                [try RuleRun.definition(FieldDetector.self, "zone: lawn", schedule: schedule)], clock: nil)
        }
    }

    @Test func withoutRulesNothingIsTold() {
        var engine = RuleEngine([], clock: nil)
        var events = RuleEvents()
        engine.step(Scene(), into: &events)
        #expect(events.events.isEmpty)
    }
}
