/// What the log says of one place in one frame, from which follows what stopped a detection or an event there.
///
/// A value that is fed with the log's records in their order. It keeps what belongs to the frame, and of the frames around
/// it only the nearest that were looked at.
public struct WhyNot: Sendable {
    /// Where to look.
    public struct Place: Sendable, Hashable {
        /// The stream's name; nil for the only one.
        public var stream: String?
        /// Index of the frame.
        public var frame: Int
        /// In pixels of the upright frame, from the top left.
        public var x, y: Float

        /// Takes the values as they are.
        public init(stream: String? = nil, frame: Int, x: Float, y: Float) {
            self.stream = stream
            self.frame = frame
            self.x = x
            self.y = y
        }
    }

    /// Where to look; its stream is filled in by the first that comes.
    public private(set) var place: Place
    /// What made the log; nil where its first line is missing.
    public private(set) var run: RunRecord?
    /// Where the stream's frames come from; nil where the log does not say.
    public private(set) var source: StreamRecord?
    /// The frame; nil where the log does not have it.
    public private(set) var frame: FrameRecord?
    /// The nearest frames before and after it that were looked at.
    public private(set) var lookBefore, lookAfter: FrameRecord?
    /// Whether the log was cut, so that what followed is not known.
    public internal(set) var isCut = false

    /// Of the frame, in the log's order.
    private(set) var detections: [DetectionRecord] = []
    private(set) var rejections: [RejectionRecord] = []
    private(set) var tracks: [TrackRecord] = []
    /// Events that have begun and not ended before the frame, each with the ids that it names.
    private(set) var events: [(record: EventRecord, references: Set<String>)] = []
    /// Whether the log has tracks at all.
    private(set) var hasTracks = false

    private var streams: [String] = []
    /// The stream's last frame so far.
    private var last: Int?

    /// Knows nothing yet.
    public init(_ place: Place) { self.place = place }

    /// Whether a line cannot matter: one of another frame that says nothing of the frames around it.
    func passesOver(_ glance: LineGlance) -> Bool {
        switch glance.type {
        case "track": hasTracks && glance.frame != place.frame
        case "detection", "rejection": glance.frame != place.frame
        case "pose", "motion", "fault", "timing": true
        default: false
        }
    }

    /// Takes note of the log's next line.
    mutating func add(_ line: LogLine) {
        switch line.record {
        case .run(let run): self.run = self.run ?? run
        case .stream(let stream): if isPlace(stream.stream) { source = stream }
        case .frame(let frame): if isPlace(frame.stream) { add(frame) }
        case .detection(let detection): if isPlace(detection.stream, detection.frame) { detections.append(detection) }
        case .rejection(let rejection): if isPlace(rejection.stream, rejection.frame) { rejections.append(rejection) }
        case .track(let track):
            hasTracks = true
            if isPlace(track.stream, track.frame) { tracks.append(track) }
        case .event(let event): if isPlace(event.stream), event.frame <= place.frame { add(event, of: line) }
        case .pose, .motion, .fault, .timing, .end, .other: break
        }
    }

    private mutating func add(_ frame: FrameRecord) {
        last = frame.frame
        if frame.frame == place.frame { self.frame = frame }
        guard frame.gate == .detect else { return }
        if frame.frame < place.frame { lookBefore = frame }
        if frame.frame > place.frame { lookAfter = lookAfter ?? frame }
    }

    private mutating func add(_ event: EventRecord, of line: LogLine) {
        let known = events.firstIndex { $0.record.id == event.id }
        var references = Set(line.references)
        if let known { references.formUnion(events.remove(at: known).references) }
        if event.phase != .end || event.frame == place.frame { events.append((event, references)) }
    }

    /// Whether a record is of the stream that is asked about; the first one that comes is, where none was named.
    private mutating func isPlace(_ stream: String) -> Bool {
        if !streams.contains(stream) { streams.append(stream) }
        place.stream = place.stream ?? stream
        return place.stream == stream
    }

    private mutating func isPlace(_ stream: String, _ frame: Int) -> Bool {
        isPlace(stream) && frame == place.frame
    }
}

extension WhyNot {
    /// Looks a place up in a log.
    ///
    /// - Throws: `LogError`: `.notFound` where the log has no such stream, frame or pixel, or several streams and none was
    ///   named; and where it cannot be read.
    public init(_ place: Place, in path: String) throws(LogError) {
        self.init(place)
        var reader = try LogReader(path: path, toleratesCut: true)
        while let record = try reader.next(where: { !passesOver($0) }) { add(reader.line(of: record)) }
        isCut = reader.isCut
        if let problem = problem(isNamed: place.stream != nil) {
            throw .notFound(file: path, what: problem.what, known: problem.known)
        }
    }

    /// Why the question has no answer.
    private func problem(isNamed: Bool) -> (what: String, known: String)? {
        let names = "the log has \(streams.isEmpty ? "none" : streams.joined(separator: ", "))"
        guard let stream = place.stream, streams.contains(stream) else {
            return ("stream" + (place.stream.map { " '\($0)'" } ?? ""), names)
        }
        if !isNamed, streams.count > 1 { return ("single stream", "\(names): name one with --stream") }
        guard frame != nil else {
            return ("frame \(place.frame) of \(stream)", last.map { "it has 0 to \($0)" } ?? "it has none")
        }
        if let width = source?.width, let height = source?.height,
            !(place.x >= 0 && place.y >= 0 && place.x < Float(width) && place.y < Float(height))
        {
            return (
                "pixel \(place.x.shortest),\(place.y.shortest) in \(stream)",
                "its frames are \(width) × \(height) pixels, counted from 0,0"
            )
        }
        return nil
    }
}

extension Float {
    /// A whole number without its fraction.
    fileprivate var shortest: String { Int(exactly: self).map { "\($0)" } ?? description }
}
