internal import VigieCore

/// Something that stands between a place in a frame and a detection or an event there.
public enum Finding: Sendable {
    /// What rests on a track at the place.
    public struct Consequence: Sendable, Hashable {
        /// Events that name it and hold in the frame.
        public var events: [EventRecord] = []
        /// What rules lacked to raise one.
        public var shortfalls: [RejectionRecord] = []
    }

    /// The detector did not look at the frame.
    case skipped(reason: String)
    /// Motion is ignored here, so that it makes nobody look.
    case masked
    /// The detector looked at other parts of the frame only.
    case outsideCrops
    /// A detection covers the place: what became of it. The track is nil where none took it.
    case detected(DetectionRecord, TrackRecord?, Consequence)
    /// A track is here, but was not seen in the frame.
    case predicted(TrackRecord, Consequence)
    /// A candidate covers the place, and became no detection.
    case rejected(RejectionRecord)
    /// No candidate covers the place; `isKnown` where the log would have it.
    case noCandidate(isKnown: Bool)
    /// A rule that is not about one object raised nothing.
    case shortfall(RejectionRecord)
}

extension WhyNot {
    /// What stands between the place and a detection or an event, in the order of the stages; the best candidates first.
    public var findings: [Finding] {
        guard let frame else { return [] }
        var findings: [Finding] = []
        if frame.gate == .skip { findings.append(.skipped(reason: frame.reason)) }
        if isMasked { findings.append(.masked) }
        if frame.gate == .detect {
            if !frame.crops.contains(where: { Box($0).covers(place) }) { findings.append(.outsideCrops) }
            let found = detections.filter { $0.box.covers(place) }.map(finding(of:))
            let rejected = candidates.map { Finding.rejected($0) }
            findings += found + rejected
            if found.isEmpty && rejected.isEmpty { findings.append(.noCandidate(isKnown: explainsRejections)) }
        }
        findings += tracks.filter { $0.association == nil && $0.box.covers(place) }
            .map { .predicted($0, consequence(of: [$0.id])) }
        findings += rejections.filter { $0.shortfall.map { $0.object == nil } ?? false }.map { .shortfall($0) }
        return findings
    }

    /// Whether the log would say why a candidate became no detection.
    public var explainsRejections: Bool { !rejections.isEmpty || run?.explains.contains("rejected") ?? false }

    /// Whether the log has tracks, so that one without a track means something.
    public var followsObjects: Bool { hasTracks }

    /// A number of the run's configuration, wherever it stands in it; nil where there is none of that name.
    public func setting(_ name: String) -> Double? { run?.configuration.number(named: name) }

    /// Rejected candidates that cover the place.
    private var candidates: [RejectionRecord] {
        rejections.filter { rejection in
            if case .candidate(let candidate) = rejection.subject { candidate.box.covers(place) } else { false }
        }
    }

    private func finding(of detection: DetectionRecord) -> Finding {
        let track = tracks.first { $0.association?.detection == detection.id }
        return .detected(detection, track, consequence(of: [detection.id, track?.id].compactMap(\.self)))
    }

    private func consequence(of ids: [String]) -> Finding.Consequence {
        Finding.Consequence(
            events: events.filter { !$0.references.isDisjoint(with: ids) }.map(\.record),
            shortfalls: rejections.filter { $0.shortfall?.object.map(ids.contains) ?? false })
    }

    /// Whether the place lies in one of the areas in which the run ignored motion.
    private var isMasked: Bool {
        guard let width = source?.width, let height = source?.height,
            case .object(let configuration)? = run?.configuration, case .array(let masks)? = configuration["masks"]
        else { return false }
        let (x, y) = (Double(place.x) / Double(width), Double(place.y) / Double(height))
        return masks.contains { mask in
            guard case .array(let corners) = mask else { return false }
            return Polygon(corners.compactMap(\.vertex)).contains(x: x, y: y)
        }
    }
}

extension RejectionRecord {
    /// Nil for a candidate.
    var shortfall: Shortfall? { if case .shortfall(let shortfall) = subject { shortfall } else { nil } }
}

extension Box {
    fileprivate init(_ region: Region) {
        self.init(x: Float(region.x), y: Float(region.y), width: Float(region.width), height: Float(region.height))
    }

    fileprivate func covers(_ place: WhyNot.Place) -> Bool {
        place.x >= x && place.x < x + width && place.y >= y && place.y < y + height
    }
}

extension JSONValue {
    fileprivate var vertex: Polygon.Vertex? {
        guard case .array(let axes) = self, axes.count == 2, case .number(let x) = axes[0],
            case .number(let y) = axes[1]
        else { return nil }
        return Polygon.Vertex(x: x, y: y)
    }

    /// The first number of that name in it, in the order of keys.
    fileprivate func number(named name: String) -> Double? {
        guard case .object(let members) = self else { return nil }
        if case .number(let value)? = members[name] { return value }
        for (_, value) in members.sorted(by: { $0.key < $1.key }) {
            if let value = value.number(named: name) { return value }
        }
        return nil
    }
}
