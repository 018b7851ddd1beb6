import CAllocations
import TestSupport
import Testing
import VigieTracking

@testable import VigieRules

/// A rule with settings under which it raises something about an object that goes to and fro, or one that stands.
struct RuleCase: Sendable, CustomTestStringConvertible {
    let kind: any Rule.Type
    let settings: String
    var walks = false
    /// How many objects it takes.
    var count = 1
    /// A class that it is about, and one that it is not.
    var classIndex = 0, otherClass = 1

    static let all = [
        RuleCase(kind: FieldDetector.self, settings: "zone: lawn, classes: [person], after_seconds: 2"),
        RuleCase(kind: LineDetector.self, settings: "line: gate, classes: [person]", walks: true),
        RuleCase(kind: DirectionDetector.self, settings: "allowed: [1, 0], classes: [person]", walks: true),
        RuleCase(kind: LoiteringDetector.self, settings: "zone: lawn, after_seconds: 2"),
        RuleCase(kind: OccupancyCounting.self, settings: "at_least: 1"),
        RuleCase(kind: LineCounting.self, settings: "line: gate, classes: [person]", walks: true),
        RuleCase(kind: StoppedVehicle.self, settings: "after_seconds: 2", classIndex: 1, otherClass: 0),
        RuleCase(kind: CrowdMovement.self, settings: "movement: surge, at_least: 2, speed: 0.2", walks: true, count: 2),
    ]

    var testDescription: String { kind.name }

    func run() throws -> RuleRun { try Self.open(kind, settings) }

    private static func open<Kind: Rule>(_ kind: Kind.Type, _ settings: String) throws -> RuleRun {
        try RuleRun(kind, settings)
    }

    /// As many as it takes, all alike.
    func objects(
        _ frame: Int, _ state: TrackedObject.State = .confirmed, class index: Int? = nil
    ) -> [TrackedObject] { (0..<count).map { object(frame, id: $0, state, class: index) } }

    /// Where one is: from x = 30 to 70 and back, by 8 a frame, or at 50.
    func object(_ frame: Int, id: Int = 0, _ state: TrackedObject.State = .confirmed, class index: Int? = nil)
        -> TrackedObject
    {
        let phase = frame % 10
        let x = walks ? 30 + 8 * Double(phase < 5 ? phase : 10 - phase) : 50
        return VigieRulesTests.object(x, id: id, state, class: index ?? classIndex)
    }
}

