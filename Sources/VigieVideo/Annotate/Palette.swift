internal import CFFmpeg

/// The colours of boxes and plates, as samples of a limited-range picture.
///
/// Source: M. Okabe and K. Ito, "Color Universal Design" (2008): colours that people with any form of colour
/// blindness tell apart; their black is left to the text.
struct Palette {
    /// A plate and the text on it.
    struct Style: Hashable {
        var plate, text: YUVColour
    }

    /// White on near black.
    let caption: Style
    private let styles: [Style]

    /// - Parameter matrix: The colour matrix that the picture is tagged with; untagged is taken for BT.601.
    init(matrix: AVColorSpace) {
        let black = Self.yuv(0, 0, 0, matrix)
        let white = Self.yuv(255, 255, 255, matrix)
        caption = Style(plate: Self.yuv(24, 24, 24, matrix), text: white)
        // Black text but on blue, where the contrast by WCAG 2.1 is 5.2 for white and 4.0 for black.
        styles = [
            Style(plate: Self.yuv(230, 159, 0, matrix), text: black),  // orange
            Style(plate: Self.yuv(86, 180, 233, matrix), text: black),  // sky blue
            Style(plate: Self.yuv(0, 158, 115, matrix), text: black),  // bluish green
            Style(plate: Self.yuv(240, 228, 66, matrix), text: black),  // yellow
            Style(plate: Self.yuv(0, 114, 178, matrix), text: white),  // blue
            Style(plate: Self.yuv(213, 94, 0, matrix), text: black),  // vermilion
            Style(plate: Self.yuv(204, 121, 167, matrix), text: black),  // reddish purple
        ]
    }

    /// The style of a class; the indices share the colours in turn.
    subscript(colourIndex: Int) -> Style { styles[Int(colourIndex.magnitude % UInt(styles.count))] }

    /// Source: ITU-R BT.601-7 §2.5, BT.709-6 §3 and §4, BT.2020-2 table 4: Y = kR R + kG G + kB B,
    /// Cb = (B − Y) / (2 − 2 kB), Cr = (R − Y) / (2 − 2 kR), then 16 + 219 Y and 128 + 224 C, for R, G, B in 0…1.
    static func yuv(_ red: Double, _ green: Double, _ blue: Double, _ matrix: AVColorSpace) -> YUVColour {
        let (kR, kB) =
            switch matrix {
            case AVCOL_SPC_BT709: (0.2126, 0.0722)
            case AVCOL_SPC_BT2020_NCL, AVCOL_SPC_BT2020_CL: (0.2627, 0.0593)
            default: (0.299, 0.114)
            }
        let y = kR * red + (1 - kR - kB) * green + kB * blue
        func sample(_ offset: Double, _ value: Double) -> UInt8 { UInt8((offset + value / 255).rounded()) }
        return YUVColour(
            y: sample(16, 219 * y), u: sample(128, 224 * (blue - y) / (2 - 2 * kB)),
            v: sample(128, 224 * (red - y) / (2 - 2 * kR)))
    }
}
