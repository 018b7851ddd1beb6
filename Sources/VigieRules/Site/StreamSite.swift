public import VigieCore
public import VigieTracking

/// What is watched in one stream.
public struct StreamSite: Sendable {
    /// The name that stands for every stream that has no entry of its own.
    public static let anyName = "*"

    /// The stream's name in the log, or `anyName`.
    public let name: String
    /// Whether its camera moves.
    public let camera: Tracker.Camera
    /// In the order of the file.
    public let zones: [Zone]
    /// In the order of the file.
    public let lines: [Line]
    /// In the order of the file.
    public let rules: [RuleDefinition]

    /// The first rule that judges how people hold themselves; nil where none does.
    public var postureRule: RuleDefinition? { rules.first { type(of: $0.rule).needsPostures } }
}

/// An area with a name.
public struct Zone: Sendable, Hashable {
    /// Unique among the zones of a stream.
    public let name: String
    /// At least three corners, all in 0…1; the edges do not cross, and the area is not 0.
    public let polygon: Polygon

    /// Takes the values as they are.
    public init(name: String, polygon: Polygon) {
        self.name = name
        self.polygon = polygon
    }
}

/// A line with a name: straight pieces from point to point.
public struct Line: Sendable, Hashable {
    /// Unique among the lines of a stream.
    public let name: String
    /// At least two, all in 0…1 of the upright frame's width and height; consecutive ones differ.
    public let points: [Polygon.Vertex]

    /// Takes the values as they are.
    public init(name: String, points: [Polygon.Vertex]) {
        self.name = name
        self.points = points
    }
}

/// A rule of a stream, as the site file defines it.
public struct RuleDefinition: Sendable {
    /// Unique among the rules of a stream.
    public let name: String
    /// The name of the rule's type: `Rule.name`.
    public let kind: String
    /// The rule, which has seen nothing.
    public let rule: any Rule
    /// When the rule is at work; nil for always.
    public let schedule: Schedule?
    /// The name of the zone it took; nil where it took none.
    public let zone: String?
    /// The name of the line it took; nil where it took none.
    public let line: String?
    /// The classes it took; nil where it asked for none.
    public let classes: ClassSet?
}
