internal import VigieCore
internal import VigieLog
internal import VigieTracking

/// A tracker with what it found and how long it took.
struct TrackingRun {
    /// Lines in MOTChallenge's form.
    private(set) var results: [UInt8] = []

    private let framesPerSecond: Double
    private var tracker: Tracker
    private var output = TrackerOutput()
    private var detections = 0
    private var boxes = 0
    private var confirmed: Set<Int> = []
    private var shiftedFrames = 0
    private var microseconds: [Double] = []

    init(_ configuration: Tracker.Configuration, framesPerSecond: Double) {
        tracker = Tracker(configuration)
        self.framesPerSecond = framesPerSecond
    }

    /// Takes in a frame; they count from 1.
    mutating func step(frame: Int, _ found: [TrackerDetection]) {
        let start = ContinuousClock.now
        tracker.step(time: Double(frame - 1) / framesPerSecond, found, into: &output)
        microseconds.append((ContinuousClock.now - start) / .microseconds(1))
        MOTResults.append(output.tracks, frame: frame, to: &results)
        detections += found.count
        shiftedFrames += output.shift == .zero ? 0 : 1
        for object in output.tracks where object.state == .confirmed {
            boxes += 1
            confirmed.insert(object.id)
        }
    }

    var summary: String {
        "\(confirmed.count) tracks with \(boxes) boxes, from \(detections) detections in \(frames) frames,"
    }

    private var frames: Int { microseconds.count }

    /// What was done, for a program.
    func json(of file: String) -> String {
        let configuration = tracker.configuration
        let times = microseconds.sorted()
        var settings: [String: Double] = [:]
        for setting in Tracker.Configuration.settings { settings[setting.name] = configuration[setting] }
        var json = CanonicalJSON()
        json.object {
            $0.member("boxes", boxes)
            $0.member("camera", configuration.camera.rawValue)
            $0.member("detections", detections)
            $0.member("file", file)
            $0.member("frame_rate", framesPerSecond)
            $0.member("frames", frames)
            $0.member("settings", settings)
            $0.member("shifted_frames", shiftedFrames)
            $0.member("step_us", ["max": times[frames - 1], "median": times[frames / 2], "min": times[0]])
            $0.member("tracks", confirmed.count)
        }
        return String(decoding: json.bytes, as: UTF8.self)
    }
}
