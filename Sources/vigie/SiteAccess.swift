internal import FoundationEssentials
internal import VigieCore
internal import VigieDetection
internal import VigieModels
internal import VigiePipeline
internal import VigieRules
internal import VigieTracking

/// What becomes of what is found: how objects are followed, and what a site file has to say about each stream.
struct SiteAccess {
    private let path: String?
    private let text: String
    private let site: Site?
    private let tracks: Bool
    private let camera: Tracker.Camera?
    /// The instant of media time 0, in seconds since 1970-01-01T00:00Z.
    private let start: Double?
    private let explainsRejections: Bool
    private let seesPostures: Bool

    /// - Parameter classes: The model's.
    /// - Throws: `ModelError` where the site file cannot be read, `SiteError` where it is none, `SiteUseError` where a pose
    ///   model is named for nothing.
    init(_ command: Detect, classes: [String]) throws {
        path = command.site
        tracks = command.track && command.model != ModelAccess.none
        camera = command.camera
        start = command.startTime.flatMap(Self.instant)
        explainsRejections = command.explain.contains(.rejected)
        let bytes = try command.site.map { try ModelFile.read($0) }
        text = bytes.map { String(decoding: $0, as: UTF8.self) } ?? ""
        site = try bytes.map { try Site.read($0, file: command.site ?? "", classes: classes) }
        seesPostures = command.pose != nil
        if let path, let site, seesPostures, !site.streams.contains(where: { $0.postureRule != nil }) {
            throw SiteUseError(reason: "\(path): no rule judges how people hold themselves, so leave out --pose")
        }
    }

    /// - Throws: `SiteUseError` where the site file says nothing about the stream, or has schedules and nobody said when the
    ///   clip begins, or has rules that judge postures and nobody named a model for that.
    func following(stream: String) throws(SiteUseError) -> FollowerConfiguration {
        guard tracks else { return FollowerConfiguration(tracker: nil) }
        var tracker = Tracker.Configuration()
        if let camera { tracker.camera = camera }
        guard let site, let path else {
            return FollowerConfiguration(tracker: tracker, explainsRejections: explainsRejections)
        }
        guard let watched = site.stream(named: stream) else {
            let names = site.streams.map(\.name).joined(separator: ", ")
            throw SiteUseError(
                reason:
                    "\(path): no stream is called '\(stream)', nor '*' for any other: there are \(names)")
        }
        if camera == nil { tracker.camera = watched.camera }
        if !seesPostures, let rule = watched.postureRule {
            throw SiteUseError(
                reason:
                    "\(path): the rule '\(rule.name)' judges how people hold themselves, so name a model for that with --pose, such as \(ModelCatalogue.poseName)"
            )
        }
        let scheduled = watched.rules.first { $0.schedule != nil }
        if let scheduled, start == nil {
            throw SiteUseError(
                reason:
                    "\(path): the rule '\(scheduled.name)' has a schedule, so say with --start-time when the clip begins"
            )
        }
        return FollowerConfiguration(
            tracker: tracker, site: (text: text, digest: "\(site.digest)"), stream: watched,
            clock: start.flatMap { site.clock(start: $0) }, explainsRejections: explainsRejections)
    }

    /// An instant of RFC 3339, in seconds since 1970-01-01T00:00Z; nil where the text is none.
    static func instant(_ text: String) -> Double? {
        let whole = Date.ISO8601FormatStyle()
        for style in [whole, Date.ISO8601FormatStyle(includingFractionalSeconds: true)] {
            if let date = try? style.parse(text) { return date.timeIntervalSince1970 }
        }
        return nil
    }
}

/// A site file and a clip that do not go together.
struct SiteUseError: Failure {
    var reason: String
    var exitCode: VigieCore.ExitCode { .usage }
    var description: String { reason }
}
