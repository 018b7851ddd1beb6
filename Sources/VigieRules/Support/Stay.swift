/// How long something holds: from when it is first seen to hold until it has been seen not to for some time, so that what
/// flickers at an edge is one stay.
struct Stay: Sendable {
    /// When and in which frame it began; nil where it does not hold.
    private(set) var since: (seconds: Double, frame: Int)?
    /// When it was last seen to hold.
    private(set) var last: (seconds: Double, frame: Int) = (0, 0)

    /// Judges it now.
    ///
    /// - Parameter patience: Seconds for which it may be seen not to hold until it has ended.
    mutating func step(holds: Bool, seconds: Double, frame: Int, patience: Double) {
        if holds {
            if since == nil { since = (seconds, frame) }
            last = (seconds, frame)
        } else if since != nil, seconds - last.seconds >= patience {
            since = nil
        }
    }

    /// For how many seconds it has been seen to hold; 0 where it does not.
    var length: Double { since.map { last.seconds - $0.seconds } ?? 0 }
}
