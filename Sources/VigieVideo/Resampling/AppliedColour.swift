internal import CFFmpeg

/// How the samples of pictures are understood: what the footage says, and where it says nothing, what is assumed.
public struct AppliedColour: Sendable, Hashable {
    /// The matrix between luma, chroma and colour, such as `bt601` or `bt709`; `rgb` and `grey` where there is none.
    public let matrix: String
    /// Black is 0 and white 255 of 255, rather than 16 and 235.
    public let isFullRange: Bool
    /// Where chroma samples lie, such as `left`; nil where they are as many as luma samples, or there are none.
    public let chromaLocation: String?

    init(_ layout: PixelLayout, _ geometry: PictureGeometry) {
        isFullRange = ColourMatrix.isFullRange(layout, geometry)
        switch layout.model {
        case .grey: matrix = "grey"
        case .rgb: matrix = "rgb"
        case .yuv:
            switch AVColorSpace(rawValue: geometry.matrix) {
            case AVCOL_SPC_BT470BG, AVCOL_SPC_SMPTE170M, AVCOL_SPC_UNSPECIFIED: matrix = "bt601"
            case AVCOL_SPC_RGB: matrix = "rgb"
            case let space: matrix = string(av_color_space_name(space)) ?? "number \(geometry.matrix)"
            }
        }
        guard layout.components.contains(where: { $0.shiftX > 0 || $0.shiftY > 0 }) else {
            chromaLocation = nil
            return
        }
        let location = AVChromaLocation(rawValue: geometry.chromaLocation)
        chromaLocation =
            location == AVCHROMA_LOC_UNSPECIFIED
            ? (geometry.isJPEGFormat ? "center" : "left") : string(av_chroma_location_name(location))
    }
}
