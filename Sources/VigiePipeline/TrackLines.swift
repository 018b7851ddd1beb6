internal import VigieLog
internal import VigieTracking

/// What the tracker knows, as lines of the log.
struct TrackLines {
    private let stream: String
    private let classes: [String]

    init(stream: String, classes: [String]) {
        self.stream = stream
        self.classes = classes
    }

    /// The lines of a frame, one for each track.
    ///
    /// - Parameter found: What the tracker was given.
    func write(
        _ tracks: [TrackedObject], found: [TrackerDetection], frame: Int, time: Double?, to json: inout CanonicalJSON
    ) {
        for index in tracks.indices {
            let object = tracks[index]
            json.line(
                TrackLine(
                    stream: stream, frame: frame, time: time, index: object.id, class: classes[object.classIndex],
                    state: object.state.logged, changed: object.isChanged, box: object.box,
                    association: object.association.map {
                        TrackLine.Association(
                            detection: $0.detection, score: found[$0.detection].score, match: $0.match.logged,
                            cost: $0.cost, limit: $0.limit, runnerUp: $0.runnerUp)
                    }, age: object.age, hits: object.hits))
        }
    }
}

extension TrackedObject.State {
    /// As the log has it.
    fileprivate var logged: TrackRecord.State {
        switch self {
        case .tentative: .tentative
        case .confirmed: .confirmed
        case .lost: .lost
        case .removed: .removed
        }
    }
}

extension TrackedObject.Match {
    /// As the log has it.
    fileprivate var logged: TrackRecord.Match {
        switch self {
        case .new: .new
        case .predicted: .predicted
        case .weak: .weak
        case .recovered: .recovered
        }
    }
}
