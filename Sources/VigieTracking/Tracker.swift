/// Follows objects from frame to frame by their boxes alone: no picture is looked at, and nobody is recognised again.
///
/// Give it the detections of each frame that the detector looked at, in the order of time. A frame that was skipped is no
/// miss: simply do not call `step` for it. It is online, a step's output is final, and the same input gives the same output
/// on every machine. `docs/tracking.md` says how it decides.
///
/// ```swift
/// var tracker = Tracker()
/// var output = TrackerOutput()
/// tracker.step(time: 0.04, detections, into: &output)
/// for object in output.tracks where object.state == .confirmed { … }
/// ```
public struct Tracker: Sendable {
    /// What it was made with.
    public let configuration: Configuration

    /// In the order of their ids.
    var tracks: [Track] = []
    var candidates = Candidates()
    var assignment = Assignment()
    /// The track of each row of the assignment.
    var trackOfRow: [Int] = []
    /// For each row by what its pair's similarity exceeds the gate's, and by what that of the best other pair does.
    var excesses: [(own: Double, other: Double)] = []
    /// The row that each detection went to.
    var rowOfDetection: [Int] = []

    private var scale: ScoreScale
    private var commonShift = CommonShift()
    /// Seconds of media time that have passed in all.
    private var clock = 0.0
    private var lastTime: Double?
    private var nextID = 0

    /// A tracker that has seen nothing. Each stream needs its own, and its ids begin with 0.
    public init(_ configuration: Configuration = Configuration()) {
        self.configuration = configuration
        scale = ScoreScale(birth: configuration.birthScore)
    }

    /// Takes in what the detector found in a frame.
    ///
    /// - Parameters:
    ///   - time: The frame's time in seconds of media time. No time passes where it does not advance, as where a stream's
    ///     clock is set back, or is not finite.
    ///   - detections: What was found, in any order. Those that are not usable are counted and otherwise passed over.
    ///   - output: Replaced by what is known now.
    /// - Complexity: O(n log n) for n detections that do not crowd; see `Assignment` for those that do.
    public mutating func step(time: Double, _ detections: [TrackerDetection], into output: inout TrackerOutput) {
        let isFirst = lastTime == nil
        let seconds = advance(to: time)
        scale.begin(with: detections)
        candidates.prepare(detections, scale)
        for index in tracks.indices { tracks[index].predict(seconds: seconds, configuration) }
        output.shift = configuration.camera == .fixed ? .zero : compensate(seconds: seconds)

        match(.predicted, configuration.predicted) { $0.state != .tentative }
        match(.weak, configuration.weak) { $0.state == .confirmed }
        match(.recovered, configuration.recovered) { $0.state != .tentative }
        match(.predicted, configuration.predicted) { $0.state == .tentative }

        for index in tracks.indices { update(index, detections) }
        begin(detections, believed: isFirst)
        scale.settle()
        tell(&output)
        dropRemoved()
    }

    /// By index: in a debug build `removeAll(where:)` allocates.
    private mutating func dropRemoved() {
        var kept = 0
        for index in tracks.indices where tracks[index].state != .removed {
            if kept < index { tracks[kept] = tracks[index] }
            kept += 1
        }
        while tracks.count > kept { tracks.removeLast() }
    }

    /// The seconds that have passed since the step before.
    private mutating func advance(to time: Double) -> Double {
        guard time.isFinite else { return 0 }
        defer { lastTime = time }
        guard let lastTime, time > lastTime, (time - lastTime).isFinite else { return 0 }
        clock += time - lastTime
        return time - lastTime
    }

    /// Makes up for a movement of the camera, judged by a first attempt to match the tracks that were seen just before.
    private mutating func compensate(seconds: Double) -> SIMD2<Double> {
        commonShift.begin(afterSeconds: seconds)
        assign(.predicted, configuration.predicted) { $0.state == .confirmed }
        for row in trackOfRow.indices where assignment.columnOfRow[row] >= 0 {
            commonShift.add(
                expected: tracks[trackOfRow[row]].box, seen: candidates.rectangles[assignment.columnOfRow[row]])
        }
        let shift = commonShift.estimate(above: configuration.camera == .auto ? configuration.commonShare : 0)
        if shift != .zero {
            for index in tracks.indices { tracks[index].shift(by: shift) }
        }
        return shift
    }

    private mutating func update(_ index: Int, _ detections: [TrackerDetection]) {
        if let association = tracks[index].association {
            let detection = detections[association.detection]
            tracks[index].update(
                detection, at: candidates.rectangles[association.detection], time: clock, configuration)
            if association.match != .weak { scale.add(detection.score) }
            let isConfirmed = tracks[index].state != .tentative || isEnough(tracks[index].hits)
            tracks[index].enter(isConfirmed ? .confirmed : .tentative)
        } else {
            let isOver = tracks[index].state == .tentative || clock - tracks[index].lastTime > configuration.lostSeconds
            tracks[index].enter(isOver ? .removed : .lost)
        }
    }

    /// Begins tracks for what nobody claims; what is there when tracking begins is believed at once.
    private mutating func begin(_ detections: [TrackerDetection], believed: Bool) {
        for index in detections.indices
        where candidates.isFree[index] && candidates.scores[index] >= configuration.birthScore {
            var track = Track(
                id: nextID, detections[index], at: candidates.rectangles[index], time: clock, configuration)
            track.association = TrackedObject.Association(detection: index, match: .new)
            if believed || isEnough(track.hits) { track.enter(.confirmed) }
            tracks.append(track)
            nextID += 1
        }
    }

    private func isEnough(_ hits: Int) -> Bool { Double(hits) >= configuration.confirmingHits }

    private func tell(_ output: inout TrackerOutput) {
        output.scoreScale = scale.value
        output.unusable = candidates.unusable
        output.tracks.removeAll(keepingCapacity: true)
        for index in tracks.indices { output.tracks.append(tracks[index].told(at: clock)) }
    }
}
