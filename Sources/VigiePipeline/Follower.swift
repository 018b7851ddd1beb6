internal import VigieDetection
internal import VigieLog
internal import VigieMotion
public import VigieRules
public import VigieTracking
internal import VigieVideo

/// What comes after detection: how objects are followed, and what is judged by that.
public struct FollowerConfiguration: Sendable {
    /// How objects are followed; nil for not at all.
    public var tracker: Tracker.Configuration?
    /// The site file's text and digest, for the log; nil where there is none.
    public var site: (text: String, digest: String)?
    /// What is watched in the stream; nil for nothing. It needs a tracker.
    public var stream: StreamSite?
    /// The stream's local time; needed where a rule has a schedule.
    public var clock: LocalClock?
    /// Whether the log says why rules raise nothing.
    public var explainsRejections: Bool

    /// By default objects are followed, and nothing is judged.
    public init(
        tracker: Tracker.Configuration? = Tracker.Configuration(), site: (text: String, digest: String)? = nil,
        stream: StreamSite? = nil, clock: LocalClock? = nil, explainsRejections: Bool = false
    ) {
        self.tracker = tracker
        self.site = site
        self.stream = stream
        self.clock = clock
        self.explainsRejections = explainsRejections
    }
}

/// Follows what was found from frame to frame, in their order, and judges it by the rules: adds what that comes to to the
/// frame's lines.
struct Follower {
    private var tracker: Tracker?
    private var rules: RuleEngine?
    private var watch: PostureWatch?
    private let stream: String
    private let trackLines: TrackLines
    private var ruleLines: RuleLines
    private var camera: CameraEvents
    private var numbers = EventNumbers()

    private var found: [TrackerDetection] = []
    private var output = TrackerOutput()
    private var scene = Scene()
    private var events = RuleEvents()

    /// The ids of the tracks that are believed.
    private var believed: [Int] = []
    /// Tracks that were ever believed, by class.
    private(set) var tracks: [Int]
    /// Events that began, by rule.
    private(set) var begun: [String: Int] = [:]

    init(stream: String, classes: [String], _ configuration: FollowerConfiguration, _ watch: PostureWatch? = nil) {
        self.stream = stream
        self.watch = watch
        tracker = configuration.tracker.map { Tracker($0) }
        rules = configuration.stream.map { RuleEngine($0.rules, clock: configuration.clock) }
        events.explains = configuration.explainsRejections
        trackLines = TrackLines(stream: stream, classes: classes)
        ruleLines = RuleLines(stream: stream, site: configuration.stream)
        camera = CameraEvents(stream: stream)
        tracks = Array(repeating: 0, count: classes.count)
        // There may be none for long.
        scene.still.reserveCapacity(16)
        believed.reserveCapacity(64)
    }

    /// Of each of the frame's detections, the track that it belongs to; nil for none.
    var tracksOfDetections: [Int?] {
        var ids = [Int?](repeating: nil, count: found.count)
        for object in output.tracks {
            if let association = object.association { ids[association.detection] = object.id }
        }
        return ids
    }

    /// Takes in a frame that the detector looked at.
    ///
    /// - Throws: `VideoError` where its people cannot be looked at.
    mutating func step(_ outcome: Outcome) throws(VideoError) {
        follow(outcome)
        if rules != nil {
            show(outcome.sighting, isLook: true)
            try look(outcome)
        }
        finish(outcome)
    }

    /// Takes in a frame that the detector did not look at, and that is not damaged.
    mutating func stepUnseen(_ outcome: Outcome) {
        if rules != nil { show(outcome.sighting, isLook: false) }
        finish(outcome)
    }

    private mutating func finish(_ outcome: Outcome) {
        if rules != nil { outcome.clock.time(.rules) { rules?.step(scene, into: &events) } }
        outcome.clock.time(.log) { write(outcome) }
    }

    private mutating func look(_ outcome: Outcome) throws(VideoError) {
        guard watch != nil, let rules else { return }
        guard let frame = outcome.frame.take() else { preconditionFailure("a frame to be looked at was not kept") }
        try outcome.clock.time(.pose) { () throws(VideoError) in try watch?.step(frame, for: rules, &scene) }
        outcome.frame = consume frame
        guard let watch else { return }
        outcome.clock.time(.log) {
            for index in watch.looks.indices {
                outcome.lines.line(
                    watch.looks[index].record(
                        stream: stream, frame: outcome.sighting.frame, index: index, watch.thresholds))
            }
        }
    }

    private mutating func follow(_ outcome: Outcome) {
        guard tracker != nil else { return }
        outcome.clock.time(.track) {
            collect(outcome.result.detections)
            tracker?.step(time: outcome.sighting.seconds, found, into: &output)
        }
        outcome.clock.time(.log) {
            trackLines.write(
                output.tracks, found: found, frame: outcome.sighting.frame, time: outcome.sighting.time,
                to: &outcome.lines)
        }
        for index in output.tracks.indices where output.tracks[index].isChanged { count(output.tracks[index]) }
    }

    private mutating func count(_ object: TrackedObject) {
        var place = 0
        while place < believed.count, believed[place] != object.id { place += 1 }
        switch object.state {
        case .confirmed where place == believed.count:
            believed.append(object.id)
            tracks[object.classIndex] += 1
        case .removed where place < believed.count:
            believed[place] = believed[believed.count - 1]
            believed.removeLast()
        default: break
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

    private mutating func show(_ sighting: borrowing Sighting, isLook: Bool) {
        scene.frame = sighting.frame
        scene.seconds = sighting.seconds
        scene.width = sighting.width
        scene.height = sighting.height
        scene.isLook = isLook
        scene.postures.removeAll(keepingCapacity: true)
        scene.still.removeAll(keepingCapacity: true)
        for index in sighting.still.indices { scene.still.append(StillThing(sighting.still[index])) }
        guard isLook else { return }
        // By element, as two owners of one array would make the next step of the tracker copy it.
        scene.objects.removeAll(keepingCapacity: true)
        for index in output.tracks.indices { scene.objects.append(output.tracks[index]) }
    }

    private mutating func write(_ outcome: Outcome) {
        let (frame, time) = (outcome.sighting.frame, outcome.sighting.time)
        for index in outcome.sighting.changes.indices {
            write(camera.event(outcome.sighting.changes[index], frame: frame, time: time, numbers: &numbers), outcome)
        }
        for index in events.events.indices {
            write(ruleLines.record(of: events.events[index], frame: frame, time: time, numbers: &numbers), outcome)
        }
        for index in events.shortfalls.indices {
            outcome.explanations.line(ruleLines.record(of: events.shortfalls[index], frame: frame, index: index))
        }
    }

    private mutating func write(_ event: EventRecord, _ outcome: Outcome) {
        if event.phase == .begin { begun[event.rule, default: 0] += 1 }
        outcome.lines.line(event)
    }
}

extension StillThing {
    /// As rules see it.
    fileprivate init(_ region: StillRegion) {
        let kind: Kind =
            switch region.kind {
            case .added: .added
            case .removed: .removed
            case .unclear: .unclear
            }
        self.init(id: region.id, box: region.box, area: Double(region.area), onset: region.onset, kind: kind)
    }
}
