internal import VigieCore
internal import VigieTracking

/// Something is gone from where it was: one event for each such place.
///
/// It is none of an object that is followed and has gone by itself, as a person who stood there, or a car that was parked.
struct ObjectRemoved: Rule {
    static let name = "ObjectRemoved"

    private struct Gap: Sendable {
        var area: StillThing
        /// For how long it is told to be empty.
        var stay = Stay()
        /// When it was last in the picture.
        var lastSeen: Double
        /// For how many seconds before an object was seen there that may be what is gone.
        var occupied: Double
        var event: Int?
    }

    /// Seconds for which what is gone was seen to be followed, from which on it has gone by itself. Who takes something is
    /// before it for less.
    private static let occupation = 5.0
    private static let half = 0.5

    private let filter: StillFilter
    private let ignored: ClassSet
    private let after: Double
    private var takers: Owners
    private var whereabouts = Whereabouts()
    private var gaps: [Gap] = []

    init(_ settings: inout RuleSettings) throws(SiteError) {
        filter = try StillFilter(&settings, kind: .removed)
        takers = try Owners(&settings, distance: "taker_distance")
        ignored = try settings.optionalClasses(
            "ignore_classes", default: ["person", "bicycle", "car", "motorcycle", "bus", "train", "truck"])
        after = try settings.seconds("after_seconds", default: 5)
    }

    mutating func step(_ scene: borrowing Scene, into events: inout RuleEvents) {
        whereabouts.step(scene)
        for index in scene.still.indices { note(scene.still[index], scene) }
        takers.step(scene)
        var index = 0
        while index < gaps.count {
            if scene.seconds - gaps[index].lastSeen > ObjectAbandoned.patience {
                forget(index, into: &events)
            } else {
                judge(index, scene, into: &events)
                index += 1
            }
        }
    }

    private mutating func note(_ area: StillThing, _ scene: borrowing Scene) {
        var index = 0
        while index < gaps.count, gaps[index].area.id != area.id { index += 1 }
        if index == gaps.count {
            gaps.append(Gap(area: area, lastSeen: scene.seconds, occupied: occupied(area)))
            takers.add(area, whereabouts)
        }
        gaps[index].area = area
        gaps[index].lastSeen = scene.seconds
    }

    /// For how many seconds before its onset objects covered half of the area or more: from note to note, where those are not
    /// more than 2 s apart.
    private func occupied(_ area: StillThing) -> Double {
        var (seconds, last) = (0.0, -Double.infinity)
        var (now, share) = (-Double.infinity, 0.0)
        for index in 0..<whereabouts.places.count {
            let place = whereabouts.places[index]
            guard place.seconds <= area.onset else { break }
            if place.seconds != now { (now, share) = (place.seconds, 0) }
            guard last != now, ignored.contains(place.classIndex) else { continue }
            share += area.share(coveredBy: place.box)
            guard share >= Self.half else { continue }
            if now - last <= 2 { seconds += now - last }
            last = now
        }
        return seconds
    }

    private mutating func judge(_ index: Int, _ scene: borrowing Scene, into events: inout RuleEvents) {
        let gap = gaps[index]
        let holds = gap.lastSeen == scene.seconds && filter.holds(gap.area, scene, into: &events)
        gaps[index].stay.step(
            holds: holds, seconds: scene.seconds, frame: scene.frame, patience: ObjectAbandoned.patience)
        guard holds, gap.event == nil else { return }
        let name = RuleMeasure("still", Double(gap.area.id))
        let occupied = RuleMeasure("occupied_seconds", gap.occupied, threshold: Self.occupation)
        let length = RuleMeasure("empty_seconds", gaps[index].stay.length, threshold: after)
        if gap.occupied >= Self.occupation {
            events.note(.class, [name, occupied])
        } else if length.value < after {
            events.note(.timer, [name, length])
        } else {
            var event = RuleEvent()
            event.box = gap.area.box
            event.onset = whereabouts.frame(at: gap.area.onset)
            event.measures = [
                length, occupied, RuleMeasure("still_seconds", scene.seconds - gap.area.onset), name,
            ]
            event.attributes = ["taker": "unknown"]
            if let taker = takers.last(of: gap.area.id) {
                event.objects = [taker.object]
                event.attributes = ["taker": "known"]
            }
            gaps[index].event = events.begin(event)
        }
    }

    private mutating func forget(_ index: Int, into events: inout RuleEvents) {
        let gap = gaps[index]
        if let number = gap.event {
            var event = RuleEvent()
            event.box = gap.area.box
            event.measures = [RuleMeasure("last_seen_time", gap.lastSeen)]
            events.end(number, event)
        }
        takers.forget(gap.area.id)
        gaps.remove(at: index)
    }
}
