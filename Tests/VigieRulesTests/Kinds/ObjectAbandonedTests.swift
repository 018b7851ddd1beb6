import CAllocations
import Testing
import VigieCore
import VigieTracking

@testable import VigieRules

/// One look a second; the thing is put down at 3 s and told from 8 s on.
@Suite struct ObjectAbandonedTests {
    private var run: RuleRun

    init() throws { run = try RuleRun(ObjectAbandoned.self, "after_seconds: 5, unknown_owner_seconds: 20") }

    /// Shows the frames of some seconds, in each of which the same are at the same places; what was raised, by second.
    private mutating func show(
        _ seconds: ClosedRange<Int>, _ objects: [TrackedObject], isLook: Bool = true
    ) -> [Int: RuleEvent] {
        var raised: [Int: RuleEvent] = [:]
        for second in seconds {
            if second == 8 { run.still = [still()] }
            let events = run.step(objects, at: Double(second), isLook: isLook)
            if let event = events.first { raised[second] = event }
        }
        return raised
    }

    private func person(_ x: Double, id: Int = 0, _ state: TrackedObject.State = .confirmed) -> TrackedObject {
        object(x, id: id, state)
    }

    @Test mutating func itBeginsOnceTheOwnerIsAwayForLongEnough() throws {
        #expect(show(0...9, [person(50)]).isEmpty)
        #expect(run.reasons == [.attended])
        // From the box's edge at 53 to 95 are 42 pixels.
        #expect(show(10...13, [person(95)]).isEmpty)
        #expect(run.told.shortfalls.map(\.reason) == [.timer])
        #expect(run.told.shortfalls[0].measures.contains(RuleMeasure("unattended_seconds", 4, threshold: 5)))
        let event = try #require(show(14...30, [person(95)])[14])
        #expect(event.phase == .begin && event.objects == [0] && event.onset == 3)
        #expect(event.box == still().box && event.attributes == ["owner": "left"])
        #expect(event["unattended_seconds"] == RuleMeasure("unattended_seconds", 5, threshold: 5))
        #expect(event["still_seconds"] == RuleMeasure("still_seconds", 11))
        #expect(event["owner_heights"] == RuleMeasure("owner_heights", 2.1, threshold: 2))
    }

    @Test mutating func itDoesNotBeginWhileTheOwnerIsNear() {
        #expect(show(0...8, [person(50)]).isEmpty)
        #expect(show(9...80, [person(93)]).isEmpty)
    }

    @Test mutating func theTimerBeginsWhenTheThingIsTold() {
        #expect(show(0...4, [person(50)]).isEmpty)
        #expect(Array(show(5...20, [person(95)]).keys) == [13])
    }

    @Test mutating func whoPassesByIsNoOwner() {
        #expect(show(0...9, [person(50)]).isEmpty)
        #expect(Array(show(10...20, [person(95), person(50, id: 1)]).keys) == [14])
    }

    @Test mutating func whoWasThereLongBeforeIsNoOwner() throws {
        run = try RuleRun(ObjectAbandoned.self, "unknown_owner_seconds: 20")
        for second in 0...19 { run.step([person(second < 10 ? 50 : 95)], at: Double(second)) }
        run.still = [still(onset: 15)]
        #expect(try #require(show(20...40, [person(95)])[40]).attributes == ["owner": "unknown"])
    }

    @Test mutating func anOwnerThatIsSeenAgainUnderAnotherIdIsStillTheOwner() throws {
        #expect(show(0...5, [person(50)]).isEmpty)
        #expect(show(6...6, [person(50, .removed)]).isEmpty)
        #expect(show(7...7, [newcomer(55, id: 1)]).isEmpty)
        #expect(show(8...12, [person(55, id: 1)]).isEmpty)
        #expect(try #require(show(13...20, [person(95, id: 1)])[17]).objects == [1])
    }

    @Test mutating func withoutAnOwnerItTakesLonger() throws {
        #expect(show(0...27, []).isEmpty)
        let event = try #require(show(28...28, [])[28])
        #expect(event.objects == [] && event.attributes == ["owner": "unknown"])
        #expect(event["unattended_seconds"] == RuleMeasure("unattended_seconds", 20, threshold: 20))
    }

    @Test mutating func whereTheOwnerIsLostItTakesLonger() throws {
        #expect(show(0...9, [person(50)]).isEmpty)
        #expect(show(10...10, [person(50, .removed)]).isEmpty)
        let event = try #require(show(11...40, [])[29])
        #expect(event.objects == [0] && event.attributes == ["owner": "lost"])
    }

    @Test mutating func anOwnerThatIsNotSeenForAMomentIsThere() {
        #expect(show(0...9, [person(50)]).isEmpty)
        #expect(show(10...60, [person(50, .lost)]).isEmpty)
    }

    @Test mutating func whileNobodyLooksTheOwnerStays() {
        #expect(show(0...9, [person(50)]).isEmpty)
        #expect(show(10...40, [person(50)], isLook: false).isEmpty)
        #expect(Array(show(41...60, [person(95)]).keys) == [45])
    }

