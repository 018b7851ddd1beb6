internal import VigieLog
internal import VigieRules

/// An event that the French trial of 2023 to 2025 allowed algorithms to look for, and what of it there is here.
///
/// Source: décret n° 2023-828 of 28 August 2023, article 3, in its order.
struct DecreeEvent: CanonicalValue {
    /// What the decree names, in English.
    let event: String
    /// The rules that could raise it; those that this build has count.
    private let rules: [String]

    /// Those that this build has; empty for *not provided*.
    var provided: [String] { rules.filter(ruleNames.contains) }

    static let all = [
        DecreeEvent(event: "abandoned objects", rules: ["ObjectAbandoned"]),
        DecreeEvent(event: "presence or use of weapons", rules: []),
        DecreeEvent(event: "person or vehicle against the common direction", rules: ["DirectionDetector"]),
        DecreeEvent(
            event: "person or vehicle that enters, or is in, a forbidden zone",
            rules: ["FieldDetector", "LineDetector"]),
        DecreeEvent(event: "person on the ground after a fall", rules: ["PersonDown"]),
        DecreeEvent(event: "crowd movement", rules: ["CrowdMovement"]),
        DecreeEvent(event: "too many people", rules: ["OccupancyCounting"]),
        DecreeEvent(event: "outbreak of fire", rules: []),
    ]

    func write(to json: inout CanonicalJSON) {
        json.object {
            $0.member("event", event)
            $0.member("provided", !provided.isEmpty)
            $0.member("rules", provided)
        }
    }
}
