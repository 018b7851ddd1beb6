public import VigieCore

/// A part of the picture that looks other than the scene did before, and has stayed as it is since.
public struct StillRegion: Sendable, Hashable {
    /// What became of the scene there.
    public enum Kind: String, Sendable, Hashable, CaseIterable {
        /// Something is there that was not before: the region has more of an outline than the scene had.
        case added
        /// Something is there no more: the scene had more of an outline.
        case removed
        /// The outline does not tell.
        case unclear
    }

    /// Counts the regions of a sequence from 0, in the order in which they are reported; the same as long as one stays.
    public var id: Int
    /// Where, in pixels of the upright frame.
    public var box: Box
    /// What differs inside the box, in square pixels of the frame.
    public var area: Float
    /// Since when it has looked as it does, in seconds of media time: the median of its cells.
    public var onset: Double
    /// What became of the scene.
    public var kind: Kind

    /// Takes the values as they are.
    public init(id: Int, box: Box, area: Float, onset: Double, kind: Kind) {
        self.id = id
        self.box = box
        self.area = area
        self.onset = onset
        self.kind = kind
    }
}
