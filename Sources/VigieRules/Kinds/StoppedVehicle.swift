internal import VigieCore
internal import VigieTracking

/// A vehicle stands still for too long: one event for each.
///
/// It stands still while the middle of its box stays within `radius` of the box's shorter side around one place.
struct StoppedVehicle: Rule {
    static let name = "StoppedVehicle"

    private struct Stand: Sendable {
        var place: Point
        var seconds: Double
        var frame: Int
        var event: Int?
    }

    private let zone: Zone?
    private let classes: ClassSet
    private let after: Double
    private let radius: Double
    private var stands = PerObject<Stand>()

    init(_ settings: inout RuleSettings) throws(SiteError) {
        zone = try settings.optionalZone()
        classes = try settings.classes(default: ["car", "truck", "bus", "motorcycle", "bicycle"])
        after = try settings.seconds("after_seconds")
        radius = try settings.number("radius", default: 0.25, in: 0.01...10)
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
        guard scene.isInside(object, zone) else {
            events.note(.outsideZone, object: object.id)
            forget(object, "left", into: &events)
            return
        }
        let box = object.box
        let middle = Point(x: Double(box.x) + Double(box.width) / 2, y: Double(box.y) + Double(box.height) / 2)
        let side = Double(box.width < box.height ? box.width : box.height)
        guard let stand = stands[object.id], (middle - stand.place).length <= radius * side else {
            forget(object, "moved", into: &events)
            stands[object.id] = Stand(place: middle, seconds: scene.seconds, frame: scene.frame)
            return
        }
        guard stand.event == nil else { return }
        let measure = RuleMeasure("still_seconds", scene.seconds - stand.seconds, threshold: after)
        if measure.value < after {
            events.note(.timer, object: object.id, [measure])
        } else if object.state != .confirmed {
            events.noteNotConfirmed(object)
        } else {
            var event = RuleEvent()
            event.objects = [object.id]
            event.measures = [measure]
            event.onset = stand.frame
            stands[object.id]?.event = events.begin(event)
        }
    }

    private mutating func forget(_ object: TrackedObject, _ reason: String, into events: inout RuleEvents) {
        if let number = stands[object.id]?.event {
            var event = RuleEvent()
            event.objects = [object.id]
            event.attributes = ["reason": reason]
            events.end(number, event)
        }
        stands[object.id] = nil
    }
}
