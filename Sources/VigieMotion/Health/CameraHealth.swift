/// Watches whether the camera can still see what it is there to see.
///
/// It compares each picture with what is usual for the scene: how much detail there is, how light is laid out, where the
/// edges are. What is usual follows slowly, and stands still while anything seems to be wrong.
public struct CameraHealth: Sendable {
    /// What is wrong with the camera.
    public enum Condition: String, Sendable, Hashable, CaseIterable {
        /// Something hides the view.
        case covered
        /// The picture is out of focus.
        case defocused
        /// The camera looks elsewhere.
        case moved
        /// The same picture again and again.
        case frozen
        /// Too little light to see.
        case dark
        /// The brightness goes up and down.
        case flicker
    }

    /// A condition that has begun or ended.
    public struct Change: Sendable, Hashable {
        /// What is wrong, or was.
        public var condition: Condition
        /// Whether it begins now; else it ends.
        public var isBegin: Bool
        /// The frame in which it showed first; of an end, in which it showed no more.
        public var onset: Int
        /// What it was judged by, and what that was compared with.
        public var measures: [Measure]

        /// Takes the values as they are.
        public init(condition: Condition, isBegin: Bool, onset: Int, measures: [Measure]) {
            self.condition = condition
            self.isBegin = isBegin
            self.onset = onset
            self.measures = measures
        }
    }

    /// A value beside its threshold.
    public struct Measure: Sendable, Hashable {
        /// What was measured, such as `brightness`.
        public var name: String
        /// What it came to.
        public var value: Float
        /// What it was compared with.
        public var threshold: Float

        /// Takes the values as they are.
        public init(name: String, value: Float, threshold: Float) {
            self.name = name
            self.value = value
            self.threshold = threshold
        }
    }

    /// Of conditions in the order of their cases.
    private var states: [Persistence]
    private var unrest = Unrest()
    private var sketch = SceneSketch()
    private var usual = Usual()
    private var lastLook: Double?
    private var firstLook: Double?

    /// What the scene is like when nothing is wrong.
    private struct Usual {
        var sketch = SceneSketch()
        /// Without what passes through: it falls fast and rises slowly.
        var detail: Float = 0
        /// How well the edges of a picture usually agree with those of `sketch`.
        var edges: Float = 1

        /// Follows a scene for as many seconds as have passed.
        mutating func follow(
            _ other: SceneSketch, detail now: Float, edges agreement: Float, passed: Double, isLearning: Bool
        ) {
            let isFirst = sketch.layout.isEmpty
            func share(_ memory: Double) -> Float {
                Float(min(1, passed / (isLearning ? CameraHealth.learning : memory)))
            }
            sketch.follow(other, by: share(CameraHealth.memory))
            guard !isFirst else {
                detail = now
                return
            }
            detail += share(now < detail ? CameraHealth.fallMemory : CameraHealth.riseMemory) * (now - detail)
            edges += share(CameraHealth.memory) * (agreement - edges)
        }
    }

    /// Seconds between looks at the scene; repetition and brightness are watched in every frame.
    private static let lookInterval = 0.2
    /// Seconds until what is usual is known well enough to judge by.
    private static let learning = 2.0
    /// Seconds in which the usual follows what is there; the usual detail, downwards and upwards.
    private static let memory = 10.0
    private static let fallMemory = 3.0
    private static let riseMemory = 60.0
    /// Seconds after which what the camera looks at instead has become usual.
    private static let acceptance = 60.0
    private var movedSince: Double?

    /// A camera that nothing is known of.
    public init() {
        states = Condition.allCases.map { condition in
            switch condition {
            case .frozen: Persistence(beginAfter: 0, endAfter: 0.5)
            case .flicker: Persistence(beginAfter: 0.5, endAfter: 2)
            case .covered, .defocused, .moved, .dark: Persistence(beginAfter: 1, endAfter: 1)
            }
        }
    }

    /// Judges the next frame.
    ///
    /// - Parameters:
    ///   - frame: Its index.
    ///   - seconds: Its media time.
    ///   - analyser: That has just observed it.
    ///   - changes: Filled with what begins or ends with it, in the order of the conditions.
    public mutating func step(
        frame: Int, seconds: Double, _ observation: borrowing MotionObservation, _ analyser: borrowing MotionAnalyser,
        into changes: inout [Change]
    ) {
        let grid = analyser.grid
        analyser.withLuma { luma in
            step(
                frame: frame, seconds: seconds, observation.picture, luma, width: grid.width, height: grid.height,
                into: &changes)
        }
    }

