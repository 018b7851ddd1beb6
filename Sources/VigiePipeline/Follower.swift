internal import VigieCore
internal import VigieDetection
internal import VigieLog
internal import VigieMotion
public import VigieTracking

/// What comes after detection: who is followed, and what is judged by that.
public struct FollowerConfiguration: Sendable {
    /// How objects are followed; nil for not at all.
    public var tracker: Tracker.Configuration?

    /// By default objects are followed.
    public init(tracker: Tracker.Configuration? = Tracker.Configuration()) { self.tracker = tracker }
}

/// Follows what was found from frame to frame, in their order, and adds what that comes to to the frame's lines.
struct Follower {
    private let stream: String
    private let classes: [String]
    private var tracker: Tracker?
    private var camera: CameraEvents
    private var numbers = EventNumbers()

    private var found: [TrackerDetection] = []
    private(set) var output = TrackerOutput()

    init(stream: String, classes: [String], _ configuration: FollowerConfiguration) {
        self.stream = stream
        self.classes = classes
        tracker = configuration.tracker.map { Tracker($0) }
        camera = CameraEvents(stream: stream)
    }

    /// Takes in a frame that is not damaged.
    ///
    /// - Parameter isLook: Whether the detector looked at it.
    mutating func step(_ outcome: Outcome, isLook: Bool) {
        if isLook { follow(outcome) }
        for index in outcome.sighting.changes.indices {
            outcome.lines.line(
                camera.event(
                    outcome.sighting.changes[index], frame: outcome.sighting.frame, time: outcome.sighting.time,
                    numbers: &numbers))
        }
    }

    private mutating func follow(_ outcome: Outcome) {
        guard tracker != nil else { return }
        outcome.clock.time(.track) {
            collect(outcome.result.detections)
            tracker?.step(time: outcome.sighting.seconds, found, into: &output)
        }
        outcome.clock.time(.log) {
            for index in output.tracks.indices { write(output.tracks[index], outcome.sighting, to: &outcome.lines) }
        }
    }

    private mutating func collect(_ detections: Detections) {
        found.removeAll(keepingCapacity: true)
        for index in detections.fates.indices where detections.fates[index] == .detected {
            let candidate = detections.candidates[index]
            found.append(
                TrackerDetection(box: candidate.box, score: candidate.score, classIndex: candidate.classIndex))
        }
    }

    private func write(_ object: TrackedObject, _ sighting: borrowing Sighting, to json: inout CanonicalJSON) {
        json.line(
            TrackLine(
                stream: stream, frame: sighting.frame, time: sighting.time, index: object.id,
                class: classes[object.classIndex], state: object.state.logged, changed: object.isChanged,
                box: object.box,
                association: object.association.map {
                    TrackLine.Association(
                        detection: $0.detection, score: found[$0.detection].score, match: $0.match.logged,
                        cost: $0.cost, limit: $0.limit, runnerUp: $0.runnerUp)
                }, age: object.age, hits: object.hits))
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
