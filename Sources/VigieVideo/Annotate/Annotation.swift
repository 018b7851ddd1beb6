public import VigieCore

/// What is drawn for one detection.
public struct Annotation: Sendable, Hashable {
    /// Pixels of the upright frame; may reach beyond it.
    public var box: Box
    /// For example `person 0.83`. Characters outside printable ASCII are drawn as `·`.
    public var label: String
    /// The index of the class, ≥ 0; equal indices have equal colours, seven colours in turn.
    public var colourIndex: Int
    /// Whether what is inside the box is made unrecognisable.
    public var isBlurred: Bool

    /// Takes the values as they are; what lies beyond the frame is not drawn.
    public init(box: Box, label: String, colourIndex: Int, isBlurred: Bool) {
        self.box = box
        self.label = label
        self.colourIndex = colourIndex
        self.isBlurred = isBlurred
    }
}
