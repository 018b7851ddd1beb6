/// What the records of one stream come to.
public struct StreamSummary: Sendable {
    /// The stream's name.
    public let name: String
    /// Where it comes from; nil where the log does not say.
    public internal(set) var description: StreamRecord?
    /// Frames that the detector looked at, by the gate's reason.
    public private(set) var looked: [String: Int] = [:]
    /// Frames that it did not look at, by the reason.
    public private(set) var skipped: [String: Int] = [:]
    /// How often the network ran: once for each crop of each frame.
    public private(set) var detectorRuns = 0
    /// Time of the first frame and of the last, in seconds of media time; nil where no frame has one.
    public private(set) var firstTime, lastTime: Double?
    /// What moved, over the frames.
    public private(set) var motion = MotionTimeline()
    /// What moved, place by place.
    public private(set) var regions = Regions()
    /// Detections by class.
    public internal(set) var detections: [String: Int] = [:]
    /// Tracks that were ever believed, by class.
    public private(set) var tracks: [String: Int] = [:]
    private var believed: Set<String> = []
    /// Faults by kind.
    public internal(set) var faults: [String: Int] = [:]
    /// The events, in the order in which they begin.
    public private(set) var events: [Event] = []

    /// Regions over all frames.
    public struct Regions: Sendable, Hashable {
        /// Frames in which something moves.
        public var frames = 0
        /// Regions of all frames together.
        public var count = 0
        /// The most in one frame.
        public var most = 0
        /// The largest, in square pixels of the frame.
        public var largest: Float = 0
        /// The longest that something was at one place, in frames.
        public var longest = 0
    }

    /// An event from its begin to its end.
    public struct Event: Sendable, Hashable {
        /// The event's name in the log.
        public var id: String
        /// What raised it.
        public var rule: String
        /// What the site file calls that; nil for the camera's events.
        public var name: String?
        /// The tracks' ids of the objects that it began with.
        public var objects: [String]
        /// The frames with which it began and ended; nil where the log does not have that line.
        public var beginFrame, endFrame: Int?
        /// Their times in seconds of media time; nil where they have none.
        public var beginTime, endTime: Double?
    }

    init(name: String) { self.name = name }

    /// Frames in all.
    public var frames: Int { looked.values.reduce(0, +) + skipped.values.reduce(0, +) }

    mutating func add(_ frame: FrameRecord) {
        switch frame.gate {
        case .detect: looked[frame.reason, default: 0] += 1
        case .skip: skipped[frame.reason, default: 0] += 1
        }
        detectorRuns += frame.crops.count
        if let time = frame.time {
            firstTime = firstTime ?? time
            lastTime = time
        }
        motion.add(frame.motion)
        if !frame.regions.isEmpty { regions.frames += 1 }
        regions.count += frame.regions.count
        regions.most = max(regions.most, frame.regions.count)
        for region in frame.regions {
            if region.area > regions.largest { regions.largest = region.area }
            regions.longest = max(regions.longest, region.age)
        }
    }

    mutating func add(_ track: TrackRecord) {
        guard track.state == .confirmed, track.changed, believed.insert(track.id).inserted else { return }
        tracks[track.class, default: 0] += 1
    }

    mutating func add(_ event: EventRecord) {
        let place = events.lastIndex { $0.id == event.id } ?? events.count
        if place == events.count {
            events.append(Event(id: event.id, rule: event.rule, name: event.name, objects: event.objects))
        }
        switch event.phase {
        case .begin: (events[place].beginFrame, events[place].beginTime) = (event.frame, event.time)
        case .end: (events[place].endFrame, events[place].endTime) = (event.frame, event.time)
        case .update: break
        }
    }
}

/// How much moved over the frames of a stream, in memory that does not grow with them.
public struct MotionTimeline: Sendable, Hashable {
    /// Frames in a row.
    public struct Bin: Sendable, Hashable {
        /// Frames of which it is known what moved.
        public var frames = 0
        /// The sum of their shares of foreground.
        public var sum = 0.0
        /// The largest of their shares.
        public var peak: Float = 0

        /// The mean share of foreground, 0…1; nil where it is not known.
        public var mean: Double? { frames > 0 ? sum / Double(frames) : nil }
    }

    /// Bins at most; then two become one.
    static let mostBins = 120

    /// The bins in the order of the frames; all but the last of `framesPerBin` frames.
    public private(set) var bins: [Bin] = []
    /// Frames that one bin stands for.
    public private(set) var framesPerBin = 1
    private var filled = 0

    /// Takes note of the next frame.
    mutating func add(_ motion: Float?) {
        if bins.isEmpty || filled == framesPerBin {
            if bins.count == Self.mostBins { halve() }
            bins.append(Bin())
            filled = 0
        }
        filled += 1
        guard let motion, motion.isFinite else { return }
        let last = bins.count - 1
        bins[last].frames += 1
        bins[last].sum += Double(motion)
        if motion > bins[last].peak { bins[last].peak = motion }
    }

    private mutating func halve() {
        bins = stride(from: 0, to: bins.count, by: 2).map { index in
            let (a, b) = (bins[index], bins[index + 1])
            return Bin(frames: a.frames + b.frames, sum: a.sum + b.sum, peak: a.peak > b.peak ? a.peak : b.peak)
        }
        framesPerBin *= 2
    }
}

extension StreamSummary: CanonicalValue {
    /// Writes the summary as one object.
    public func write(to json: inout CanonicalJSON) {
        json.object {
            $0.member("detections", detections)
            $0.member("detector_runs", detectorRuns)
            $0.member("events", events)
            $0.member("faults", faults)
            $0.member("first_time", firstTime)
            $0.member("frames", frames)
            $0.member("gate", GateCounts(detect: looked, skip: skipped))
            $0.member("last_time", lastTime)
            $0.member("motion", motion)
            $0.member("name", name)
            $0.member("regions", regions)
            $0.member("source", description?.source)
            $0.member("tracks", tracks)
        }
    }

    /// Frames by decision and reason.
    private struct GateCounts: CanonicalValue {
        let detect, skip: [String: Int]

        func write(to json: inout CanonicalJSON) {
            json.object {
                $0.member("detect", detect)
                $0.member("skip", skip)
            }
        }
    }
}

extension MotionTimeline: CanonicalValue {
    /// Writes the bins as two arrays of numbers.
    public func write(to json: inout CanonicalJSON) {
        json.object {
            $0.member("frames_per_bin", framesPerBin)
            $0.member("mean", bins.map(\.mean))
            $0.member("peak", bins.map { $0.frames > 0 ? Optional($0.peak) : nil })
        }
    }
}

extension StreamSummary.Regions: CanonicalValue {
    /// Writes the counts as one object.
    public func write(to json: inout CanonicalJSON) {
        json.object {
            $0.member("count", count)
            $0.member("frames", frames)
            $0.member("largest", largest)
            $0.member("longest", longest)
            $0.member("most", most)
        }
    }
}

extension StreamSummary.Event: CanonicalValue {
    /// Writes the event as one object.
    public func write(to json: inout CanonicalJSON) {
        json.object {
            $0.member("begin_frame", beginFrame)
            $0.member("begin_time", beginTime)
            $0.member("end_frame", endFrame)
            $0.member("end_time", endTime)
            $0.member("id", id)
            $0.member("name", name)
            $0.member("objects", objects)
            $0.member("rule", rule)
        }
    }
}
