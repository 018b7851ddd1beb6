/// What moves in one frame. Made once and filled for each frame: it keeps its memory.
public struct MotionObservation: Sendable, Hashable {
    /// Foreground as a share of all cells that are not masked, after clean-up: 0…1.
    public var foreground: Float = 0
    /// Foreground within masked cells, as a share of those: 0…1.
    public var maskedForeground: Float = 0
    /// The regions outside the mask, in the order of their first cell, row by row.
    public var regions: [MotionRegion] = []
    /// The background has just been begun anew, after the first frame or after a change of the whole picture: what counts
    /// as foreground is not yet to be relied on.
    public var isSettling = true
    /// The picture as a whole.
    public var picture = PictureStatistics(
        brightness: 0, contrast: 0, detail: 0, change: nil, displacementX: 0, displacementY: 0)

    /// Of no frame.
    public init() {}
}
