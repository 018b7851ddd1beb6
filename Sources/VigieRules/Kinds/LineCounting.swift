internal import VigieTracking

/// Counts who crosses a line: one event that goes on, and is told anew with each crossing.
///
/// With `interval_seconds` an event ends at the first look after that time, and the next crossing begins another with counts
/// from 0.
struct LineCounting: Rule {
    static let name = "LineCounting"

    private let interval: Double?
    private var crossings: Crossings
    private var event: Int?
    private var begun = 0.0
    private var left = 0, right = 0

    init(_ settings: inout RuleSettings) throws(SiteError) {
        interval = try settings.optionalNumber("interval_seconds", in: 1...86_400)
        crossings = try Crossings(&settings)
    }

    mutating func step(_ scene: borrowing Scene, into events: inout RuleEvents) {
        guard scene.isLook else { return }
        if let event, let interval, scene.seconds - begun >= interval {
            events.end(event, told(nil, scene))
            (self.event, left, right) = (nil, 0, 0)
        }
        for index in scene.objects.indices {
            let object = scene.objects[index]
            guard let crossing = crossings.step(object, scene, into: &events) else { continue }
            if crossing.isToRight { right += 1 } else { left += 1 }
            if event == nil { begun = scene.seconds }
            var told = told(object, scene)
            told.attributes = ["direction": crossing.isToRight ? "right" : "left"]
            told.onset = crossing.frame
            if let event { events.update(event, told) } else { event = events.begin(told) }
        }
    }

    private func told(_ object: TrackedObject?, _ scene: borrowing Scene) -> RuleEvent {
        var event = RuleEvent()
        if let object { event.objects = [object.id] }
        event.measures = [RuleMeasure("left", Double(left)), RuleMeasure("right", Double(right))]
        if let interval {
            event.measures.append(RuleMeasure("seconds", scene.seconds - begun, threshold: interval))
        }
        return event
    }
}
