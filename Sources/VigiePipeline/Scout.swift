public import VigieCore
internal import VigieDetection
internal import VigieLog
public import VigieMotion
internal import VigieVideo

/// What goes before detection: how motion is looked for, and when the detector runs.
public struct ScoutConfiguration: Sendable {
    /// When the detector looks at a frame.
    public var gate: Gate.Configuration
    /// Where motion is to be ignored.
    public var masks: [Polygon]
    /// Whether motion is answered with a look at the whole frame; else where it is.
    public var looksEverywhere: Bool
    /// Whether frames that nobody would look at are left undecoded, and others decoded less well.
    public var decodesEconomically: Bool
    /// Whether the foreground mask of each frame goes to the log.
    public var explainsMotion: Bool
    /// Whose kernels run.
    public var instructionSet: InstructionSet

    /// By default every frame is looked at.
    public init(
        gate: Gate.Configuration = Gate.Configuration(), masks: [Polygon] = [], looksEverywhere: Bool = true,
        decodesEconomically: Bool = false, explainsMotion: Bool = false, instructionSet: InstructionSet = .best
    ) {
        self.gate = gate
        self.masks = masks
        self.looksEverywhere = looksEverywhere
        self.decodesEconomically = decodesEconomically
        self.explainsMotion = explainsMotion
        self.instructionSet = instructionSet
    }
}

/// What is known of a frame before the detector looks at it. Made once and filled for each frame.
struct Sighting {
    /// Index of the frame.
    var frame = 0
    /// Its time in seconds of media time; nil where it has none.
    var time: Double?
    /// The same; where it has none, as if there were `FrameRate.assumed` frames a second.
    var seconds = 0.0
    /// Size of the upright frame, in pixels.
    var width = 0, height = 0
    var observation = MotionObservation()
    /// What was put down or taken away and has stayed so.
    var still: [StillRegion] = []
    var decision = Gate.Decision(reason: .always, wholeFrame: true)
    /// What the detector is to look at.
    var attention = Attention()
    /// What changes with it in the camera's state.
    var changes: [CameraHealth.Change] = []
    /// The foreground, where it is wanted.
    var motion: MotionRecord?
}

/// Watches frames in their order, and decides which of them the detector looks at.
struct Scout: ~Copyable {
    private let stream: String
    private let explainsMotion: Bool
    private let activePace: DecodePace
    private let idlePace: DecodePace
    private var analyser: MotionAnalyser
    private var still: StillRegions
    private var gate: Gate
    private var recent: RecentMotion
    private var lastTimed: (frame: Int, seconds: Double)?
    private var health = CameraHealth()

    init(stream: String, _ configuration: ScoutConfiguration) {
        self.stream = stream
        explainsMotion = configuration.explainsMotion
        activePace =
            configuration.decodesEconomically
            ? configuration.gate.rate.map { .sparse(spacing: 1 / $0) } ?? .unfiltered : .full
        idlePace = configuration.decodesEconomically ? .keyframes : .full
        analyser = MotionAnalyser(masks: configuration.masks, instructionSet: configuration.instructionSet)
        still = StillRegions(masks: configuration.masks)
        gate = Gate(configuration.gate, looksEverywhere: configuration.looksEverywhere)
        recent = RecentMotion(wake: configuration.gate.wake, hold: configuration.gate.hold)
    }

    /// How much of the frames to come is worth decoding.
    var pace: DecodePace { gate.isIdle ? idlePace : activePace }

    /// A frame without a time comes as long after the last that had one as if there were `FrameRate.assumed` frames a second.
    private mutating func seconds(of frame: borrowing Frame) -> Double {
        if let seconds = frame.time?.seconds {
            lastTimed = (frame.index, seconds)
            return seconds
        }
        guard let lastTimed else { return Double(frame.index) / FrameRate.assumed }
        return lastTimed.seconds + Double(frame.index - lastTimed.frame) / FrameRate.assumed
    }

    /// Takes note of the next frame, which is not damaged.
    mutating func step(_ frame: borrowing Frame, into sighting: inout Sighting) throws(VideoError) {
        let seconds = seconds(of: frame)
        sighting.frame = frame.index
        sighting.time = frame.time?.seconds
        sighting.seconds = seconds
        sighting.width = frame.width
        sighting.height = frame.height
        try analyser.step(frame, into: &sighting.observation)
        still.step(seconds: seconds, sighting.observation, analyser)
        sighting.still.removeAll(keepingCapacity: true)
        for index in still.regions.indices { sighting.still.append(still.regions[index]) }
        sighting.decision = gate.step(seconds: seconds, sighting.observation)
        sighting.attention.wholeFrame = sighting.decision.wholeFrame
        recent.step(seconds: seconds, sighting.observation, into: &sighting.attention.boxes)
        health.step(frame: frame.index, seconds: seconds, sighting.observation, analyser, into: &sighting.changes)
        if explainsMotion {
            var mask = RunLengthMask()
            let grid = analyser.grid
            analyser.withMask { mask.encode($0, width: grid.width, height: grid.height) }
            sighting.motion = MotionRecord(
                stream: stream, frame: frame.index, cell: grid.cell, mask: mask,
                picture: MotionRecord.Picture(sighting.observation.picture))
        }
    }
}

extension MotionRecord.Picture {
    /// As the log has them.
    fileprivate init(_ picture: PictureStatistics) {
        self.init(
            brightness: picture.brightness, contrast: picture.contrast, detail: picture.detail, change: picture.change,
            displacement: [picture.displacementX, picture.displacementY])
    }
}
