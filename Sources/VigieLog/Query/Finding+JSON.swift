extension Finding: CanonicalValue {
    /// Writes its kind, and the records that say it.
    public func write(to json: inout CanonicalJSON) {
        json.object {
            switch self {
            case .skipped(let reason):
                $0.member("kind", "skipped")
                $0.member("reason", reason)
            case .masked: $0.member("kind", "masked")
            case .outsideCrops: $0.member("kind", "outside-crops")
            case .detected(let detection, let track, let consequence):
                $0.member("events", consequence.events)
                $0.member("kind", "detected")
                $0.member("record", detection)
                $0.member("shortfalls", consequence.shortfalls)
                $0.member("track", track)
            case .predicted(let track, let consequence):
                $0.member("events", consequence.events)
                $0.member("kind", "predicted")
                $0.member("record", track)
                $0.member("shortfalls", consequence.shortfalls)
            case .rejected(let rejection):
                $0.member("kind", "rejected")
                $0.member("record", rejection)
            case .noCandidate(let isKnown):
                $0.member("kind", "no-candidate")
                $0.member("known", isKnown)
            case .shortfall(let rejection):
                $0.member("kind", "shortfall")
                $0.member("record", rejection)
            }
        }
    }
}
