/// When rules are at work, in local time.
///
/// Times are those that a clock on the wall shows. On the night of a switch an entry for days of the week follows that
/// clock: a time that it skips does not come, so what would begin or end in the gap does so where the clock goes on; and
/// what lies in an hour that comes twice is at work both times. An entry for dates must not begin or end at such a time.
public struct Schedule: Sendable, Hashable {
    /// A span of time on certain days.
    public struct Entry: Sendable, Hashable {
        /// On which days it begins.
        public enum Days: Sendable, Hashable {
            /// By day of the week, Monday first: seven flags.
            case week([Bool])
            /// Days since 1970-01-01.
            case dates([Int])
        }

        /// The days on which it begins.
        public let days: Days
        /// Seconds since the day's midnight, 0…86,400 for `from`, at most a day later for `to`, which is not part of it.
        public let from, to: Int

        /// Takes the values as they are.
        public init(days: Days, from: Int, to: Int) {
            self.days = days
            self.from = from
            self.to = to
        }

        func begins(onDay day: Int) -> Bool {
            switch days {
            case .week(let flags): flags[CivilDate.weekday(ofDay: day)]
            case .dates(let dates): dates.contains(day)
            }
        }
    }

    /// Unique in a site.
    public let name: String
    /// At least one.
    public let entries: [Entry]

    /// Takes the values as they are.
    public init(name: String, entries: [Entry]) {
        self.name = name
        self.entries = entries
    }

    /// Whether one of the entries covers a moment.
    ///
    /// - Parameter localSeconds: What the wall clock shows, as seconds since its 1970-01-01T00:00: see `LocalClock`.
    /// - Complexity: O(entries and their dates); allocates nothing.
    public func isActive(at localSeconds: Int) -> Bool {
        let (today, time) = CivilDate.split(localSeconds)
        for entry in entries {
            if entry.from <= time, time < entry.to, entry.begins(onDay: today) { return true }
            let sinceYesterday = time + CivilDate.secondsPerDay
            if entry.from <= sinceYesterday, sinceYesterday < entry.to, entry.begins(onDay: today - 1) { return true }
        }
        return false
    }
}
