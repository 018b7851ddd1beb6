internal import VigieTracking

/// Somebody is in a zone: one event for as long as anybody is.
///
/// It begins when the first object has stood in the zone for `after_seconds`, says who is there whenever that changes, and
/// ends when nobody is left.
struct FieldDetector: Rule {
    static let name = "FieldDetector"

    private let after: Double
    private var stays: ZoneStays
    private var event: Int?
    /// Who is there, and who was in the frame before.
    private var present: [Int] = [], before: [Int] = []
    /// When somebody was last seen to be there.
    private var lastInside = 0.0

    init(_ settings: inout RuleSettings) throws(SiteError) {
        after = try settings.seconds("after_seconds", default: 0.5)
        stays = try ZoneStays(&settings)
    }

    mutating func step(_ scene: borrowing Scene, into events: inout RuleEvents) {
        guard scene.isLook else { return }
        stays.step(scene, into: &events)
        swap(&present, &before)
        present.removeAll(keepingCapacity: true)
        var longest = 0.0
        var onset = scene.frame
        for index in scene.objects.indices {
            let object = scene.objects[index]
            guard let stay = stays.stay(of: object, into: &events), let since = stay.since else { continue }
            let length = stay.length
            if length >= after {
                present.append(object.id)
                if stay.last.seconds > lastInside { lastInside = stay.last.seconds }
                if length >= longest { (longest, onset) = (length, since.frame) }
            } else {
                events.note(.timer, object: object.id, [RuleMeasure("inside_seconds", length, threshold: after)])
            }
        }
        tell(longest: longest, onset: onset, into: &events)
        stays.forgetRemoved(scene)
    }

    private mutating func tell(longest: Double, onset: Int, into events: inout RuleEvents) {
        guard present != before else { return }
        var told = RuleEvent()
        told.objects = present
        told.onset = onset
        told.measures = [
            RuleMeasure("inside_seconds", longest, threshold: after), RuleMeasure("objects", Double(present.count)),
        ]
        if present.isEmpty {
            told.objects = before
            told.onset = nil
            told.measures = [RuleMeasure("last_inside_time", lastInside)]
        }
        switch event {
        case nil: event = events.begin(told)
        case .some(let number) where present.isEmpty:
            events.end(number, told)
            event = nil
        case .some(let number): events.update(number, told)
        }
    }
}
