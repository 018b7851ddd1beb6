internal import CFFmpeg

/// A colour as the three 8-bit samples of a limited-range YUV picture.
struct YUVColour: Hashable {
    var y, u, v: UInt8
}

/// The planes of a yuv420p picture of even size, to draw on.
///
/// It borrows the picture's memory, which must be writable and outlive it. Everything drawn is clipped to the picture.
struct YUVCanvas {
    let width, height: Int
    private let y, u, v: Plane

    /// - Precondition: `picture` is a writable yuv420p frame whose width and height are even.
    init(_ picture: UnsafePointer<AVFrame>) {
        width = Int(picture.pointee.width)
        height = Int(picture.pointee.height)
        precondition(
            picture.pointee.format == AV_PIX_FMT_YUV420P.rawValue && width % 2 == 0 && height % 2 == 0,
            "a canvas is yuv420p of even size, not format \(picture.pointee.format), \(width) × \(height)")
        (y, u, v) = (Plane(picture, 0), Plane(picture, 1), Plane(picture, 2))
    }

    var bounds: PixelRect { PixelRect(left: 0, top: 0, right: width, bottom: height) }

    func fill(_ rect: PixelRect, with colour: YUVColour) {
        let visible = rect.intersection(bounds)
        guard !visible.isEmpty else { return }
        y.fill(visible, with: colour.y)
        u.fill(visible.halved, with: colour.u)
        v.fill(visible.halved, with: colour.v)
    }

    /// Replaces what is inside `rect` by the means of blocks of at least `blockSide` × `blockSide` luma samples.
    ///
    /// The area is divided evenly, so that no narrow block at its edge keeps more detail than the others; an area
    /// smaller than a block is one block.
    ///
    /// - Parameter blockSide: Even, so that luma and chroma have the same blocks.
    func mosaic(_ rect: PixelRect, blockSide: Int) {
        let visible = rect.intersection(bounds)
        guard !visible.isEmpty else { return }
        let columns = max(1, visible.width / blockSide)
        let rows = max(1, visible.height / blockSide)
        for row in 0..<rows {
            for column in 0..<columns {
                let block = PixelRect(
                    left: visible.left + 2 * (visible.width / 2 * column / columns),
                    top: visible.top + 2 * (visible.height / 2 * row / rows),
                    right: visible.left + 2 * (visible.width / 2 * (column + 1) / columns),
                    bottom: visible.top + 2 * (visible.height / 2 * (row + 1) / rows))
                y.fill(block, with: y.mean(of: block))
                u.fill(block.halved, with: u.mean(of: block.halved))
                v.fill(block.halved, with: v.mean(of: block.halved))
            }
        }
    }

    /// Lays `colour` over the picture, as opaque as the glyph's coverage says.
    ///
    /// - Precondition: The glyph's cell at (`left`, `top`), both even, is inside the picture.
    func blend(_ glyph: GlyphAtlas.Glyph, left: Int, top: Int, colour: YUVColour) {
        y.blend(colour.y, by: glyph.luma, left: left, top: top)
        u.blend(colour.u, by: glyph.chroma, left: left / 2, top: top / 2)
        v.blend(colour.v, by: glyph.chroma, left: left / 2, top: top / 2)
    }
}

/// One plane of 8-bit samples. Rectangles are in samples of this plane and inside it.
private struct Plane {
    let base: UnsafeMutablePointer<UInt8>
    let strideInBytes: Int

    init(_ picture: UnsafePointer<AVFrame>, _ index: Int32) {
        base = vigie_frame_data(picture, index)
        strideInBytes = Int(vigie_frame_stride(picture, index))
    }

    func fill(_ rect: PixelRect, with value: UInt8) {
        for row in rect.top..<rect.bottom {
            (base + row * strideInBytes + rect.left).update(repeating: value, count: rect.width)
        }
    }

    /// The mean, halves rounded up. The sum fits: 255 × 2^31 samples < 2^63.
    func mean(of rect: PixelRect) -> UInt8 {
        var sum = 0
        for row in rect.top..<rect.bottom {
            let samples = base + row * strideInBytes + rect.left
            for column in 0..<rect.width { sum &+= Int(samples[column]) }
        }
        let count = rect.width * rect.height
        return UInt8((sum + count / 2) / count)
    }

    func blend(_ value: UInt8, by coverage: CoverageMap, left: Int, top: Int) {
        coverage.samples.withUnsafeBufferPointer { alpha in
            for row in 0..<coverage.height {
                let samples = base + (top + row) * strideInBytes + left
                for column in 0..<coverage.width {
                    let a = Int(alpha[row * coverage.width + column])
                    samples[column] = UInt8((Int(samples[column]) * (255 - a) + Int(value) * a + 127) / 255)
                }
            }
        }
    }
}
