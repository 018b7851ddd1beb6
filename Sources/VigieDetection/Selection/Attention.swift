public import VigieCore

/// What of a frame is worth a look. Made once and filled for each frame: it keeps its memory.
public struct Attention: Sendable, Equatable {
    /// Whether the whole frame is, besides where something moves.
    public var wholeFrame: Bool
    /// Where something moves or has just moved, in pixels of the upright frame.
    public var boxes: [Box]

    /// By default the whole frame, in which nothing moves.
    public init(wholeFrame: Bool = true, boxes: [Box] = []) {
        self.wholeFrame = wholeFrame
        self.boxes = boxes
    }
}
