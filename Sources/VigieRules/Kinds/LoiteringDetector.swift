internal import VigieTracking

/// An object stays in a zone for too long: one event for each such object.
struct LoiteringDetector: Rule {
    static let name = "LoiteringDetector"

    private let after: Double
    private var stays: ZoneStays
    /// The events of the objects that have one.
    private var events = PerObject<Int>()

    init(_ settings: inout RuleSettings) throws(SiteError) {
        after = try settings.seconds("after_seconds")
        stays = try ZoneStays(&settings, classes: ["person"])
    }

    mutating func step(_ scene: borrowing Scene, into told: inout RuleEvents) {
        guard scene.isLook else { return }
        stays.step(scene, into: &told)
        for index in scene.objects.indices {
            let object = scene.objects[index]
            let stay = stays.stay(of: object, into: &told)
            if let number = events[object.id] {
                if stay == nil { end(number, object, into: &told) }
            } else if let stay, let since = stay.since {
                begin(object, stay.length, since.frame, into: &told)
            }
        }
        stays.forgetRemoved(scene)
    }

    private mutating func begin(
        _ object: TrackedObject, _ length: Double, _ onset: Int, into told: inout RuleEvents
    ) {
        let measure = RuleMeasure("inside_seconds", length, threshold: after)
        guard length >= after else {
            told.note(.timer, object: object.id, [measure])
            return
        }
        var event = RuleEvent()
        event.objects = [object.id]
        event.measures = [measure]
        event.onset = onset
        events[object.id] = told.begin(event)
    }

    private mutating func end(_ number: Int, _ object: TrackedObject, into told: inout RuleEvents) {
        var event = RuleEvent()
        event.objects = [object.id]
        event.measures = [RuleMeasure("last_inside_time", stays[object.id]?.last.seconds ?? 0)]
        told.end(number, event)
        events[object.id] = nil
    }
}
