/// STUB
public struct Polygon: Sendable, Hashable {
    public var vertices: [Point]
    public struct Point: Sendable, Hashable { public var x, y: Float
      public init(x: Float, y: Float) { self.x = x; self.y = y } }
    public init(vertices: [Point]) { self.vertices = vertices }
}
