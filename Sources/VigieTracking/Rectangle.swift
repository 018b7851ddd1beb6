internal import VigieCore

/// A box in double precision, by its edges, in pixels.
struct Rectangle: Sendable {
    var left, top, right, bottom: Double

    init(left: Double, top: Double, right: Double, bottom: Double) {
        self.left = left
        self.top = top
        self.right = right
        self.bottom = bottom
    }

    init(centre: SIMD2<Double>, size: SIMD2<Double>) {
        self.init(
            left: centre.x - size.x / 2, top: centre.y - size.y / 2, right: centre.x + size.x / 2,
            bottom: centre.y + size.y / 2)
    }

    init(_ box: Box) {
        left = Double(box.x)
        top = Double(box.y)
        right = left + Double(box.width)
        bottom = top + Double(box.height)
    }

    var width: Double { right - left }
    var height: Double { bottom - top }
    var centre: SIMD2<Double> { SIMD2((left + right) / 2, (top + bottom) / 2) }
    var size: SIMD2<Double> { SIMD2(width, height) }
    var box: Box {
        Box(x: Float(left), y: Float(top), width: Float(width), height: Float(height))
    }

    func shifted(by offset: SIMD2<Double>) -> Rectangle {
        Rectangle(left: left + offset.x, top: top + offset.y, right: right + offset.x, bottom: bottom + offset.y)
    }

    /// Larger by a part of its own sides on each side.
    func grown(by part: Double) -> Rectangle {
        let (x, y) = (width * part, height * part)
        return Rectangle(left: left - x, top: top - y, right: right + x, bottom: bottom + y)
    }

    /// Intersection over union times the overlap of the vertical extents over their union, 0…1.
    ///
    /// Two people at different distances may overlap much, but the nearer one's box reaches further down and is higher.
    ///
    /// - Source: "height modulated IoU", Yang et al., "Hybrid-SORT: Weak Cues Matter for Online Multi-Object Tracking",
    ///   AAAI 2024, equation 5.
    func heightIoU(with other: Rectangle) -> Double {
        let overlapX = Swift.min(right, other.right) - Swift.max(left, other.left)
        let overlapY = Swift.min(bottom, other.bottom) - Swift.max(top, other.top)
        guard overlapX > 0, overlapY > 0 else { return 0 }
        let overlap = overlapX * overlapY
        let union = width * height + other.width * other.height - overlap
        return overlap / union * (overlapY / (Swift.max(bottom, other.bottom) - Swift.min(top, other.top)))
    }
}
