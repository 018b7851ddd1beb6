internal import VigieCore
internal import VigieLog
internal import VigieRules

/// What the rules of a stream say, as lines of the log.
struct RuleLines {
    private let stream: String
    private let definitions: [RuleDefinition]
    /// Of each rule, the areas that it goes by.
    private let zones, lines: [EventRecord.Area?]
    /// Of the events that go on, their ids.
    private var open: [Int: String] = [:]

    init(stream: String, site: StreamSite?) {
        self.stream = stream
        definitions = site?.rules ?? []
        zones = definitions.map { rule in
            site?.zones.first { $0.name == rule.zone }
                .map { EventRecord.Area(name: $0.name, points: $0.polygon.vertices) }
        }
        lines = definitions.map { rule in
            site?.lines.first { $0.name == rule.line }.map { EventRecord.Area(name: $0.name, points: $0.points) }
        }
    }

    /// The line of what was raised in a frame.
    mutating func record(
        of event: RuleEvent, frame: Int, time: Double?, numbers: inout EventNumbers
    ) -> EventRecord {
        let id = open[event.number] ?? EventRecord.id(stream: stream, index: numbers.next())
        open[event.number] = event.phase == .end ? nil : id
        let rule = definitions[event.rule]
        let objects = event.objects.map { TrackRecord.id(stream: stream, index: $0) }
        let frames = (event.onset.map { $0 == frame ? [] : [$0] } ?? []) + [frame]
        return EventRecord(
            id: id, stream: stream, rule: rule.kind, name: rule.name, phase: event.phase.logged, frame: frame,
            time: time, objects: objects, zone: zones[event.rule], line: lines[event.rule], box: event.box,
            measures: Self.measures(event.measures), attributes: event.attributes,
            evidence: frames.map { FrameRecord.id(stream: stream, frame: $0) } + objects
                + event.postures.map { PoseRecord.id(stream: stream, frame: $0.frame, index: $0.index) })
    }

    /// The line of what was not; `index` counts those of the frame.
    func record(of shortfall: RuleShortfall, frame: Int, index: Int) -> RejectionRecord {
        RejectionRecord(
            stream: stream, frame: frame, index: index, rule: definitions[shortfall.rule].name,
            object: shortfall.object.map { TrackRecord.id(stream: stream, index: $0) },
            reason: shortfall.reason.rawValue, measures: Self.measures(shortfall.measures))
    }

    private static func measures(_ measures: [RuleMeasure]) -> [String: EventRecord.Measure] {
        var named: [String: EventRecord.Measure] = [:]
        for measure in measures {
            named[measure.name] = EventRecord.Measure(
                value: Float(measure.value), threshold: measure.threshold.map { Float($0) })
        }
        return named
    }
}

extension RuleEvent.Phase {
    /// As the log has it.
    fileprivate var logged: EventRecord.Phase {
        switch self {
        case .begin: .begin
        case .update: .update
        case .end: .end
        }
    }
}
