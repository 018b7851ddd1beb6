internal import VigieCore
internal import VigieTracking

/// Who crosses a line, and to which side.
///
/// The way of an object's foot from where it was last seen to where it is seen now may cross the line's pieces; to the right
/// counts +1, to the left −1, looking along the line. An object has crossed once that sum is not 0 and its foot is further
/// from the line than a share of its height: who walks along a line, or sways on it, crosses it once or not at all.
struct Crossings: Sendable {
    /// A crossing that is certain.
    struct Crossing {
        var isToRight: Bool
        /// The frame and the time in which the foot was first seen on the other side.
        var frame: Int
        var seconds: Double
        /// How far the foot is from the line now, in heights of the object.
        var distance: Double
    }

    private struct Way: Sendable {
        var foot: Point
        var balance = 0
        var frame = 0
        var seconds = 0.0
    }

    let line: Line
    let classes: ClassSet
    /// In heights of the object.
    let margin: Double
    private var ways = PerObject<Way>()

    /// Reads `line`, `classes` and `margin`.
    init(_ settings: inout RuleSettings) throws(SiteError) {
        line = try settings.line()
        classes = try settings.classes()
        margin = try settings.number("margin", default: 0.1, in: 0...10)
    }

    /// What an object does in a frame that was looked at: each must be asked for in each such frame.
    mutating func step(_ object: TrackedObject, _ scene: borrowing Scene, into events: inout RuleEvents) -> Crossing? {
        guard events.admits(object, classes) else { return nil }
        guard object.state != .removed else {
            ways[object.id] = nil
            return nil
        }
        guard object.isMeasured else { return nil }
        let foot = scene.foot(of: object)
        guard var way = ways[object.id] else {
            ways[object.id] = Way(foot: foot)
            return nil
        }
        defer { ways[object.id] = way }
        let crossed = balance(from: way.foot, to: foot, scene)
        way.foot = foot
        if crossed != 0 {
            if way.balance == 0 { (way.frame, way.seconds) = (scene.frame, scene.seconds) }
            way.balance += crossed
        }
        guard way.balance != 0 else { return nil }
        let distance = distance(to: foot, scene) / Double(object.box.height)
        guard distance >= margin else {
            events.note(.distance, object: object.id, [RuleMeasure("distance_heights", distance, threshold: margin)])
            return nil
        }
        guard object.state == .confirmed else {
            events.noteNotConfirmed(object)
            return nil
        }
        defer { way.balance = 0 }
        return Crossing(isToRight: way.balance > 0, frame: way.frame, seconds: way.seconds, distance: distance)
    }

    /// How often the way from a to b crosses the line to the right, less how often to the left.
    ///
    /// All feet count as a hair to the right of where they are, and a far smaller one below: so none is on a piece, and no way
    /// leads through a point, whose pieces would disagree on whether it crosses them.
    private func balance(from a: Point, to b: Point, _ scene: borrowing Scene) -> Int {
        var balance = 0
        for index in 1..<line.points.count {
            let start = scene.point(index - 1, of: line)
            let end = scene.point(index, of: line)
            let wasRight = (end - start).isRight(a - start, hair: 1)
            let isRight = (end - start).isRight(b - start, hair: 1)
            guard wasRight != isRight,
                (b - a).isRight(start - a, hair: -1) != (b - a).isRight(end - a, hair: -1)
            else { continue }
            balance += isRight ? 1 : -1
        }
        return balance
    }

    private func distance(to foot: Point, _ scene: borrowing Scene) -> Double {
        var least = Double.infinity
        for index in 1..<line.points.count {
            let distance = foot.distance(
                fromPieceBetween: scene.point(index - 1, of: line), and: scene.point(index, of: line))
            if distance < least { least = distance }
        }
        return least
    }
}

extension Point {
    /// Whether another way points to the right of this one; where it points along it, whether the hair (ε, ε²) does, ε
    /// being as small as need be. `hair` is 1, or −1 for the hair's opposite.
    fileprivate func isRight(_ other: Point, hair: Double) -> Bool {
        let side = cross(other)
        if side != 0 { return side > 0 }
        return (y != 0 ? -y : x) * hair > 0
    }
}
