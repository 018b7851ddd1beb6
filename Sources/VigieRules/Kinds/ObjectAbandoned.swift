internal import VigieCore
internal import VigieTracking

/// Something lies where nothing did, and whoever may have put it down is gone: one event for each such thing.
///
/// docs/rules.md says who counts as its owner, and what is judged by what.
struct ObjectAbandoned: Rule {
    static let name = "ObjectAbandoned"

    private struct Thing: Sendable {
        var area: StillThing
        /// For how long it is told to have been added.
        var stay = Stay()
        /// When it was last in the picture.
        var lastSeen: Double
        /// Whether a vehicle is seen there; and when it last was.
        var isVehicle = false
        var lastVehicle = -Double.infinity
        var event: Int?
        /// Whether the owner is back, as last told.
        var isAttended = false
    }

    /// Seconds for which an area may be missing without having ended: docs/still.md.
    static let patience = 3.0

    private let filter: StillFilter
    private let vehicles: ClassSet
    private let after, unknownAfter: Double
    private var owners: Owners
    private var whereabouts = Whereabouts()
    private var things: [Thing] = []

    init(_ settings: inout RuleSettings) throws(SiteError) {
        filter = try StillFilter(&settings, kind: .added)
        owners = try Owners(&settings, distance: "owner_distance")
        vehicles = try settings.optionalClasses(
            "ignore_classes", default: ["bicycle", "car", "motorcycle", "bus", "train", "truck"])
        after = try settings.seconds("after_seconds", default: 10)
        unknownAfter = try settings.seconds("unknown_owner_seconds", default: 30)
    }

    mutating func step(_ scene: borrowing Scene, into events: inout RuleEvents) {
        whereabouts.step(scene)
        for index in scene.still.indices { note(scene.still[index], scene) }
        owners.step(scene)
        var index = 0
        while index < things.count {
            if scene.isLook { things[index].isVehicle = isVehicle(things[index].area, scene) }
            if things[index].isVehicle { things[index].lastVehicle = scene.seconds }
            if scene.seconds - things[index].lastSeen > Self.patience {
                forget(index, scene, into: &events)
            } else {
                judge(index, scene, into: &events)
                index += 1
            }
        }
    }

    private mutating func note(_ area: StillThing, _ scene: borrowing Scene) {
        var index = 0
        while index < things.count, things[index].area.id != area.id { index += 1 }
        if index == things.count {
            things.append(Thing(area: area, lastSeen: scene.seconds))
            owners.add(area, whereabouts)
        }
        things[index].area = area
        things[index].lastSeen = scene.seconds
    }

    /// Whether vehicles cover half of the area or more.
    private func isVehicle(_ area: StillThing, _ scene: borrowing Scene) -> Bool {
        var share = 0.0
        for index in scene.objects.indices where scene.objects[index].isCertain {
            let object = scene.objects[index]
            if vehicles.contains(object.classIndex) { share += area.share(coveredBy: object.box) }
        }
        return share >= 0.5
    }

    private mutating func judge(_ index: Int, _ scene: borrowing Scene, into events: inout RuleEvents) {
        let isShown = things[index].lastSeen == scene.seconds
        let holds = isShown && filter.holds(things[index].area, scene, into: &events)
        things[index].stay.step(
            holds: holds, seconds: scene.seconds, frame: scene.frame, patience: Self.patience)
        guard holds, let stay = things[index].stay.since else { return }
        let thing = things[index]
        let owner = owners.last(of: thing.area.id)
        if let event = thing.event {
            attend(event, index, owner, scene, into: &events)
            return
        }
        let name = RuleMeasure("still", Double(thing.area.id))
        if thing.isVehicle {
            events.note(.class, [name])
        } else if let owner, owner.lastNear == scene.seconds {
            events.note(
                .attended, object: owner.object,
                [name, RuleMeasure("owner_heights", owner.distance, threshold: owners.nearness)])
        } else {
            let since = Self.later(Self.later(stay.seconds, owner?.lastNear ?? 0), thing.lastVehicle)
            let hasLeft = owner.map { !$0.isNear && $0.lastNear >= thing.lastVehicle } ?? false
            let measure = RuleMeasure(
                "unattended_seconds", scene.seconds - since, threshold: hasLeft ? after : unknownAfter)
            if measure.value < measure.threshold ?? 0 {
                events.note(.timer, object: owner?.object, [name, measure])
            } else {
                things[index].event = events.begin(event(thing, owner, measure, scene))
            }
        }
    }

    private static func later(_ a: Double, _ b: Double) -> Double { a > b ? a : b }

    private func event(
        _ thing: Thing, _ owner: Owners.Bond?, _ measure: RuleMeasure, _ scene: borrowing Scene
    ) -> RuleEvent {
        var event = RuleEvent()
        event.box = thing.area.box
        event.onset = whereabouts.frame(at: thing.area.onset)
        event.measures = [
            measure, RuleMeasure("still_seconds", scene.seconds - thing.area.onset),
            RuleMeasure("still", Double(thing.area.id)),
        ]
        event.attributes = ["owner": "unknown"]
        if let owner {
            event.objects = [owner.object]
            event.attributes["owner"] = owner.isNear ? "lost" : "left"
            event.measures.append(RuleMeasure("owner_heights", owner.distance, threshold: owners.nearness))
        }
        return event
    }

    /// Says that the owner of what an event is about has come back, or is gone again.
    private mutating func attend(
        _ number: Int, _ index: Int, _ owner: Owners.Bond?, _ scene: borrowing Scene, into events: inout RuleEvents
    ) {
        guard let owner else { return }
        let away = scene.seconds - owner.lastNear
        let isAttended = away < (owner.isNear ? unknownAfter : after)
        guard isAttended != things[index].isAttended else { return }
        things[index].isAttended = isAttended
        var told = event(
            things[index], owner,
            RuleMeasure("unattended_seconds", away, threshold: owner.isNear ? unknownAfter : after),
            scene)
        if isAttended { told.attributes["owner"] = "back" }
        events.update(number, told)
    }

    private mutating func forget(_ index: Int, _ scene: borrowing Scene, into events: inout RuleEvents) {
        let thing = things[index]
        if let number = thing.event {
            var event = RuleEvent()
            event.box = thing.area.box
            event.measures = [RuleMeasure("last_seen_time", thing.lastSeen)]
            event.attributes = ["reason": "gone"]
            if let owner = owners.last(of: thing.area.id) {
                event.objects = [owner.object]
                if thing.lastSeen - owner.lastNear <= Self.patience { event.attributes["reason"] = "taken" }
            }
            events.end(number, event)
        }
        owners.forget(thing.area.id)
        things.remove(at: index)
    }
}
