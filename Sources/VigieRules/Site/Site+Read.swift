internal import VigieCore

extension Site {
    /// The version of the form that this program reads.
    static let version = 1

    /// Reads a site file.
    ///
    /// - Parameters:
    ///   - bytes: The file's content.
    ///   - file: Its name, for errors.
    ///   - classes: The names of the model's classes, by index.
    /// - Throws: `SiteError` for the first thing that is wrong.
    public static func read(_ bytes: [UInt8], file: String, classes: [String]) throws(SiteError) -> Site {
        try read(bytes, file: file, classes: classes, ruleTypes: VigieRules.ruleTypes)
    }

    static func read(
        _ bytes: [UInt8], file: String, classes: [String], ruleTypes: [any Rule.Type]
    ) throws(SiteError) -> Site {
        var root = try SiteMapping(try SiteNode(bytes, file: file), "a site file")
        let version = try root.require("vigie", ": the version of its form, \(Self.version)")
        guard version.number == Double(Self.version) else {
            throw version.error(
                "'vigie' is the version of the file's form, and this program reads \(Self.version), but here is \(version.found)"
            )
        }
        let zoneNode = try root.take("time_zone")
        let schedulesNode = try root.take("schedules")
        let streamsNode = try root.require("streams", ", with what is watched in each")
        try root.finish()

        let zone: TimeZoneRules? =
            if let zoneNode { try TimeZoneRules(zoneNode) } else { nil }
        var schedules: [Schedule] = []
        if let schedulesNode {
            guard let zone else {
                throw root.place(of: "schedules").error(
                    "schedules are in local time: name the site's 'time_zone' beside them, such as Europe/Paris")
            }
            schedules = try ScheduleReader(zone: zone).schedules(schedulesNode)
        }
        let reader = StreamReader(schedules: schedules, classNames: classes, ruleTypes: ruleTypes)
        return Site(
            timeZone: zone?.name, streams: try reader.streams(streamsNode), digest: Digest(of: bytes), zoneRules: zone)
    }
}
