public import VigieCore

/// A connected region of the foreground.
public struct MotionRegion: Sendable, Hashable {
    /// Where, in pixels of the upright frame.
    public var box: Box
    /// Foreground inside the box, in square pixels of the frame: cells times the area of a cell.
    public var area: Float
    /// The mean place of its cells, in pixels of the upright frame.
    public var centroidX, centroidY: Float
    /// For how many observations in a row, this one included, something was at this place: at least 1.
    public var age: Int

    /// Takes the values as they are.
    public init(box: Box, area: Float, centroidX: Float, centroidY: Float, age: Int) {
        self.box = box
        self.area = area
        self.centroidX = centroidX
        self.centroidY = centroidY
        self.age = age
    }
}