/// What holds for every rule.
@Suite struct RuleContractTests {
    @Test(arguments: RuleCase.all) func itRaisesSomething(rule: RuleCase) throws {
        var run = try rule.run()
        let events = (0..<20).flatMap { run.step(rule.objects($0)) }
        let begin = try #require(events.first)
        #expect(
            begin.phase == .begin && begin.number == 0 && begin.objects == Array(0..<rule.count)
                && !begin.measures.isEmpty)
        #expect(begin.onset != nil)
    }

    @Test(arguments: RuleCase.all) func whoIsNotBelievedRaisesNothing(rule: RuleCase) throws {
        var run = try rule.run()
        var reasons: Set<RuleShortfall.Reason> = []
        for frame in 0..<20 {
            #expect(run.step(rule.objects(frame, .tentative)).isEmpty)
            reasons.formUnion(run.reasons)
        }
        #expect(reasons.contains(.notConfirmed))
    }

    @Test(arguments: RuleCase.all) func otherClassesRaiseNothing(rule: RuleCase) throws {
        var run = try rule.run()
        for frame in 0..<20 {
            #expect(run.step(rule.objects(frame, class: rule.otherClass)).isEmpty)
            #expect(run.reasons.contains(.class))
        }
    }

    @Test(arguments: RuleCase.all) func aFrameThatNobodyLookedAtChangesNothing(rule: RuleCase) throws {
        var (plain, other) = (try rule.run(), try rule.run())
        for frame in 0..<20 {
            for step in 0..<2 {
                let seconds = Double(frame) + Double(step) / 2
                let isLook = step == 0
                let expected = plain.step(rule.objects(frame), at: seconds, isLook: isLook)
                let told = other.step(rule.objects(isLook ? frame : frame + 5), at: seconds, isLook: isLook)
                #expect(told == expected && (isLook || told.isEmpty))
                if !isLook { #expect(other.told.shortfalls.isEmpty) }
            }
        }
    }

    @Test(arguments: RuleCase.all) func anEmptySceneRaisesNothing(rule: RuleCase) throws {
        var run = try rule.run()
        for _ in 0..<20 { #expect(run.step().isEmpty) }
    }

    @Test(arguments: RuleCase.all) func aThousandObjectsAreAllTold(rule: RuleCase) throws {
        var run = try rule.run()
        var told: Set<Int> = []
        for frame in 0..<14 {
            for event in run.step((0..<1_000).map { rule.object(frame, id: $0) }) { told.formUnion(event.objects) }
        }
        #expect(told == Set(0..<1_000))
    }

    /// Objects that come, hide and go at random, with times that stand still and go back: each event begins once, ends once,
    /// and says nothing in between or after that does not belong there.
    @Test(arguments: RuleCase.all, 1...5 as ClosedRange<UInt64>)
    func eventsBeginAndEnd(rule: RuleCase, seed: UInt64) throws {
        var random = SeededRandom(seed: seed)
        var run = try rule.run()
        var begun = 0
        var open: Set<Int> = []
        func take(_ events: [RuleEvent]) {
            for event in events {
                switch event.phase {
                case .begin:
                    #expect(event.number == begun)
                    begun += 1
                    open.insert(event.number)
                case .update: #expect(open.contains(event.number))
                case .end: #expect(open.remove(event.number) != nil)
                }
            }
        }
        var seconds = 0.0
        for frame in 0..<400 {
            seconds += [-3, 0, 1, 1, 1, 1][Int.random(in: 0..<6, using: &random)]
            // Each id lives for 20 frames, and is given up with the last.
            let objects = (0..<5).map { place in
                let id = (frame + 4 * place) / 20 * 5 + place
                let isLast = (frame + 4 * place) % 20 == 19
                let state: [TrackedObject.State] = [.confirmed, .confirmed, .lost]
                return rule.object(
                    frame + place, id: id, isLast ? .removed : state[Int.random(in: 0..<3, using: &random)])
            }
            take(run.step(objects.sorted { $0.id < $1.id }, at: seconds))
        }
        take(run.step((0..<5).map { rule.object(0, id: 20 * 5 + $0, .removed) }, at: 10_000))
        take(run.step([], at: 20_000))
        #expect(begun > 0)
        #expect(open.count == (rule.kind == LineCounting.self ? 1 : 0), "only a count goes on for ever")
    }

    /// All at work on a crowd that comes and goes; frames in which something is raised are made for the log, and are not
    /// counted.
    @Test(.enabled(if: vigie_allocations_are_seen() != 0, "a sanitizer sees to allocations"))
    func warmRulesAllocateNothing() throws {
        var random = SeededRandom(seed: 1)
        var engine = RuleEngine(
            try (RuleCase.all + RuleCase.all).map { try RuleRun.definition($0.kind, $0.settings) }, clock: nil)
        var events = RuleEvents()
        var scene = Scene()
        (scene.width, scene.height) = (100, 100)
        var allocations = 0
        var quiet = 0
        for frame in 0..<2_000 {
            scene.frame = frame
            scene.seconds = Double(frame) / 10
            scene.isLook = frame % 3 != 1
            scene.objects = (0..<30).map { place in
                let age = (frame + 30 * place) % 900
                let state: TrackedObject.State =
                    age == 899 ? .removed : age < 3 ? .tentative : Bool.random(using: &random) ? .confirmed : .lost
                return object(
                    50 + Double(age) / 50, 20 + 2 * Double(place), id: (frame + 30 * place) / 900 * 30 + place, state,
                    class: place % 2)
            }
            let before = vigie_allocations_counted()
            vigie_allocations_count(1)
            engine.step(scene, into: &events)
            vigie_allocations_count(0)
            guard frame >= 1_000, events.events.isEmpty else { continue }
            quiet += 1
            allocations += vigie_allocations_counted() - before
        }
        #expect(quiet > 500)
        #expect(allocations == 0)
    }
}
