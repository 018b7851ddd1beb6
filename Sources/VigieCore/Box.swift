/// An axis-aligned rectangle in pixels of the decoded frame, origin at the top left.
///
/// A box covers the half-open area [left, right) × [top, bottom); a pixel is 1 × 1, its centre at +0.5.
public struct Box: Sendable, Hashable {
    public var x, y, width, height: Float

    /// A box from its top left corner and its size, in pixels of the frame. Nothing is checked: sides may be negative.
    public init(x: Float, y: Float, width: Float, height: Float) {
        self.x = x
        self.y = y
        self.width = width
        self.height = height
    }

    /// A box from its edges, in pixels of the frame; a side is negative where its edges are the wrong way round.
    public init(left: Float, top: Float, right: Float, bottom: Float) {
        self.init(x: left, y: top, width: right - left, height: bottom - top)
    }

    /// Left edge, in pixels of the frame; inclusive.
    public var left: Float { x }
    /// Top edge, in pixels of the frame; inclusive.
    public var top: Float { y }
    /// Right edge, in pixels of the frame; exclusive.
    public var right: Float { x + width }
    /// Bottom edge, in pixels of the frame; exclusive.
    public var bottom: Float { y + height }

    /// Square pixels; 0 where a side is not positive.
    public var area: Float { width > 0 && height > 0 ? width * height : 0 }

    /// The part of this box inside a picture of the given size; zero-sized where there is none.
    public func clamped(width limitX: Float, height limitY: Float) -> Box {
        func clamp(_ v: Float, _ limit: Float) -> Float { v > 0 ? (v < limit ? v : limit) : 0 }
        return Box(
            left: clamp(left, limitX), top: clamp(top, limitY), right: clamp(right, limitX),
            bottom: clamp(bottom, limitY))
    }

    /// Area of the overlap in square pixels.
    public func intersection(with other: Box) -> Float {
        let w = (right < other.right ? right : other.right) - (left > other.left ? left : other.left)
        let h = (bottom < other.bottom ? bottom : other.bottom) - (top > other.top ? top : other.top)
        return w > 0 && h > 0 ? w * h : 0
    }

    /// Intersection over union, 0…1; 0 where both are empty.
    public func iou(with other: Box) -> Float {
        let overlap = intersection(with: other)
        let union = area + other.area - overlap
        return union > 0 ? overlap / union : 0
    }
}
