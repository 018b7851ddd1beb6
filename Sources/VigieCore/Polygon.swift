/// An area of the upright frame, in shares of its width and height: (0, 0) is the top left corner, (1, 1) the bottom right.
public struct Polygon: Sendable, Hashable {
    /// A corner.
    public struct Vertex: Sendable, Hashable {
        /// To the right and down, 0…1; may lie outside.
        public var x, y: Double

        /// Takes the values as they are.
        public init(x: Double, y: Double) {
            self.x = x
            self.y = y
        }
    }

    /// In order around the area; the last one is joined with the first.
    public var vertices: [Vertex]

    /// Nothing is checked: fewer than three corners enclose nothing, and edges may cross.
    public init(_ vertices: [Vertex]) { self.vertices = vertices }

    /// Whether the point lies inside by the even-odd rule: a ray to the right crosses an odd number of edges.
    ///
    /// - Complexity: O(vertices).
    public func contains(x: Double, y: Double) -> Bool {
        var isInside = false
        for index in vertices.indices {
            let a = vertices[index], b = vertices[index + 1 < vertices.count ? index + 1 : 0]
            guard (a.y > y) != (b.y > y) else { continue }
            if x < a.x + (y - a.y) / (b.y - a.y) * (b.x - a.x) { isInside.toggle() }
        }
        return isInside
    }
}
