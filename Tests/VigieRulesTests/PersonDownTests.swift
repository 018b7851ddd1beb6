import Testing
import VigieCore
import VigiePose

@testable import VigieRules
@testable import VigieTracking

/// One person in a frame of 100 × 100 pixels, looked at twice a second: frame n is at n / 2 seconds.
@Suite struct PersonDownTests {
    private struct Clip {
        var rule: PersonDown
        var told = RuleEvents()
        var scene = Scene()

        init(_ settings: String = "after_seconds: 2\nleave_seconds: 1") throws {
            // The left half of the picture.
            let vertices = [(0, 0), (0.5, 0), (0.5, 1), (0, 1)].map { Polygon.Vertex(x: $0.0, y: $0.1) }
            var settings = try RuleSettings(
                settings, zones: [Zone(name: "left", polygon: Polygon(vertices))],
                classNames: ["person", "dog"])
            rule = try PersonDown(&settings)
            told.explains = true
            (scene.width, scene.height, scene.frame) = (100, 100, -1)
            scene.isLook = true
        }

        /// Shows the next frame; with no posture nobody has looked at the person.
        mutating func show(
            _ posture: Posture?, x: Float = 20, state: TrackedObject.State = .confirmed, isMeasured: Bool = true,
            classIndex: Int = 0
        ) {
            scene.frame += 1
            scene.seconds = Double(scene.frame) / 2
            scene.objects = [
                TrackedObject(
                    id: 7, classIndex: classIndex, state: state, isChanged: false,
                    box: Box(x: x, y: 40, width: 20, height: 10),
                    association: isMeasured
                        ? .init(detection: 0, match: .predicted, cost: 0, limit: 1, runnerUp: nil) : nil,
                    score: 0.5, age: 1, hits: 9)
            ]
            scene.postures = posture.map { [SeenPosture(object: 7, posture: $0, measures: Self.measures)] } ?? []
            told.startFrame()
            rule.step(scene, into: &told)
        }

        /// Shows a letter a frame: l(ying), u(pright), s(eated), ? for unknown, - for no look; the frames with an event.
        mutating func show(_ letters: String) -> [String] {
            var events: [String] = []
            for letter in letters {
                show(["l": .lying, "u": .upright, "s": .seatedOrCrouched, "?": .unknown][letter])
                events += told.events.map { "\($0.phase) \(scene.frame)" }
            }
            return events
        }

        static let measures = PostureMeasures(trunkScore: 0.75, trunkRise: 0.125, boxAspect: 2)
    }

