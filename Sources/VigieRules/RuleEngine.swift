public import VigieTracking

/// All rules of one stream at work.
public struct RuleEngine: Sendable {
    /// As the site file has them.
    public let definitions: [RuleDefinition]
    private let clock: LocalClock?
    private var rules: [any Rule]
    private var isActive: [Bool]

    /// Rules that have seen nothing.
    ///
    /// - Parameter clock: The local time, which schedules are in; a rule with a schedule needs one.
    public init(_ definitions: [RuleDefinition], clock: LocalClock?) {
        for definition in definitions {
            precondition(
                definition.schedule == nil || clock != nil, "the rule \(definition.name) has a schedule, but no clock")
        }
        self.definitions = definitions
        self.clock = clock
        rules = definitions.map(\.rule)
        isActive = Array(repeating: true, count: definitions.count)
    }

    /// Shows all rules the next frame.
    ///
    /// A rule that its schedule puts off duty ends its events and forgets everything: it begins anew when it is due again.
    public mutating func step(_ scene: borrowing Scene, into events: inout RuleEvents) {
        events.startFrame()
        for index in rules.indices {
            events.rule = index
            let wasActive = isActive[index]
            isActive[index] = isDue(index, scene.seconds)
            if isActive[index] {
                rules[index].step(scene, into: &events)
            } else {
                if scene.isLook { events.note(.schedule) }
                if wasActive {
                    var event = RuleEvent()
                    event.attributes = ["reason": "schedule"]
                    events.endAll(event)
                    rules[index] = definitions[index].rule
                }
            }
        }
    }

    /// Whether a rule that is at work would make something of how an object of the next frame holds itself.
    public func needsPosture(of object: TrackedObject, in scene: borrowing Scene) -> Bool {
        for index in rules.indices where rules[index].needsPosture(of: object, in: scene) {
            if isDue(index, scene.seconds) { return true }
        }
        return false
    }

    private func isDue(_ index: Int, _ seconds: Double) -> Bool {
        guard let schedule = definitions[index].schedule, let clock else { return true }
        return schedule.isActive(at: clock.localSeconds(at: seconds))
    }
}
