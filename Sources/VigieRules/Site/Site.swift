public import VigieCore

/// What is watched at a site: its streams with their zones, lines and rules, as read from a site file.
///
/// `docs/site.md` describes the file.
public struct Site: Sendable {
    /// The IANA name of the time zone that schedules are in, such as `"Europe/Paris"`; nil where there is none.
    public let timeZone: String?
    /// In the order of the file.
    public let streams: [StreamSite]
    /// The SHA-256 of the file's bytes.
    public let digest: Digest

    let zoneRules: TimeZoneRules?

    /// What is watched in a stream: that of its exact name, else that of `"*"`, else nil.
    public func stream(named name: String) -> StreamSite? {
        streams.first { $0.name == name } ?? streams.first { $0.name == StreamSite.anyName }
    }

    /// The local time of a stream; nil where the site has no time zone.
    ///
    /// - Parameter start: The instant of media time 0, in seconds since 1970-01-01T00:00Z; in the years 1 to 9999.
    public func clock(start: Double) -> LocalClock? { zoneRules.map { LocalClock(start: start, rules: $0) } }
}
