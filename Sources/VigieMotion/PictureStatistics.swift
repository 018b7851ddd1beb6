/// What a picture looks like as a whole: what camera health is judged by. Luma is in grey levels, 0…255.
public struct PictureStatistics: Sendable, Hashable {
    /// Mean luma.
    public var brightness: Float
    /// Standard deviation of the reduced luma.
    public var contrast: Float
    /// Mean absolute difference between horizontal neighbours at the scale of the decoded picture, on one row for each row
    /// of the grid: how much fine detail there is.
    public var detail: Float
    /// Mean absolute difference of the reduced luma from that of the frame before; nil for the first.
    public var change: Float?
    /// How far the picture lies from the background, in pixels of the decoded picture; 0 where that cannot be told.
    public var displacementX, displacementY: Float

    /// Takes the values as they are.
    public init(
        brightness: Float, contrast: Float, detail: Float, change: Float?, displacementX: Float, displacementY: Float
    ) {
        self.brightness = brightness
        self.contrast = contrast
        self.detail = detail
        self.change = change
        self.displacementX = displacementX
        self.displacementY = displacementY
    }
}