    @Test func whoLiesForLongEnoughRaisesOneEventThatSaysByWhat() throws {
        var clip = try Clip()
        // From 0.5 s on; 2 s later, in frame 5, it is long enough.
        #expect(clip.show("ulllll") == ["begin 5"])
        let event = try #require(clip.told.events.first)
        #expect(event.objects == [7])
        #expect(event.onset == 1)
        #expect(event.postures == [.init(frame: 1, index: 0), .init(frame: 5, index: 0)])
        #expect(
            event.measures == [
                RuleMeasure("lying_seconds", 2, threshold: 2),
                RuleMeasure("lying_share", 1, threshold: 0.8),
                RuleMeasure("looks", 5, threshold: 3),
                RuleMeasure("box_aspect", 2),
                RuleMeasure("trunk_rise", 0.125, threshold: 0.5),
                RuleMeasure("trunk_score", 0.75, threshold: Double(Float(0.3))),
            ])
        #expect(clip.show("llllllll") == [])
    }

    @Test func whoGetsUpInTimeRaisesNothing() throws {
        var clip = try Clip()
        #expect(clip.show("lllluuuuuuuulllluuu") == [])
    }

    @Test func oneLookInFiveMayTellSomethingElse() throws {
        var clip = try Clip()
        // Of the looks 0…5 the fifth tells nothing: five of six.
        #expect(clip.show("llll?l") == ["begin 5"])
        // Two of three are too few: it begins anew with the next, frame 2 or 3, and is long enough 2 s later.
        clip = try Clip()
        #expect(clip.show("l?lllll") == ["begin 6"])
        clip = try Clip()
        #expect(clip.show("lululululululululul") == [])
    }

    @Test func twoLooksAreTooFew() throws {
        var clip = try Clip("after_seconds: 2")
        #expect(clip.show("l-----l") == [])
        #expect(clip.told.shortfalls.map(\.reason) == [.timer])
        #expect(clip.show("l") == ["begin 7"])
    }

    @Test(arguments: ["u", "s"])
    func itEndsOnceThePersonHasBeenUpForAWhile(up: String) throws {
        var clip = try Clip()
        #expect(clip.show("lllll" + up) == ["begin 4"])
        // Up from frame 5 on, but lying again in 7: up from frame 8 on, for 1 s in frame 10.
        #expect(clip.show(up + "l" + up + up) == [])
        #expect(clip.show(up) == ["end 10"])
        let event = try #require(clip.told.events.first)
        #expect(event.attributes == ["reason": "up"])
        #expect(event.measures == [RuleMeasure("last_lying_time", 3.5), RuleMeasure("lying_seconds", 3.5)])
        #expect(event.postures == [.init(frame: 7, index: 0), .init(frame: 10, index: 0)])
    }

    @Test func aLookThatTellsNothingEndsNothing() throws {
        var clip = try Clip()
        #expect(clip.show("lllll????????????????") == ["begin 4"])
    }

    @Test func whoIsGivenUpLiesNoMore() throws {
        var clip = try Clip()
        #expect(clip.show("lllll") == ["begin 4"])
        clip.show(nil, state: .lost, isMeasured: false)
        #expect(clip.told.events.isEmpty)
        clip.show(nil, state: .removed, isMeasured: false)
        #expect(clip.told.events.map(\.phase) == [.end])
        #expect(clip.told.events.first?.attributes == ["reason": "lost"])
    }

    @Test func whoLeavesTheZoneEndsIt() throws {
        var clip = try Clip("zone: left\nafter_seconds: 2\nleave_seconds: 1")
        #expect(clip.show("lllll") == ["begin 4"])
        for _ in 5...6 {
            clip.show(nil, x: 80)
            #expect(clip.told.events.isEmpty)
            #expect(clip.told.shortfalls.map(\.reason) == [.outsideZone])
        }
        clip.show(nil, x: 80)
        #expect(clip.told.events.first?.attributes == ["reason": "left"])
    }

    @Test func onlyWhoCouldRaiseItIsLookedAt() throws {
        var clip = try Clip("zone: left")
        func isWanted(_ clip: Clip) -> Bool { clip.rule.needsPosture(of: clip.scene.objects[0], in: clip.scene) }
        clip.show(nil)
        #expect(isWanted(clip))
        clip.show(nil, x: 80)
        #expect(!isWanted(clip))
        clip.show(nil, state: .tentative)
        #expect(!isWanted(clip))
        clip.show(nil, state: .lost, isMeasured: false)
        #expect(!isWanted(clip))
        clip.show(nil, classIndex: 1)
        #expect(!isWanted(clip))
    }

    @Test func whatIsLackingIsTold() throws {
        var clip = try Clip()
        clip.show(.upright)
        #expect(clip.told.shortfalls.map(\.reason) == [.posture])
        #expect(clip.told.shortfalls[0].measures.contains(RuleMeasure("trunk_rise", 0.125, threshold: 0.5)))
        clip.show(.lying)
        #expect(clip.told.shortfalls.map(\.reason) == [.timer])
        clip.show(.lying, state: .tentative)
        #expect(clip.told.shortfalls.map(\.reason) == [.notConfirmed])
        clip.show(.lying, classIndex: 1)
        #expect(clip.told.shortfalls.map(\.reason) == [.class])
    }

    @Test func aFrameThatTheDetectorSkippedChangesNothing() throws {
        var clip = try Clip()
        clip.scene.isLook = false
        #expect(clip.show("llllllll") == [])
        #expect(clip.told.shortfalls.isEmpty)
    }
}
