internal import VigieLog
internal import VigieMotion

/// The camera's state as events of the log.
struct CameraEvents {
    private let stream: String
    /// Of the conditions that hold, their events' ids.
    private var open: [CameraHealth.Condition: String] = [:]

    init(stream: String) { self.stream = stream }

    /// The line of a change.
    ///
    /// - Parameter numbers: What ids are numbered by, of all of the stream's events.
    mutating func event(
        _ change: CameraHealth.Change, frame: Int, time: Double?, numbers: inout EventNumbers
    ) -> EventRecord {
        let id = open[change.condition] ?? EventRecord.id(stream: stream, index: numbers.next())
        open[change.condition] = change.isBegin ? id : nil
        var measures: [String: EventRecord.Measure] = [:]
        for measure in change.measures {
            measures[measure.name] = EventRecord.Measure(value: measure.value, threshold: measure.threshold)
        }
        let frames = change.onset == frame ? [frame] : [change.onset, frame]
        return EventRecord(
            id: id, stream: stream, rule: change.condition.rule, phase: change.isBegin ? .begin : .end, frame: frame,
            time: time, measures: measures, evidence: frames.map { FrameRecord.id(stream: stream, frame: $0) })
    }
}

/// Numbers a stream's events in the order in which they begin.
struct EventNumbers {
    private var count = 0

    mutating func next() -> Int {
        defer { count += 1 }
        return count
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
