/// When the clocks of a time zone are by how much ahead of UTC.
struct TimeZoneRules: Sendable {
    func offset(at instant: Int) -> Int { 0 }
    /// The instants after `start` and not after `end` from which another offset holds.
    func changes(after start: Int, until end: Int) -> [Int] { [] }
}