    /// Judges a frame by its statistics and its reduced luma.
    mutating func step(
        frame: Int, seconds: Double, _ picture: PictureStatistics, _ luma: Span<UInt8>, width: Int, height: Int,
        into changes: inout [Change]
    ) {
        changes.removeAll(keepingCapacity: true)
        if let last = lastLook, seconds < last { forget() }
        unrest.step(seconds: seconds, picture, luma, width: width, height: height)
        let (repeated, turns) = (unrest.repeated, unrest.turns)
        judge(
            .frozen, repeated >= Threshold.repeated, frame, seconds, into: &changes,
            [("repeated", repeated, Threshold.repeated)])
        judge(
            .flicker, turns >= Threshold.turns, frame, seconds, into: &changes,
            [("turns", Float(turns), Float(Threshold.turns))])
        guard lastLook.map({ seconds - $0 >= Self.lookInterval - 1e-6 }) ?? true else { return }
        let passed = lastLook.map { seconds - $0 } ?? 0
        lastLook = seconds
        let began = firstLook ?? seconds
        firstLook = began
        sketch.draw(luma, width: width, height: height)
        look(frame, seconds, picture, passed: passed, isLearning: seconds - began < Self.learning, into: &changes)
    }

    /// Compares the scene with what is usual.
    private mutating func look(
        _ frame: Int, _ seconds: Double, _ picture: PictureStatistics, passed: Double, isLearning: Bool,
        into changes: inout [Change]
    ) {
        let isDark = picture.brightness < Threshold.brightness && picture.contrast < Threshold.contrast
        judge(
            .dark, isDark, frame, seconds, into: &changes,
            [
                ("brightness", picture.brightness, Threshold.brightness),
                ("contrast", picture.contrast, Threshold.contrast),
            ])
        let layout = correlation(sketch.layout, usual.sketch.layout)
        let edges = correlation(sketch.edges, usual.sketch.edges)
        let detail = usual.detail > 0 ? picture.detail / usual.detail : 1
        let isBlind = !isLearning && !isDark
        let lacksDetail = detail < Threshold.detail
        judge(
            .covered, isBlind && lacksDetail && layout < Threshold.layout, frame, seconds, into: &changes,
            [("detail", detail, Threshold.detail), ("layout", layout, Threshold.layout)])
        judge(
            .defocused, isBlind && lacksDetail && layout >= Threshold.layout, frame, seconds, into: &changes,
            [("detail", detail, Threshold.detail), ("layout", layout, Threshold.layout)])
        let limit = min(Threshold.edges, Threshold.usualEdges * usual.edges)
        judge(
            .moved, isBlind && !lacksDetail && edges < limit, frame, seconds, into: &changes, [("edges", edges, limit)])
        learn(picture, edges: edges, seconds, passed: passed, isLearning: isLearning)
    }

    /// Lets the usual follow, while nothing seems to be wrong or what the camera looks at has been another for long.
    private mutating func learn(
        _ picture: PictureStatistics, edges: Float, _ seconds: Double, passed: Double, isLearning: Bool
    ) {
        var isSuspected = false
        for index in states.indices where states[index].isSuspected { isSuspected = true }
        movedSince = states[Condition.moved.index].holds ? movedSince ?? seconds : nil
        if let movedSince, seconds - movedSince >= Self.acceptance {
            usual = Usual()
            firstLook = seconds
        }
        guard usual.sketch.layout.isEmpty || !isSuspected else { return }
        usual.follow(sketch, detail: picture.detail, edges: edges, passed: passed, isLearning: isLearning)
    }

    private mutating func judge(
        _ condition: Condition, _ isSuch: Bool, _ frame: Int, _ seconds: Double, into changes: inout [Change],
        _ measures: @autoclosure () -> [(name: String, value: Float, threshold: Float)]
    ) {
        guard let change = states[condition.index].step(isSuch, frame: frame, seconds: seconds) else { return }
        let measured = measures().map { Measure(name: $0.name, value: $0.value, threshold: $0.threshold) }
        changes.append(
            Change(condition: condition, isBegin: change.isBegin, onset: change.onset, measures: measured))
    }

    /// Time has gone back: what came before says nothing about what comes.
    private mutating func forget() {
        (lastLook, firstLook, movedSince) = (nil, nil, nil)
        usual = Usual()
        unrest = Unrest()
    }

    /// Where a condition begins; docs/gate.md has the values that faults and sound clips gave.
    private enum Threshold {
        /// Grey levels of mean luma, and of its standard deviation, below which a picture is dark.
        static let brightness: Float = 45
        static let contrast: Float = 16
        /// Share of pictures that repeat the one before.
        static let repeated: Float = 0.9
        /// How often all quarters of the picture have become brighter or darker again.
        static let turns = 6
        /// Share of the usual detail.
        static let detail: Float = 0.5
        /// Correlation of the layout of light with the usual one.
        static let layout: Float = 0.5
        /// Correlation of the edges with the usual ones, and as a share of what that usually is.
        static let edges: Float = 0.22
        static let usualEdges: Float = 0.45
    }
}

extension CameraHealth.Condition {
    fileprivate var index: Int {
        switch self {
        case .covered: 0
        case .defocused: 1
        case .moved: 2
        case .frozen: 3
        case .dark: 4
        case .flicker: 5
        }
    }
}
