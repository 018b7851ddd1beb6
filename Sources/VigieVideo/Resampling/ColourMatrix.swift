internal import CFFmpeg
internal import CKernels
internal import VigieCore

/// From the components of a decoded picture to 8-bit RGB.
enum ColourMatrix {
    /// Shares of red and blue in luma.
    private struct LumaWeights {
        var red, blue: Double
        var green: Double { 1 - red - blue }
    }

    /// The kernel's matrix: coefficients in 1/8192, rounded; the offsets are made of the rounded coefficients, so that a
    /// neutral colour stays neutral.
    ///
    /// - Throws: `unsupportedPicture` for matrices that are not linear in Y, Cb and Cr.
    static func kernel(
        _ layout: PixelLayout, _ geometry: PictureGeometry, order: ColourOrder
    ) throws(VideoError) -> vigie_colour_matrix {
        let isFull = isFullRange(layout, geometry)
        // A full-range sample of d bits arrives in units of 2^(d-8), so that white is (2^d - 1) / 2^(d-8), not 255.
        let top = Double((1 << layout.depth) - 1) / Double(1 << (layout.depth - 8))
        let gain = isFull ? 255 / top : 255.0 / 219
        let chromaGain = isFull ? 255 / top : 255.0 / 224
        let black: Int32 = isFull ? 0 : 16

        var rows: [[Double]]
        var zero = [black, black, black]
        switch layout.model {
        case .grey: rows = Array(repeating: [gain, 0, 0], count: 3)
        case .rgb: rows = [[gain, 0, 0], [0, gain, 0], [0, 0, gain]]
        // Green, blue and red in the places of Y, Cb and Cr.
        case .yuv where geometry.matrix == AVCOL_SPC_RGB.rawValue: rows = [[0, 0, gain], [gain, 0, 0], [0, gain, 0]]
        case .yuv:
            zero = [black, 128, 128]
            rows = try chroma(geometry).map { [gain, $0.0 * chromaGain, $0.1 * chromaGain] }
        }
        if order == .bgr { rows.reverse() }

        let coefficients = rows.map { row in row.map { Int32(($0 * 8192).rounded()) } }
        // Components come in 1/256; one half rounds.
        let offsets = coefficients.map { row in (1 << 20) - zip(row, zero).reduce(0) { $0 + $1.0 * $1.1 * 256 } }
        func triple(_ v: [Int32]) -> (Int32, Int32, Int32) { (v[0], v[1], v[2]) }
        return vigie_colour_matrix(
            coefficient: (triple(coefficients[0]), triple(coefficients[1]), triple(coefficients[2])),
            offset: triple(offsets))
    }

    /// What red, green and blue take of Cb and of Cr, both -1/2…1/2 of the range.
    ///
    /// - Source: ITU-T H.273 (07/2021), equations 38 to 55 and table 4.
    private static func chroma(_ geometry: PictureGeometry) throws(VideoError) -> [(Double, Double)] {
        let w: LumaWeights
        switch AVColorSpace(rawValue: geometry.matrix) {
        case AVCOL_SPC_YCGCO: return [(-1, 1), (1, 0), (-1, -1)]
        case AVCOL_SPC_BT709: w = LumaWeights(red: 0.2126, blue: 0.0722)
        case AVCOL_SPC_FCC: w = LumaWeights(red: 0.30, blue: 0.11)
        case AVCOL_SPC_SMPTE240M: w = LumaWeights(red: 0.212, blue: 0.087)
        case AVCOL_SPC_BT2020_NCL: w = LumaWeights(red: 0.2627, blue: 0.0593)
        case AVCOL_SPC_BT470BG, AVCOL_SPC_SMPTE170M, AVCOL_SPC_UNSPECIFIED: w = LumaWeights(red: 0.299, blue: 0.114)
        default:
            let name =
                string(av_color_space_name(AVColorSpace(rawValue: geometry.matrix))) ?? "number \(geometry.matrix)"
            throw .unsupportedPicture(format: geometry.formatName, reason: "the colour matrix \(name) is not supported")
        }
        let red = 2 * (1 - w.red), blue = 2 * (1 - w.blue)
        return [(0, red), (-w.blue * blue / w.green, -w.red * red / w.green), (blue, 0)]
    }

    /// As tagged; untagged, YUV is limited unless the format says "J", and RGB and grey are full, as swscale has it.
    static func isFullRange(_ layout: PixelLayout, _ geometry: PictureGeometry) -> Bool {
        switch AVColorRange(rawValue: geometry.range) {
        case AVCOL_RANGE_MPEG: false
        case AVCOL_RANGE_JPEG: true
        default: layout.model != .yuv || geometry.isJPEGFormat
        }
    }
}

extension PictureGeometry {
    /// FFmpeg's older formats with the range in their names.
    var isJPEGFormat: Bool {
        [AV_PIX_FMT_YUVJ420P, AV_PIX_FMT_YUVJ411P, AV_PIX_FMT_YUVJ422P, AV_PIX_FMT_YUVJ440P, AV_PIX_FMT_YUVJ444P]
            .contains(pixelFormat)
    }

    /// Twice the distance, in luma pixels, from the first luma sample to the first chroma sample.
    ///
    /// Unspecified is left for video (H.264, annex E: type 0) and centre for JPEG (JFIF 1.02).
    func doubledChromaOffset(shiftX: Int, shiftY: Int) -> (x: Int, y: Int) {
        let middleX = (1 << shiftX) - 1, middleY = (1 << shiftY) - 1
        return switch AVChromaLocation(rawValue: chromaLocation) {
        case AVCHROMA_LOC_CENTER: (middleX, middleY)
        case AVCHROMA_LOC_TOPLEFT: (0, 0)
        case AVCHROMA_LOC_TOP: (middleX, 0)
        case AVCHROMA_LOC_BOTTOMLEFT: (0, 2 * middleY)
        case AVCHROMA_LOC_BOTTOM: (middleX, 2 * middleY)
        case AVCHROMA_LOC_LEFT: (0, middleY)
        default: (isJPEGFormat ? middleX : 0, middleY)
        }
    }
}
