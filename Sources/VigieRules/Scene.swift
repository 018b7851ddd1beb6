internal import VigieCore
public import VigieTracking

/// What rules are shown of one frame. Made once and filled for each frame: it keeps its memory.
public struct Scene: Sendable {
    /// Index of the frame.
    public var frame = 0
    /// Its time in seconds of media time.
    public var seconds = 0.0
    /// Size of the upright frame, in pixels.
    public var width = 0, height = 0
    /// Whether the detector looked at the frame: where not, `objects` are as they were when it last did.
    public var isLook = false
    /// The objects that are followed, in the order of their ids; those that were given up with this frame are among them for
    /// the last time.
    public var objects: [TrackedObject] = []
    /// What was put down or taken away and has stayed so, also of frames that were not looked at.
    public var still: [StillThing] = []
    /// How objects hold themselves that somebody looked at in this frame, for rules that asked for it.
    public var postures: [SeenPosture] = []

    /// Of no frame.
    public init() {}
}

extension Scene {
    /// Where an object stands: the middle of its box's lower edge, in pixels.
    func foot(of object: TrackedObject) -> Point {
        Point(
            x: Double(object.box.x) + Double(object.box.width) / 2, y: Double(object.box.y) + Double(object.box.height))
    }

    /// Whether a zone holds a point, which is in pixels.
    func isInside(_ point: Point, _ zone: Zone) -> Bool {
        zone.polygon.contains(x: point.x / Double(width), y: point.y / Double(height))
    }

    /// Whether an object stands in a zone; nil stands for the whole picture.
    func isInside(_ object: TrackedObject, _ zone: Zone?) -> Bool {
        zone.map { isInside(foot(of: object), $0) } ?? true
    }

    /// How far a point, which is in pixels, is from a zone's edge.
    func distance(from point: Point, toEdgeOf zone: Zone) -> Double {
        let vertices = zone.polygon.vertices
        var least = Double.infinity
        for index in vertices.indices {
            let a = vertices[index], b = vertices[index + 1 < vertices.count ? index + 1 : 0]
            let distance = point.distance(
                fromPieceBetween: Point(x: a.x * Double(width), y: a.y * Double(height)),
                and: Point(x: b.x * Double(width), y: b.y * Double(height)))
            if distance < least { least = distance }
        }
        return least
    }

    /// Where in `postures` an object is; nil where nobody looked at it.
    func posture(of object: TrackedObject) -> Int? {
        for index in postures.indices where postures[index].object == object.id { return index }
        return nil
    }

    /// A point of a line in pixels.
    func point(_ index: Int, of line: Line) -> Point {
        Point(x: line.points[index].x * Double(width), y: line.points[index].y * Double(height))
    }
}
