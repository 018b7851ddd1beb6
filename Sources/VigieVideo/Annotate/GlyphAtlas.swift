internal import CFFmpeg
internal import Glibc

/// How much of each sample something covers: `height` rows of `width` values, 0 (nothing) … 255 (all).
struct CoverageMap: Hashable {
    var width, height: Int
    var samples: [UInt8]

    /// The means of 2 × 2 samples; width and height are even.
    var halved: CoverageMap {
        var half = CoverageMap(width: width / 2, height: height / 2, samples: [])
        for row in 0..<half.height {
            for column in 0..<half.width {
                let first = 2 * row * width + 2 * column
                let sum = [0, 1, width, width + 1].reduce(2) { $0 + Int(samples[first + $1]) }
                half.samples.append(UInt8(sum / 4))
            }
        }
        return half
    }
}

/// The printable characters of ASCII at one size, in the system's monospace font.
///
/// FFmpeg's `drawtext` filter draws each once, so neither a font nor a rasteriser is part of this project; drawing
/// text is then a blend. The cells are as wide as the widest ink, which sets any font in columns.
struct GlyphAtlas {
    /// Coverage of a cell in luma and in 4:2:0 chroma samples.
    struct Glyph {
        var luma, chroma: CoverageMap
    }

    /// Why there is no text; a sentence without a full stop.
    struct Unavailable: Error {
        let reason: String
    }

    /// The size of each cell in luma samples, even.
    let cellWidth, cellHeight: Int
    private let glyphs: [Glyph]

    private static let firstCode: UInt8 = 0x20
    /// U+0020 … U+007E, then what stands for any other character.
    private static let characters = (firstCode...0x7E).map { String(UnicodeScalar($0)) } + ["·"]

    /// - Parameter fontSize: Pixels of the em square, ≥ 4.
    init(fontSize: Int) throws(Unavailable) {
        guard FilterChain.offers("drawtext") else {
            throw Unavailable(reason: "this FFmpeg was built without the drawtext filter")
        }
        let drawn: [CoverageMap]
        do {
            drawn = try Self.draw(fontSize: fontSize)
        } catch {
            throw Unavailable(
                reason: "FFmpeg finds no monospace font (\(error.reason)); install one, such as fonts-dejavu-core")
        }
        guard let ink = Self.ink(of: drawn) else {
            throw Unavailable(reason: "the system's monospace font draws nothing")
        }
        cellWidth = ink.width
        cellHeight = ink.height
        glyphs = drawn.map { map in
            let luma = map.cropped(to: ink)
            return Glyph(luma: luma, chroma: luma.halved)
        }
    }

    /// The glyph of one character; `·` for what is not printable ASCII.
    subscript(character: Character) -> Glyph {
        guard let code = character.asciiValue, (Self.firstCode...0x7E).contains(code) else {
            return glyphs[glyphs.count - 1]
        }
        return glyphs[Int(code - Self.firstCode)]
    }

    /// Each character on a square of two em, all with the same origin and baseline.
    private static func draw(fontSize: Int) throws(FFmpegStatus) -> [CoverageMap] {
        let side = Int32(2 * fontSize)
        let (input, output) = (try Picture(), try Picture())
        defer { withExtendedLifetime((input, output)) {} }
        // The text is a picture's metadata, so one chain, and one look for the font, serves all characters.
        let step = FilterChain.Step(
            name: "drawtext",
            arguments: "font=monospace:fontsize=\(fontSize):fontcolor=white:text='%{metadata:glyph}'"
                + ":x=\(fontSize / 2):y=\(fontSize * 3 / 2)-max_glyph_a")
        var chain: FilterChain?
        var maps: [CoverageMap] = []
        for character in characters {
            let frame = input.frame
            av_frame_unref(frame)
            (frame.pointee.width, frame.pointee.height) = (side, side)
            // RGB has the full range of values; grey would be drawn as 16…235 by some versions of FFmpeg.
            frame.pointee.format = AV_PIX_FMT_RGB24.rawValue
            try FFmpegStatus.check(av_frame_get_buffer(frame, 0))
            memset(vigie_frame_data(frame, 0), 0, Int(vigie_frame_stride(frame, 0)) * Int(side))
            try FFmpegStatus.check(av_dict_set(&frame.pointee.metadata, "glyph", character, 0))
            let ready = if let chain { chain } else { try FilterChain(input: frame, steps: [step]) }
            chain = ready
            try ready.apply(to: frame, into: output)
            maps.append(CoverageMap(redOf: output.frame))
        }
        return maps
    }

    /// The smallest rectangle of even size that holds the ink of every map; nil where there is none.
    ///
    /// The last row and column of a map are not looked at, so that there is room to round up.
    private static func ink(of maps: [CoverageMap]) -> PixelRect? {
        var ink: PixelRect?
        for map in maps {
            for row in 0..<(map.height - 1) {
                for column in 0..<(map.width - 1) where map.samples[row * map.width + column] > 0 {
                    let old = ink ?? PixelRect(left: column, top: row, right: column + 1, bottom: row + 1)
                    ink = PixelRect(
                        left: min(old.left, column), top: min(old.top, row), right: max(old.right, column + 1),
                        bottom: max(old.bottom, row + 1))
                }
            }
        }
        if let odd = ink {
            ink?.right += odd.width % 2
            ink?.bottom += odd.height % 2
        }
        return ink
    }
}

extension CoverageMap {
    /// The red samples of an rgb24 picture.
    fileprivate init(redOf picture: UnsafePointer<AVFrame>) {
        width = Int(picture.pointee.width)
        height = Int(picture.pointee.height)
        samples = []
        for row in 0..<height {
            let line = vigie_frame_data(picture, 0) + row * Int(vigie_frame_stride(picture, 0))
            for column in 0..<width { samples.append(line[3 * column]) }
        }
    }

    fileprivate func cropped(to rect: PixelRect) -> CoverageMap {
        var part = CoverageMap(width: rect.width, height: rect.height, samples: [])
        for row in rect.top..<rect.bottom {
            part.samples += samples[(row * width + rect.left)..<(row * width + rect.right)]
        }
        return part
    }
}
