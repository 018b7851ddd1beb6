internal import VigieCore

/// A rectangle of whole luma samples with even edges, so that the samples of 4:2:0 chroma line up with it.
///
/// It may reach beyond the picture.
struct PixelRect: Hashable {
    var left, top, right, bottom: Int

    init(left: Int, top: Int, right: Int, bottom: Int) {
        self.left = left
        self.top = top
        self.right = right
        self.bottom = bottom
    }

    /// The smallest rectangle with even edges that covers `box`; nil unless the box has an area.
    init?(covering box: Box) {
        guard box.width > 0, box.height > 0 else { return nil }
        self.init(
            left: 2 * Self.whole(box.left / 2, .down), top: 2 * Self.whole(box.top / 2, .down),
            right: 2 * Self.whole(box.right / 2, .up), bottom: 2 * Self.whole(box.bottom / 2, .up))
    }

    var width: Int { right - left }
    var height: Int { bottom - top }
    var isEmpty: Bool { width <= 0 || height <= 0 }

    /// The same area in samples of 4:2:0 chroma.
    var halved: PixelRect { PixelRect(left: left / 2, top: top / 2, right: right / 2, bottom: bottom / 2) }

    func intersection(_ other: PixelRect) -> PixelRect {
        PixelRect(
            left: max(left, other.left), top: max(top, other.top), right: min(right, other.right),
            bottom: min(bottom, other.bottom))
    }

    func overlaps(_ other: PixelRect) -> Bool { !intersection(other).isEmpty }

    /// A whole number, kept to where sums of two still fit; not a number becomes the lower limit.
    private static func whole(_ value: Float, _ rule: FloatingPointRoundingRule) -> Int {
        let limit: Float = 1_048_576
        return Int((value > -limit ? (value < limit ? value : limit) : -limit).rounded(rule))
    }
}
