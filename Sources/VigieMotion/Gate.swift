/// Decides for each frame whether the detector looks at it, and says why.
///
/// The decision depends on the frames' times, on what moves in them and on the configuration alone, never on what the
/// detector finds or on how fast it is: so it is the same on every machine and in every replay.
public struct Gate: Sendable {
    /// When the detector looks.
    public enum Mode: String, Sendable, Hashable, CaseIterable {
        /// While something moves, and at each sweep.
        case motion
        /// At every frame that the rate lets through.
        case always
        /// At each sweep, whatever moves.
        case schedule
    }

    /// How the gate is set.
    public struct Configuration: Sendable, Hashable {
        /// When the detector looks.
        public var mode: Mode
        /// Looks per second of media time at most; nil for every frame.
        public var rate: Double?
        /// Seconds of media time after a look at the whole frame until the next is due, whatever moves; nil for never.
        public var sweep: Double?
        /// For how many observations in a row something must have been at one place to count as motion.
        public var wake: Int
        /// Seconds of media time for which motion counts as going on after the last of it.
        public var hold: Double

        /// By default every frame is looked at.
        public init(
            mode: Mode = .always, rate: Double? = nil, sweep: Double? = 5, wake: Int = 2, hold: Double = 2
        ) {
            self.mode = mode
            self.rate = rate
            self.sweep = sweep
            self.wake = wake
            self.hold = hold
        }
    }

    /// Why a frame is looked at or not.
    public enum Reason: String, Sendable, Hashable, CaseIterable {
        /// The gate is open.
        case always
        /// Something moves, or did within the hold.
        case motion
        /// A look at the whole frame was due, or the picture has just changed as a whole.
        case sweep
        /// Nothing moves, nothing is due.
        case idle
        /// It comes too soon after another at the rate that was asked for.
        case rate
        /// Something moves, but only where it is to be ignored.
        case masked

        /// Whether a frame is looked at for it.
        public var isLook: Bool {
            switch self {
            case .always, .motion, .sweep: true
            case .idle, .rate, .masked: false
            }
        }
    }

    /// What was decided for a frame.
    public struct Decision: Sendable, Hashable {
        /// Why the frame is looked at or not.
        public var reason: Reason
        /// Whether the whole frame is to be looked at, and not only where something moves.
        public var wholeFrame: Bool

        /// A decision as it is.
        public init(reason: Reason, wholeFrame: Bool) {
            self.reason = reason
            self.wholeFrame = wholeFrame
        }
    }

    private let configuration: Configuration
    private let looksEverywhere: Bool
    /// When the next frame may be looked at; nil before the first.
    private var nextLook: Double?
    /// When the whole frame was last looked at; nil where that is due at once.
    private var lastSweep: Double?
    /// When something last moved.
    private var lastMotion: Double?
    private var lastTime = -Double.infinity

    /// Times are multiples of a tick that fp64 does not hold exactly.
    private static let tolerance = 1e-6

    /// A gate before its first frame.
    ///
    /// - Parameter looksEverywhere: Whether motion is answered with a look at the whole frame, so that sweeps can wait.
    public init(_ configuration: Configuration, looksEverywhere: Bool) {
        self.configuration = configuration
        self.looksEverywhere = looksEverywhere
    }

    /// Whether nothing moves, nor has within the hold: what will not be looked at need not be decoded either.
    public private(set) var isIdle = false

    /// Decides on the next frame.
    ///
    /// - Parameters:
    ///   - seconds: Its media time; where it goes back all intervals begin anew.
    ///   - observation: What moves in it.
    public mutating func step(seconds: Double, _ observation: borrowing MotionObservation) -> Decision {
        if seconds < lastTime { (nextLook, lastSweep, lastMotion) = (nil, nil, nil) }
        lastTime = seconds
        let moves = note(seconds, observation)
        isIdle = configuration.mode == .motion && !moves && observation.regions.isEmpty && !observation.isSettling
        guard isDue(seconds) else { return Decision(reason: .rate, wholeFrame: false) }
        let reason = reason(seconds, moves: moves, observation)
        guard reason.isLook else { return Decision(reason: reason, wholeFrame: false) }
        let wholeFrame = looksEverywhere || reason != .motion
        if wholeFrame { lastSweep = seconds }
        return Decision(reason: reason, wholeFrame: wholeFrame)
    }

    /// Takes note of what moves; whether anything counts as motion now.
    private mutating func note(_ seconds: Double, _ observation: borrowing MotionObservation) -> Bool {
        if !observation.isSettling && hasMotion(observation) { lastMotion = seconds }
        return lastMotion.map { seconds - $0 <= configuration.hold } ?? false
    }

    private func hasMotion(_ observation: borrowing MotionObservation) -> Bool {
        for index in observation.regions.indices where observation.regions[index].age >= configuration.wake {
            return true
        }
        return false
    }

    private func reason(_ seconds: Double, moves: Bool, _ observation: borrowing MotionObservation) -> Reason {
        if configuration.mode == .always { return .always }
        if let sweep = configuration.sweep, lastSweep.map({ seconds - $0 >= sweep - Self.tolerance }) ?? true {
            return .sweep
        }
        if configuration.mode == .schedule { return .rate }
        // Nobody can tell what moves in a picture that has just changed as a whole.
        if observation.isSettling { return .sweep }
        if moves { return .motion }
        return observation.regions.isEmpty && observation.maskedForeground > 0 ? .masked : .idle
    }

    /// Which frames may be looked at depends on their times alone, so that all modes choose among the same; they keep to a
    /// grid, so that frames that come a little late do not lower the rate.
    private mutating func isDue(_ seconds: Double) -> Bool {
        guard let rate = configuration.rate else { return true }
        if let nextLook, seconds < nextLook - Self.tolerance { return false }
        let next = (nextLook ?? seconds) + 1 / rate
        nextLook = next > seconds ? next : seconds + 1 / rate
        return true
    }
}
