internal import VigieCore
internal import VigieTracking

/// An object goes against the allowed direction: one event for each such way.
///
/// What counts is how far it has come back from the furthest point that it had reached in the allowed direction while it was
/// in the zone: at least `distance` of its heights, and within `max_angle` degrees of the opposite direction. The event ends
/// when it has turned and gone half as far in the allowed direction, leaves the zone, or is given up.
struct DirectionDetector: Rule {
    static let name = "DirectionDetector"

    private struct Way: Sendable {
        /// The furthest point in the allowed direction; while an event goes on, in the opposite one.
        var extreme: Point
        var frame: Int
        var event: Int?
    }

    private let zone: Zone?
    private let classes: ClassSet
    /// A direction of length 1.
    private let allowed: Point
    private let distance: Double
    private let leastCosine: Double
    private var ways = PerObject<Way>()

    init(_ settings: inout RuleSettings) throws(SiteError) {
        zone = try settings.optionalZone()
        classes = try settings.classes()
        let (x, y) = try settings.direction("allowed")
        let length = Point(x: x, y: y).length
        allowed = Point(x: x / length, y: y / length)
        distance = try settings.number("distance", default: 1, in: 0.1...100)
        leastCosine = cosine(degrees: try settings.number("max_angle", default: 45, in: 1...90))
    }

    mutating func step(_ scene: borrowing Scene, into events: inout RuleEvents) {
        guard scene.isLook else { return }
        for index in scene.objects.indices {
            let object = scene.objects[index]
            guard events.admits(object, classes) else { continue }
            if object.state == .removed {
                forget(object, "lost", into: &events)
            } else if object.isMeasured {
                judge(object, scene, into: &events)
            }
        }
    }

    private mutating func judge(_ object: TrackedObject, _ scene: borrowing Scene, into events: inout RuleEvents) {
        let foot = scene.foot(of: object)
        guard scene.isInside(object, zone) else {
            events.note(.outsideZone, object: object.id)
            forget(object, "left", into: &events)
            return
        }
        guard var way = ways[object.id] else {
            ways[object.id] = Way(extreme: foot, frame: scene.frame)
            return
        }
        defer { ways[object.id] = way }
        let moved = foot - way.extreme
        // How far it has come since the extreme, away from it.
        let progress = way.event == nil ? -allowed.dot(moved) : allowed.dot(moved)
        guard progress > 0 else {
            way.extreme = foot
            if way.event == nil { way.frame = scene.frame }
            return
        }
        let heights = progress / Double(object.box.height)
        if let number = way.event {
            guard heights >= distance / 2 else { return }
            events.end(number, told(object, heights, distance / 2, "turned"))
            way = Way(extreme: foot, frame: scene.frame)
        } else {
            begin(object, &way, heights, cosine: progress / moved.length, foot, into: &events)
        }
    }

    private func begin(
        _ object: TrackedObject, _ way: inout Way, _ heights: Double, cosine: Double, _ foot: Point,
        into events: inout RuleEvents
    ) {
        guard heights >= distance, cosine >= leastCosine else {
            events.note(
                .distance, object: object.id,
                [
                    RuleMeasure("distance_heights", heights, threshold: distance),
                    RuleMeasure("cosine", cosine, threshold: leastCosine),
                ])
            return
        }
        guard object.state == .confirmed else {
            events.noteNotConfirmed(object)
            return
        }
        var event = told(object, heights, distance, nil)
        event.measures.append(RuleMeasure("cosine", cosine, threshold: leastCosine))
        event.onset = way.frame
        way.event = events.begin(event)
        way.extreme = foot
    }

    private mutating func forget(_ object: TrackedObject, _ reason: String, into events: inout RuleEvents) {
        if let number = ways[object.id]?.event { events.end(number, told(object, 0, nil, reason)) }
        ways[object.id] = nil
    }

    private func told(_ object: TrackedObject, _ heights: Double, _ threshold: Double?, _ reason: String?) -> RuleEvent
    {
        var event = RuleEvent()
        event.objects = [object.id]
        if let threshold { event.measures = [RuleMeasure("distance_heights", heights, threshold: threshold)] }
        if let reason { event.attributes = ["reason": reason] }
        return event
    }
}
