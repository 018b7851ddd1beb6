/// What a clock on the wall shows at a stream's times: made once at its start, so that nothing outside the log has a say
/// in later decisions.
public struct LocalClock: Sendable, Hashable {
    /// From when on the clock is by how much ahead of UTC.
    public struct Offset: Sendable, Hashable {
        /// Seconds of media time.
        public var from: Double
        /// Seconds to be added to UTC: 3,600 for Paris in winter.
        public var seconds: Int

        /// Takes the values as they are.
        public init(from: Double, seconds: Int) {
            self.from = from
            self.seconds = seconds
        }
    }

    /// The instant of media time 0, in seconds since 1970-01-01T00:00Z.
    public let start: Double
    /// At least one, in the order of time; the first holds for all time before, the last for all after.
    public let offsets: [Offset]

    /// A clock from a table.
    public init(start: Double, offsets: [Offset]) {
        precondition(!offsets.isEmpty, "a clock without an offset")
        self.start = start
        self.offsets = offsets
    }

    /// How far the table of a time zone reaches, in days after the start.
    public static let days = 400

    /// The clock of a time zone.
    init(start: Double, rules: TimeZoneRules) {
        let first = Int(start.rounded(.down))
        var offsets = [Offset(from: 0, seconds: rules.offset(at: first))]
        for change in rules.changes(after: first, until: first + Self.days * CivilDate.secondsPerDay) {
            offsets.append(Offset(from: Double(change) - start, seconds: rules.offset(at: change)))
        }
        self.init(start: start, offsets: offsets)
    }

    /// What the clock shows, as seconds since its 1970-01-01T00:00; fractions are cut off.
    ///
    /// - Parameter mediaSeconds: Finite, and less than 10^15 in size.
    /// - Complexity: O(offsets); allocates nothing.
    public func localSeconds(at mediaSeconds: Double) -> Int {
        var index = offsets.count - 1
        while index > 0, offsets[index].from > mediaSeconds { index -= 1 }
        return Int((start + mediaSeconds).rounded(.down)) + offsets[index].seconds
    }
}
