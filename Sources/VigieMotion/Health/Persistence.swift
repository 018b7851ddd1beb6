/// Turns what holds from frame to frame into what begins and ends: it must hold for a while to begin, and not hold for a while
/// to end.
struct Persistence: Sendable {
    /// What a step comes to.
    struct Change {
        /// It has held for long enough; else it has not held for long enough.
        var isBegin: Bool
        /// The frame since which that is so.
        var onset: Int
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
        return Change(isBegin: holds, onset: since.frame)
    }
}
