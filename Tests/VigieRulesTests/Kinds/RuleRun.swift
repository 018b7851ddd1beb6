import Testing
import VigieCore

@testable import VigieRules
@testable import VigieTracking

/// A rule at work in a frame of 100 × 100 pixels, shown what a test makes up: one look a second, from 0, unless it says other.
struct RuleRun {
    static let classNames = ["person", "car"]
    /// From x 40 to 60, y 40 to 80.
    static let zones = [Zone(name: "lawn", polygon: Polygon(vertices((40, 40), (60, 40), (60, 80), (40, 80))))]
    static let lines = [
        // Upwards: its right is where x is larger.
        Line(name: "gate", points: vertices((50, 90), (50, 10))),
        // Upwards, and then up to the right, through whole pixels.
        Line(name: "bent", points: vertices((50, 90), (50, 50), (80, 20))),
    ]

    private static func vertices(_ pixels: (Double, Double)...) -> [Polygon.Vertex] {
        pixels.map { Polygon.Vertex(x: $0.0 / 100, y: $0.1 / 100) }
    }

    private var engine: RuleEngine
    private var scene = Scene()
    var told = RuleEvents()
    private var next = 0

    /// What is still in the frames to come.
    var still: [StillThing] {
        get { scene.still }
        set { scene.still = newValue }
    }

    init<Kind: Rule>(_ kind: Kind.Type, _ settings: String, schedule: Schedule? = nil) throws {
        engine = RuleEngine(
            [try Self.definition(kind, settings, schedule: schedule)],
            clock: LocalClock(start: 0, offsets: [LocalClock.Offset(from: 0, seconds: 0)]))
        (scene.width, scene.height) = (100, 100)
        told.explains = true
    }

    static func definition(
        _ kind: any Rule.Type, _ settings: String, schedule: Schedule? = nil
    ) throws -> RuleDefinition {
        var settings = try RuleSettings("{\(settings)}", zones: zones, lines: lines, classNames: classNames)
        let rule = try kind.init(&settings)
        try settings.mapping.finish()
        return RuleDefinition(
            name: kind.name, kind: kind.name, rule: rule, schedule: schedule, zone: nil, line: nil, classes: nil)
    }

    /// Shows the next frame; what was raised.
    @discardableResult
    mutating func step(_ objects: [TrackedObject], at seconds: Double? = nil, isLook: Bool = true) -> [RuleEvent] {
        scene.frame = next
        scene.seconds = seconds ?? Double(next)
        scene.isLook = isLook
        scene.objects = objects
        next += 1
        engine.step(scene, into: &told)
        return told.events
    }

    @discardableResult
    mutating func step(_ objects: TrackedObject...) -> [RuleEvent] { step(objects) }

    /// Shows a frame for each; the phases of what was raised, by frame, where there was any.
    mutating func phases(_ frames: [[TrackedObject]]) -> [Int: [RuleEvent.Phase]] {
        var phases: [Int: [RuleEvent.Phase]] = [:]
        for objects in frames {
            let frame = next
            let raised = step(objects).map(\.phase)
            if !raised.isEmpty { phases[frame] = raised }
        }
        return phases
    }

    /// Why nothing was raised in the last frame.
    var reasons: [RuleShortfall.Reason] { told.shortfalls.map(\.reason) }
}

/// An object of 10 × 20 pixels whose foot is at a place.
func object(
    _ x: Double, _ y: Double = 60, id: Int = 0, _ state: TrackedObject.State = .confirmed, class classIndex: Int = 0
) -> TrackedObject {
    let isSeen = state == .confirmed || state == .tentative
    return TrackedObject(
        id: id, classIndex: classIndex, state: state, isChanged: false,
        box: Box(x: Float(x) - 5, y: Float(y) - 20, width: 10, height: 20),
        association: isSeen ? TrackedObject.Association(detection: 0, match: .predicted) : nil, score: 0.9, age: 1,
        hits: 3)
}

func object(
    _ x: Double, id: Int = 0, _ state: TrackedObject.State, class classIndex: Int = 0
) -> TrackedObject { object(x, 60, id: id, state, class: classIndex) }

extension RuleEvent {
    /// A measure by its name.
    subscript(name: String) -> RuleMeasure? { measures.first { $0.name == name } }
}
