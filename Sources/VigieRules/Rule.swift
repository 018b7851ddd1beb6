public import VigieTracking

/// What raises events of one kind: a value that is shown every frame, one after the other.
///
/// To add a rule: a file of its own with a type of this protocol, its place in `rules`, its settings in the site file's
/// schema and its section in docs/rules.md.
public protocol Rule: Sendable {
    /// The name in site files and in events; ONVIF's where there is one.
    static var name: String { get }
    /// Whether it judges how people hold themselves, so that somebody has to look at them; false if not said.
    static var needsPostures: Bool { get }

    /// A rule that has seen nothing.
    ///
    /// - Throws: `SiteError` where a setting is missing, or is not what it must be.
    init(_ settings: inout RuleSettings) throws(SiteError)

    /// Takes note of the next frame.
    mutating func step(_ scene: borrowing Scene, into events: inout RuleEvents)

    /// Whether it would make something of how an object of the next frame holds itself; false if not said.
    func needsPosture(of object: TrackedObject, in scene: borrowing Scene) -> Bool
}

extension Rule {
    /// False.
    public static var needsPostures: Bool { false }
    /// False.
    public func needsPosture(of object: TrackedObject, in scene: borrowing Scene) -> Bool { false }
}
