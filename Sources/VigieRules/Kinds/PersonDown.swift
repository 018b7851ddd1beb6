internal import VigiePose
internal import VigieTracking

/// Somebody lies on the ground: one event for each.
///
/// It begins once an object has been seen to lie for `after_seconds`, that is in at least `leastShare` of the looks at it from the
/// first of these on, of which there are `leastLooks`; where the share falls below that, it begins anew. It ends once the
/// object has been seen upright or seated, or outside the zone, for `leave_seconds`, or is given up. A look that tells
/// nothing speaks against a beginning, but not for an end: who is covered has not stood up.
struct PersonDown: Rule {
    static let name = "PersonDown"
    static let needsPostures = true

    /// One look in five may tell something else.
    private static let leastShare = 0.8
    /// Two looks say nothing of what is between them.
    private static let leastLooks = 3

    private struct Lie: Sendable {
        /// When it was first and last seen to lie, and where that is told.
        var first, last: (seconds: Double, place: SeenPosture.Place)
        var looks = 0, lying = 0
        /// Since when it is seen to be up or outside; nil where it lies.
        var upSince: Double?
        var event: Int?

        var length: Double { last.seconds - first.seconds }
        var share: Double { Double(lying) / Double(looks) }
    }

    private let zone: Zone?
    private let classes: ClassSet
    private let after, leave: Double
    private var lies = PerObject<Lie>()

    init(_ settings: inout RuleSettings) throws(SiteError) {
        zone = try settings.optionalZone()
        classes = try settings.classes(default: ["person"])
        after = try settings.seconds("after_seconds", default: 5)
        leave = try settings.seconds("leave_seconds", default: 2)
    }

    func needsPosture(of object: TrackedObject, in scene: borrowing Scene) -> Bool {
        classes.contains(object.classIndex) && object.state == .confirmed && scene.isInside(object, zone)
    }

    mutating func step(_ scene: borrowing Scene, into events: inout RuleEvents) {
        guard scene.isLook else { return }
        for index in scene.objects.indices {
            let object = scene.objects[index]
            guard events.admits(object, classes) else { continue }
            if object.state == .removed {
                forget(object.id, "lost", nil, into: &events)
            } else if object.isMeasured {
                judge(object, scene, into: &events)
            }
        }
    }

    private mutating func judge(_ object: TrackedObject, _ scene: borrowing Scene, into events: inout RuleEvents) {
        if !scene.isInside(object, zone) {
            events.note(.outsideZone, object: object.id)
            rise(object.id, "left", scene.seconds, nil, into: &events)
        } else if object.state != .confirmed {
            events.noteNotConfirmed(object)
        } else if let index = scene.posture(of: object) {
            let seen = scene.postures[index]
            let place = SeenPosture.Place(frame: scene.frame, index: index)
            if seen.posture == .lying {
                lie(seen, scene.seconds, place, into: &events)
            } else {
                events.note(.posture, object: object.id, Self.measures(of: seen))
                doubt(object.id)
                if seen.posture != .unknown { rise(object.id, "up", scene.seconds, place, into: &events) }
            }
        }
    }

    /// It is seen to lie.
    private mutating func lie(
        _ seen: SeenPosture, _ seconds: Double, _ place: SeenPosture.Place, into events: inout RuleEvents
    ) {
        var lie = lies[seen.object] ?? Lie(first: (seconds, place), last: (seconds, place))
        lie.last = (seconds, place)
        lie.looks += 1
        lie.lying += 1
        lie.upSince = nil
        if lie.event == nil {
            let judged = [
                RuleMeasure("lying_seconds", lie.length, threshold: after),
                RuleMeasure("lying_share", lie.share, threshold: Self.leastShare),
                RuleMeasure("looks", Double(lie.looks), threshold: Double(Self.leastLooks)),
            ]
            if lie.length >= after, lie.looks >= Self.leastLooks {
                var event = RuleEvent()
                event.objects = [seen.object]
                event.measures = judged + Self.measures(of: seen)
                event.onset = lie.first.place.frame
                event.postures = [lie.first.place, place]
                lie.event = events.begin(event)
            } else {
                events.note(.timer, object: seen.object, judged)
            }
        }
        lies[seen.object] = lie
    }

    /// A look tells something else.
    private mutating func doubt(_ object: Int) {
        guard var lie = lies[object], lie.event == nil else { return }
        lie.looks += 1
        lies[object] = lie.share < Self.leastShare ? nil : lie
    }

    /// It is seen to be up, or outside: where that lasts, it lies no more.
    private mutating func rise(
        _ object: Int, _ reason: String, _ seconds: Double, _ place: SeenPosture.Place?, into events: inout RuleEvents
    ) {
        guard let lie = lies[object] else { return }
        let since = lie.upSince ?? seconds
        lies[object]?.upSince = since
        if seconds - since >= leave { forget(object, reason, place, into: &events) }
    }

    private mutating func forget(
        _ object: Int, _ reason: String, _ place: SeenPosture.Place?, into events: inout RuleEvents
    ) {
        guard let lie = lies[object] else { return }
        lies[object] = nil
        guard let number = lie.event else { return }
        var event = RuleEvent()
        event.objects = [object]
        event.attributes = ["reason": reason]
        event.measures = [
            RuleMeasure("last_lying_time", lie.last.seconds), RuleMeasure("lying_seconds", lie.length),
        ]
        event.postures = [lie.last.place]
        if let place { event.postures.append(place) }
        events.end(number, event)
    }

    private static func measures(of seen: SeenPosture) -> [RuleMeasure] {
        seen.measures.named().map {
            RuleMeasure($0.name, Double($0.value), threshold: $0.threshold.map { Double($0) })
        }
    }
}
