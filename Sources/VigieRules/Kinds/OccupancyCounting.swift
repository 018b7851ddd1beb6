internal import VigieTracking

/// There are too many in a zone: one event for as long as at least `at_least` objects are there.
///
/// How many there are is told at the beginning, at each new maximum, and at the end.
struct OccupancyCounting: Rule {
    static let name = "OccupancyCounting"

    private let limit: Int
    private let after: Double
    private var stays: ZoneStays
    /// For how long there have been enough.
    private var crowd = Stay()
    private var event: Int?
    private var most = 0
    private var present: [Int] = []

    init(_ settings: inout RuleSettings) throws(SiteError) {
        limit = try settings.integer("at_least", in: 1...100_000)
        after = try settings.seconds("after_seconds", default: 1)
        stays = try ZoneStays(&settings, needsZone: false, classes: ["person"])
    }

    mutating func step(_ scene: borrowing Scene, into events: inout RuleEvents) {
        guard scene.isLook else { return }
        stays.step(scene, into: &events)
        present.removeAll(keepingCapacity: true)
        for index in scene.objects.indices {
            // Who was not seen for longer than somebody may be outside is no longer counted, though their stay goes on.
            guard let stay = stays.stay(of: scene.objects[index], into: &events),
                scene.seconds - stay.last.seconds <= stays.patience
            else { continue }
            present.append(scene.objects[index].id)
        }
        stays.forgetRemoved(scene)
        crowd.step(
            holds: present.count >= limit, seconds: scene.seconds, frame: scene.frame, patience: stays.patience)
        tell(scene, into: &events)
    }

    private mutating func tell(_ scene: borrowing Scene, into events: inout RuleEvents) {
        if let number = event {
            if crowd.since == nil {
                events.end(
                    number,
                    told(
                        RuleMeasure("most_objects", Double(most)), RuleMeasure("last_time", crowd.last.seconds)))
                event = nil
            } else if present.count > most {
                most = present.count
                events.update(number, told(length))
            }
        } else if crowd.since == nil {
            events.note(.count, [count])
        } else if crowd.length < after {
            events.note(.timer, [length])
        } else {
            most = present.count
            event = events.begin(told(length))
        }
    }

    private var count: RuleMeasure { RuleMeasure("objects", Double(present.count), threshold: Double(limit)) }
    private var length: RuleMeasure { RuleMeasure("seconds", crowd.length, threshold: after) }

    private func told(_ measures: RuleMeasure...) -> RuleEvent {
        var event = RuleEvent()
        event.objects = present
        event.measures = [count] + measures
        event.onset = crowd.since?.frame
        return event
    }
}
