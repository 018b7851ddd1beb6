internal import VigieCore
internal import VigieLog
internal import VigieMotion
internal import VigieVideo

/// The camera's state as events of the log.
struct CameraEvents {
    private let stream: String
    private var health = CameraHealth()
    private var changes: [CameraHealth.Change] = []
    /// How many events have begun.
    private var count = 0
    /// Of the conditions that hold, their events' ids.
    private var open: [CameraHealth.Condition: String] = [:]

    init(stream: String) { self.stream = stream }

    /// Fills `events` with those that begin or end with a frame.
    mutating func step(
        _ frame: borrowing Frame, seconds: Double, _ observation: borrowing MotionObservation,
        _ analyser: borrowing MotionAnalyser, into events: inout [EventRecord]
    ) {
        health.step(frame: frame.index, seconds: seconds, observation, analyser, into: &changes)
        events.removeAll(keepingCapacity: true)
        for index in changes.indices { events.append(event(changes[index], frame)) }
    }

    private mutating func event(_ change: CameraHealth.Change, _ frame: borrowing Frame) -> EventRecord {
        let id = open[change.condition] ?? EventRecord.id(stream: stream, index: count)
        if change.isBegin {
            count += 1
            open[change.condition] = id
        } else {
            open[change.condition] = nil
        }
        var measures: [String: EventRecord.Measure] = [:]
        for measure in change.measures {
            measures[measure.name] = EventRecord.Measure(value: measure.value, threshold: measure.threshold)
        }
        let frames = change.onset == frame.index ? [frame.index] : [change.onset, frame.index]
        return EventRecord(
            id: id, stream: stream, rule: change.condition.rule, phase: change.isBegin ? .begin : .end,
            frame: frame.index, time: frame.time?.seconds, measures: measures,
            evidence: frames.map { FrameRecord.id(stream: stream, frame: $0) })
    }
}

extension CameraHealth.Condition {
    /// The name of the rule that raises it; docs/log.md says which of ONVIF's topics it corresponds to.
    var rule: String {
        switch self {
        case .covered: "CameraCovered"
        case .defocused: "CameraDefocused"
        case .moved: "CameraMoved"
        case .frozen: "CameraFrozen"
        case .dark: "CameraDark"
        case .flicker: "CameraFlicker"
        }
    }
}
