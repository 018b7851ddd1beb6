/// A scene in few numbers: how light is laid out in it, and where its edges are.
///
/// Made once and filled again: it keeps its memory.
struct SceneSketch: Sendable {
    /// Mean luma of about 20 × 12 squares.
    private(set) var layout: [Float] = []
    /// Strength of the edges at a quarter of the grid's scale: |∂x| + |∂y| of luma averaged over 4 × 4 cells.
    private(set) var edges: [Float] = []
    private var coarse: [Float] = []

    /// Cells along a side of the squares that edges are found between.
    private static let step = 4
    /// Squares of `layout` across the picture.
    private static let columns = 20

    /// Sketches a picture.
    ///
    /// - Parameter luma: Shape `height × width`, row by row.
    mutating func draw(_ luma: Span<UInt8>, width: Int, height: Int) {
        Self.average(luma, width: width, height: height, side: Self.step, into: &coarse)
        Self.average(luma, width: width, height: height, side: max(Self.step, width / Self.columns), into: &layout)
        edges.removeAll(keepingCapacity: true)
        let columns = width / Self.step
        for y in 0..<max(0, height / Self.step - 1) {
            for x in 0..<max(0, columns - 1) {
                let here = coarse[y * columns + x]
                edges.append(
                    (coarse[y * columns + x + 1] - here).magnitude + (coarse[(y + 1) * columns + x] - here).magnitude)
            }
        }
    }

    /// Moves the sketch towards another of the same size; a sketch of nothing, or of another size, becomes the other.
    mutating func follow(_ other: SceneSketch, by share: Float) {
        Self.follow(&layout, other.layout, share)
        Self.follow(&edges, other.edges, share)
    }

    private static func follow(_ values: inout [Float], _ others: [Float], _ share: Float) {
        guard values.count == others.count else {
            values = others
            return
        }
        for index in values.indices { values[index] += share * (others[index] - values[index]) }
    }

    private static func average(
        _ luma: Span<UInt8>, width: Int, height: Int, side: Int, into squares: inout [Float]
    ) {
        squares.removeAll(keepingCapacity: true)
        for y in 0..<height / side {
            for x in 0..<width / side {
                var sum = 0
                for row in y * side..<(y + 1) * side {
                    let start = row * width + x * side
                    for cell in start..<start + side { sum += Int(luma[cell]) }
                }
                squares.append(Float(sum) / Float(side * side))
            }
        }
    }
}

/// Pearson's coefficient of correlation, −1…1; 0 where either does not vary, or they differ in size.
func correlation(_ a: [Float], _ b: [Float]) -> Float {
    guard a.count == b.count, !a.isEmpty else { return 0 }
    var (sumA, sumB, squaresA, squaresB, products) = (0.0, 0.0, 0.0, 0.0, 0.0)
    for index in a.indices {
        let (x, y) = (Double(a[index]), Double(b[index]))
        sumA += x
        sumB += y
        squaresA += x * x
        squaresB += y * y
        products += x * y
    }
    let count = Double(a.count)
    let variances = (count * squaresA - sumA * sumA) * (count * squaresB - sumB * sumB)
    return variances > 0 ? Float((count * products - sumA * sumB) / variances.squareRoot()) : 0
}
