/// Turns what holds from frame to frame into what begins and ends: it must hold for a while to begin, and not hold for a while
/// to end.
struct Persistence: Sendable {
    /// What a step comes to.
    enum Change: Equatable {
        /// It has held for long enough, since that frame.
        case begin(onset: Int)
        /// It has not held for long enough, since that frame.
        case end(onset: Int)
    }

    private let beginAfter, endAfter: Double
    /// Since when what is the case contradicts `holds`.
    private var since: (frame: Int, seconds: Double)?
    /// Between begin and end.
    private(set) var holds = false

    /// - Parameters: Seconds of media time.
    init(beginAfter: Double, endAfter: Double) {
        self.beginAfter = beginAfter
        self.endAfter = endAfter
    }

    /// Whether it holds, or has begun to.
    var isSuspected: Bool { holds || since != nil }

    mutating func step(_ isSuch: Bool, frame: Int, seconds: Double) -> Change? {
        guard isSuch != holds else {
            since = nil
            return nil
        }
        let since = since ?? (frame, seconds)
        self.since = since
        guard seconds - since.seconds >= (holds ? endAfter : beginAfter) else { return nil }
        holds = isSuch
        self.since = nil
        return holds ? .begin(onset: since.frame) : .end(onset: since.frame)
    }
}
