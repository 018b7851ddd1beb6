public import VigieCore

/// What the tracker is told of one object that the detector found in a frame.
public struct TrackerDetection: Sendable, Hashable {
    /// Where, in pixels of the frame.
    public var box: Box
    /// How sure the detector is, on a scale of its own; greater is surer, and 0 or less is as good as nothing.
    public var score: Float
    /// The class's index; objects of different classes are never taken for one.
    public var classIndex: Int

    /// Takes the values as they are. The tracker passes over a box with a side that is not positive, and one that is not
    /// finite or a score that is not.
    public init(box: Box, score: Float, classIndex: Int = 0) {
        self.box = box
        self.score = score
        self.classIndex = classIndex
    }

    /// Whether the tracker can do anything with it: finite, with two positive sides.
    public var isUsable: Bool {
        box.x.isFinite && box.y.isFinite && box.width.isFinite && box.height.isFinite && score.isFinite
            && box.width > 0 && box.height > 0
    }
}
