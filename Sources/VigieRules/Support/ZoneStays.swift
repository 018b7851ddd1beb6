internal import VigieCore
internal import VigieTracking

/// Who stands in a zone, and for how long.
///
/// An object is judged where it was seen; while it is not seen, it counts as standing where it last stood, until it is given
/// up. A foot that is nearer to the zone's edge than a share of the object's height leaves it on the side where it was: a
/// detector's boxes sway by some hundredths of that.
struct ZoneStays: Sendable {
    /// Nil for the whole picture.
    let zone: Zone?
    let classes: ClassSet
    /// Seconds for which an object may be outside without its stay ending.
    let patience: Double

    /// In heights of the object.
    let margin: Double

    private struct Member: Sendable {
        var isInside: Bool
        var stay = Stay()
    }

    private var members = PerObject<Member>()

    /// Reads `zone`, `classes`, `leave_seconds` and `margin`.
    init(_ settings: inout RuleSettings, needsZone: Bool = true, classes names: [String]? = nil) throws(SiteError) {
        zone = needsZone ? try settings.zone() : try settings.optionalZone()
        classes = try settings.classes(default: names)
        patience = try settings.seconds("leave_seconds", default: 1)
        margin = try settings.number("margin", default: 0.1, in: 0...10)
    }

    /// Takes note of where the objects are in a frame that was looked at.
    mutating func step(_ scene: borrowing Scene, into events: inout RuleEvents) {
        for index in scene.objects.indices {
            let object = scene.objects[index]
            guard events.admits(object, classes) else { continue }
            guard object.isMeasured else { continue }
            var member = members[object.id] ?? Member(isInside: scene.isInside(object, zone))
            if isCertain(object, scene) { member.isInside = scene.isInside(object, zone) }
            if !member.isInside { events.note(.outsideZone, object: object.id) }
            member.stay.step(
                holds: member.isInside, seconds: scene.seconds, frame: scene.frame, patience: patience)
            members[object.id] = member
        }
    }

    /// Whether the foot is far enough from the zone's edge.
    private func isCertain(_ object: TrackedObject, _ scene: borrowing Scene) -> Bool {
        guard let zone else { return true }
        return scene.distance(from: scene.foot(of: object), toEdgeOf: zone) >= margin * Double(object.box.height)
    }

    /// An object's stay that goes on; nil where there is none, or nobody believes in the object yet.
    func stay(of object: TrackedObject, into events: inout RuleEvents) -> Stay? {
        guard let stay = members[object.id]?.stay, stay.since != nil else { return nil }
        switch object.state {
        case .confirmed, .lost: return stay
        case .tentative:
            events.noteNotConfirmed(object)
            return nil
        case .removed: return nil
        }
    }

    /// What is known of an object's stay, that may just have ended.
    subscript(id: Int) -> Stay? { members[id]?.stay }

    /// Forgets the objects that are given up.
    mutating func forgetRemoved(_ scene: borrowing Scene) {
        for index in scene.objects.indices where scene.objects[index].state == .removed {
            members[scene.objects[index].id] = nil
        }
    }
}
