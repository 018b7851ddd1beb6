internal import VigieCore

/// Reads the corners of a zone or the points of a line, and refuses shapes that mean nothing.
struct ShapeReader {
    static let mostPoints = 1_000
    /// A millionth of the frame: two pixels of 1920 × 1080.
    static let leastArea = 1e-6

    /// "zone 'lawn'"
    let what: String

    func points(_ node: SiteNode) throws(SiteError) -> [Polygon.Vertex] {
        let (points, places) = try vertices(node, "point", atLeast: 2)
        for index in 1..<points.count where points[index] == points[index - 1] {
            throw places[index].error("points \(index) and \(index + 1) of \(what) are the same: leave one out")
        }
        return points
    }

    func polygon(_ node: SiteNode) throws(SiteError) -> Polygon {
        let (corners, places) = try vertices(node, "corner", atLeast: 3)
        for second in corners.indices {
            for first in 0..<second where corners[first] == corners[second] {
                let closed =
                    first == 0 && second == corners.count - 1
                    ? " (the last corner is joined with the first anyway)" : ""
                throw places[second].error(
                    "corners \(first + 1) and \(second + 1) of \(what) are the same: leave one out\(closed)")
            }
        }
        for second in corners.indices {
            for first in 0..<second where Self.doCross(first, second, corners) {
                func name(_ edge: Int) -> String { "\(edge + 1)–\((edge + 1) % corners.count + 1)" }
                throw places[second].error(
                    "edges \(name(first)) and \(name(second)) of \(what) cross or touch: list the corners in order around the area"
                )
            }
        }
        guard Self.area(corners) >= Self.leastArea else { throw node.error("\(what) encloses no area") }
        return Polygon(corners)
    }

    private func vertices(
        _ node: SiteNode, _ noun: String, atLeast least: Int
    ) throws(SiteError) -> (points: [Polygon.Vertex], places: [SiteNode]) {
        let places = try node.list("\(what), a sequence of [x, y],")
        guard places.count >= least else {
            throw node.error(
                "\(what) has \(places.count) \(noun)\(places.count == 1 ? "" : "s") and needs at least \(least)")
        }
        guard places.count <= Self.mostPoints else {
            throw node.error("\(what) has \(places.count) \(noun)s and may have \(Self.mostPoints)")
        }
        var points: [Polygon.Vertex] = []
        for (index, place) in places.enumerated() {
            let name = "\(noun) \(index + 1) of \(what)"
            guard case .list(let pair) = place.content, pair.count == 2 else {
                throw place.error("\(name) is [x, y], but here is \(place.found)")
            }
            points.append(
                Polygon.Vertex(x: try share(pair[0], "x of \(name)"), y: try share(pair[1], "y of \(name)")))
        }
        return (points, places)
    }

    private func share(_ node: SiteNode, _ name: String) throws(SiteError) -> Double {
        guard let value = node.number else { throw node.error("\(name) is a number, but here is \(node.found)") }
        guard (0...1).contains(value) else {
            throw node.error(
                "\(name) is \(node.found), outside 0 to 1: it is a share of the upright frame's width or height, not pixels"
            )
        }
        // No -0, so that equal corners are written alike.
        return value == 0 ? 0 : value
    }

    /// Whether two edges, by their first corners, have more in common than a corner that joins them.
    private static func doCross(_ first: Int, _ second: Int, _ corners: [Polygon.Vertex]) -> Bool {
        let count = corners.count
        let a = corners[first], b = corners[(first + 1) % count]
        let c = corners[second], d = corners[(second + 1) % count]
        if second == first + 1 { return doFoldBack(a, b, d) }
        if (second + 1) % count == first { return doFoldBack(c, a, b) }
        let (c1, d1) = (side(a, b, c), side(a, b, d))
        let (a1, b1) = (side(c, d, a), side(c, d, b))
        if (c1 < 0) != (d1 < 0), c1 != 0, d1 != 0, (a1 < 0) != (b1 < 0), a1 != 0, b1 != 0 { return true }
        return c1 == 0 && isWithin(a, b, c) || d1 == 0 && isWithin(a, b, d) || a1 == 0 && isWithin(c, d, a)
            || b1 == 0 && isWithin(c, d, b)
    }

    /// Whether the edges a–b and b–c lie on each other.
    private static func doFoldBack(_ a: Polygon.Vertex, _ b: Polygon.Vertex, _ c: Polygon.Vertex) -> Bool {
        side(a, b, c) == 0 && (a.x - b.x) * (c.x - b.x) + (a.y - b.y) * (c.y - b.y) > 0
    }

    /// Twice the area of the triangle: positive where c lies to one side of a–b, negative on the other.
    private static func side(_ a: Polygon.Vertex, _ b: Polygon.Vertex, _ c: Polygon.Vertex) -> Double {
        (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x)
    }

    /// Whether c, which lies on the line through a and b, lies between them.
    private static func isWithin(_ a: Polygon.Vertex, _ b: Polygon.Vertex, _ c: Polygon.Vertex) -> Bool {
        min(a.x, b.x) <= c.x && c.x <= max(a.x, b.x) && min(a.y, b.y) <= c.y && c.y <= max(a.y, b.y)
    }

    /// By the shoelace formula.
    private static func area(_ corners: [Polygon.Vertex]) -> Double {
        var twice = 0.0
        for index in corners.indices {
            let a = corners[index], b = corners[(index + 1) % corners.count]
            twice += a.x * b.y - b.x * a.y
        }
        return abs(twice) / 2
    }
}
