/// A place in the upright frame, or a way from one to another, in pixels: to the right and down.
struct Point: Sendable, Hashable {
    var x, y: Double

    static func - (a: Point, b: Point) -> Point { Point(x: a.x - b.x, y: a.y - b.y) }

    /// How far this way goes along another, times the other's length.
    func dot(_ other: Point) -> Double { x * other.x + y * other.y }

    /// Positive where another way points to the right of this one.
    func cross(_ other: Point) -> Double { x * other.y - y * other.x }

    var length: Double { dot(self).squareRoot() }

    /// How far it is from the piece between two points.
    func distance(fromPieceBetween a: Point, and b: Point) -> Double {
        let piece = b - a
        let square = piece.dot(piece)
        guard square > 0 else { return (self - a).length }
        let share = (self - a).dot(piece) / square
        let inside = share > 0 ? (share < 1 ? share : 1) : 0
        return (self - Point(x: a.x + inside * piece.x, y: a.y + inside * piece.y)).length
    }
}

/// The cosine of an angle of 0…180 degrees.
///
/// Decisions do not depend on the platform's: the series of cos x, x ≤ π/2, to the term in x²⁴, which is exact to the last
/// bits of fp64, and cos x = −cos(π − x) beyond.
func cosine(degrees: Double) -> Double {
    precondition((0...180).contains(degrees), "the cosine of \(degrees) degrees")
    guard degrees <= 90 else { return -cosine(degrees: 180 - degrees) }
    let x = degrees / 180 * Double.pi
    var term = 1.0
    var sum = 1.0
    for index in 1...12 {
        term *= -x * x / Double((2 * index - 1) * 2 * index)
        sum += term
    }
    return sum
}
