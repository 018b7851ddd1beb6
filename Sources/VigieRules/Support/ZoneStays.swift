internal import VigieTracking

/// Who stands in a zone, and for how long.
///
/// An object is judged where it was seen; while it is not seen, it counts as standing where it last stood, until it is given
/// up.
struct ZoneStays: Sendable {
    /// Nil for the whole picture.
    let zone: Zone?
    let classes: ClassSet
    /// Seconds for which an object may be outside without its stay ending.
    let patience: Double

    private var stays = PerObject<Stay>()

    /// Reads `zone`, `classes` and `leave_seconds`.
    init(_ settings: inout RuleSettings, needsZone: Bool = true, classes names: [String]? = nil) throws(SiteError) {
        zone = needsZone ? try settings.zone() : try settings.optionalZone()
        classes = try settings.classes(default: names)
        patience = try settings.seconds("leave_seconds", default: 1)
    }

    /// Takes note of where the objects are in a frame that was looked at.
    mutating func step(_ scene: borrowing Scene, into events: inout RuleEvents) {
        for index in scene.objects.indices {
            let object = scene.objects[index]
            guard classes.contains(object.classIndex) else {
                events.note(.class, object: object.id)
                continue
            }
            guard object.isMeasured else { continue }
            let isInside = zone.map { scene.isInside(scene.foot(of: object), $0) } ?? true
            if !isInside { events.note(.outsideZone, object: object.id) }
            var stay = stays[object.id] ?? Stay()
            stay.step(holds: isInside, seconds: scene.seconds, frame: scene.frame, patience: patience)
            stays[object.id] = stay
        }
    }

    /// An object's stay that goes on; nil where there is none, or nobody believes in the object yet.
    func stay(of object: TrackedObject, into events: inout RuleEvents) -> Stay? {
        guard let stay = stays[object.id], stay.since != nil else { return nil }
        switch object.state {
        case .confirmed, .lost: return stay
        case .tentative:
            events.note(.notConfirmed, object: object.id, [RuleMeasure("hits", Double(object.hits))])
            return nil
        case .removed: return nil
        }
    }

    /// What is known of an object's stay, that may just have ended.
    subscript(id: Int) -> Stay? { stays[id] }

    /// Forgets the objects that are given up.
    mutating func forgetRemoved(_ scene: borrowing Scene) {
        for index in scene.objects.indices where scene.objects[index].state == .removed {
            stays[scene.objects[index].id] = nil
        }
    }
}
