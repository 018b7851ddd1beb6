/// When the clocks of a time zone are by how much ahead of UTC.
///
/// It is read from a file of tzdata, not asked of the C library: that answers only for the process's own zone, `TZ`, which
/// cannot be changed while other threads run.
struct TimeZoneRules: Sendable {
    struct Transition: Sendable {
        /// The first second of the new offset, since 1970-01-01T00:00Z.
        var instant: Int
        /// Seconds ahead of UTC.
        var offset: Int
    }

    /// The IANA name.
    let name: String
    /// The offset before the first transition.
    let first: Int
    let transitions: [Transition]
    /// For what lies behind the last transition; nil where its offset stays.
    let yearly: YearlyOffsets?

    /// Seconds ahead of UTC at an instant in seconds since 1970-01-01T00:00Z.
    func offset(at instant: Int) -> Int {
        if let yearly, instant >= transitions.last?.instant ?? .min { return yearly.offset(at: instant) }
        var low = 0, high = transitions.count
        while low < high {
            let middle = (low + high) / 2
            if transitions[middle].instant <= instant { low = middle + 1 } else { high = middle }
        }
        return low == 0 ? first : transitions[low - 1].offset
    }

    /// The instants after `start`, up to `end`, from which another offset holds; a pair less than a half day apart that
    /// makes no difference afterwards is not seen.
    func changes(after start: Int, until end: Int) -> [Int] {
        var changes: [Int] = []
        var before = start
        while before < end {
            let next = min(end, before + CivilDate.secondsPerDay / 2)
            if offset(at: before) != offset(at: next) {
                var low = before, high = next
                while high - low > 1 {
                    let middle = (low + high) / 2
                    if offset(at: middle) == offset(at: before) { low = middle } else { high = middle }
                }
                changes.append(high)
            }
            before = next
        }
        return changes
    }

    /// The change of the clock by which it skips a local time or shows it twice; nil where it shows it once.
    ///
    /// - Returns: What the clock would have shown at the change, and what it shows instead, as local seconds.
    func change(at localSeconds: Int) -> (before: Int, after: Int)? {
        // No offset is more than a day, and no time zone changes twice within two.
        let day = CivilDate.secondsPerDay
        for instant in changes(after: localSeconds - day, until: localSeconds + day) {
            let before = instant + offset(at: instant - 1), after = instant + offset(at: instant)
            if min(before, after) <= localSeconds, localSeconds < max(before, after) { return (before, after) }
        }
        return nil
    }
}
