internal import VigieTracking

/// An object crosses a line: one event for each crossing.
struct LineDetector: Rule {
    static let name = "LineDetector"

    private let direction: String
    private var crossings: Crossings

    init(_ settings: inout RuleSettings) throws(SiteError) {
        direction = try settings.choice("direction", default: "any", of: ["any", "left", "right"])
        crossings = try Crossings(&settings)
    }

    mutating func step(_ scene: borrowing Scene, into events: inout RuleEvents) {
        guard scene.isLook else { return }
        for index in scene.objects.indices {
            let object = scene.objects[index]
            guard let crossing = crossings.step(object, scene, into: &events) else { continue }
            let side = crossing.isToRight ? "right" : "left"
            guard direction == "any" || direction == side else { continue }
            var event = RuleEvent()
            event.objects = [object.id]
            event.attributes = ["direction": side]
            event.measures = [
                RuleMeasure("crossed_time", crossing.seconds),
                RuleMeasure("distance_heights", crossing.distance, threshold: crossings.margin),
            ]
            event.onset = crossing.frame
            events.raise(event)
        }
    }
}