    @Test mutating func itBeginsWhileNobodyLooks() {
        #expect(show(0...9, [person(50)]).isEmpty)
        #expect(show(10...10, [person(95)]).isEmpty)
        #expect(Array(show(11...20, [person(95)], isLook: false).keys) == [14])
    }

    @Test mutating func aVehicleIsNotAbandoned() {
        // From y 42 to 62: it covers the thing.
        let car = object(50, 62, id: 3, class: 1)
        #expect(show(0...49, [car]).isEmpty)
        #expect(run.reasons == [.class])
        #expect(Array(show(50...80, []).keys) == [69])
    }

    @Test mutating func whatSurroundsThePictureIsNoVehicle() {
        var car = object(50, 62, id: 3, class: 1)
        car.box.width = 60
        #expect(Array(show(0...30, [car]).keys) == [28])
    }

    @Test mutating func itSaysThatTheOwnerIsBackAndGoneAgain() {
        #expect(show(0...9, [person(50)]).isEmpty)
        #expect(show(10...19, [person(95)])[14]?.phase == .begin)
        let back = show(20...21, [person(50)])
        #expect(back.mapValues(\.phase) == [20: .update] && back[20]?.attributes == ["owner": "back"])
        let gone = show(22...40, [person(95)])
        #expect(gone.mapValues(\.phase) == [26: .update] && gone[26]?.attributes == ["owner": "left"])
    }

    @Test(arguments: [("taken", 50.0), ("gone", 95)]) mutating func itEndsWithTheThing(reason: String, x: Double) {
        #expect(show(0...9, [person(50)]).isEmpty)
        #expect(show(10...19, [person(95)])[14]?.phase == .begin)
        _ = show(20...20, [person(x)])
        run.still = []
        let end = show(21...40, [person(x)])
        #expect(end.mapValues(\.phase) == [24: .end])
        #expect(end[24]?.attributes == ["reason": reason])
        #expect(end[24]?.measures == [RuleMeasure("last_seen_time", 20)])
    }

    @Test mutating func aThingThatIsHiddenForAMomentGoesOn() {
        #expect(show(0...27, []).isEmpty)
        run.still = []
        #expect(show(28...29, []).isEmpty)
        run.still = [still()]
        #expect(Array(show(30...32, []).keys) == [30])
    }

    @Test(
        arguments: [
            (still(.removed), RuleShortfall.Reason.kind), (still(.unclear), .kind), (still(x: 70), .outsideZone),
            (StillThing(id: 0, box: still().box, area: 600, onset: 3, kind: .added), .area),
            (StillThing(id: 0, box: still().box, area: 9, onset: 3, kind: .added), .area),
        ] as [(StillThing, RuleShortfall.Reason)])
    func whatItIsNotAboutRaisesNothing(thing: StillThing, reason: RuleShortfall.Reason) throws {
        var run = try RuleRun(ObjectAbandoned.self, "zone: lawn, least_area: 0.001, unknown_owner_seconds: 1")
        run.still = [thing]
        for _ in 0..<20 { #expect(run.step([]).isEmpty && run.reasons == [reason]) }
    }

    @Test func contraryAreasAreRefused() {
        #expect(throws: SiteError.self) { try RuleRun(ObjectAbandoned.self, "least_area: 0.5, most_area: 0.1") }
        #expect(throws: SiteError.self) { try RuleRun(ObjectAbandoned.self, "classes: [dog]") }
    }

    /// Things that lie with their owners or are no things, and people who come and go.
    @Test(.enabled(if: vigie_allocations_are_seen() != 0, "a sanitizer sees to allocations"))
    func warmItAllocatesNothing() throws {
        var engine = RuleEngine(
            try [RuleRun.definition(ObjectAbandoned.self, ""), RuleRun.definition(ObjectRemoved.self, "")], clock: nil)
        var events = RuleEvents()
        var scene = Scene()
        (scene.width, scene.height) = (100, 100)
        var allocations = 0
        for frame in 0..<3_000 {
            scene.frame = frame
            scene.seconds = Double(frame) / 10
            scene.isLook = frame % 3 != 1
            // One comes and goes every 5 s, and thirty stand at their places.
            let guest = newcomer(50, id: 100 + frame / 50)
            scene.objects = (0..<30).map { object(3 * Double($0), 60, id: $0) } + [guest]
            // Of the last, the id changes every 4 s.
            scene.still = (0..<6).map {
                still($0 == 0 ? .removed : .added, id: $0 < 5 ? $0 : 5 + frame / 40, onset: 3, x: 15 * Float($0))
            }
            let before = vigie_allocations_counted()
            vigie_allocations_count(1)
            engine.step(scene, into: &events)
            vigie_allocations_count(0)
            if frame >= 2_000, events.events.isEmpty { allocations += vigie_allocations_counted() - before }
        }
        #expect(allocations == 0)
    }
}
