internal import CFFmpeg

extension Frame {
    /// The grey values of the upright picture as they are stored: for masks, whose values have meanings.
    ///
    /// Exact for grey, palettes, single bits, and colours of three equal channels, of 8 bits and of 16 bits that repeat
    /// 8. Of YUV it is the luma; a limited range is stretched to 0…255, to the nearest level.
    ///
    /// - Parameter values: Replaced: shape `height × width`, row-major, without padding.
    /// - Throws: `VideoError.unsupportedPicture` where a pixel has a colour, or the format cannot be read.
    /// - Complexity: O(height × width); allocates nothing where `values` has the size already and the picture is stored
    ///   upright.
    public borrowing func copyGrey(to values: inout [UInt8]) throws(VideoError) {
        let geometry = geometry
        let count = geometry.width * geometry.height
        if values.count != count { values = [UInt8](repeating: 0, count: count) }
        try GreyReader(geometry).read(avFrame, into: &values)
        if geometry.orientation != Orientation() { values = upright(values, geometry) }
    }

    private func upright(_ stored: [UInt8], _ geometry: PictureGeometry) -> [UInt8] {
        let turn = geometry.orientation
        var values: [UInt8] = []
        values.reserveCapacity(stored.count)
        for y in 0..<height {
            for x in 0..<width {
                let (p, q) = turn.isTransposed ? (y, x) : (x, y)
                let column = turn.mirrorsStoredX ? geometry.width - 1 - p : p
                let row = turn.mirrorsStoredY ? geometry.height - 1 - q : q
                values.append(stored[row * geometry.width + column])
            }
        }
        return values
    }
}

/// Reads the grey values of stored pictures of one geometry.
private struct GreyReader {
    private let geometry: PictureGeometry

    init(_ geometry: PictureGeometry) { self.geometry = geometry }

    func read(_ frame: UnsafeMutablePointer<AVFrame>, into values: inout [UInt8]) throws(VideoError) {
        switch geometry.pixelFormat {
        case AV_PIX_FMT_PAL8: try readPalette(frame, into: &values)
        case AV_PIX_FMT_MONOBLACK: readBits(frame, one: 255, into: &values)
        case AV_PIX_FMT_MONOWHITE: readBits(frame, one: 0, into: &values)
        default:
            guard let layout = PixelLayout(geometry.pixelFormat) else {
                throw .unsupportedPicture(format: geometry.formatName, reason: "its values cannot be read as grey")
            }
            try read(frame, layout, into: &values)
        }
    }

    private func read(
        _ frame: UnsafeMutablePointer<AVFrame>, _ layout: PixelLayout, into values: inout [UInt8]
    ) throws(VideoError) {
        readComponent(0, frame, layout) { index, value in values[index] = value }
        if layout.model == .rgb {
            for component in 1...2 {
                var isGrey = true
                readComponent(component, frame, layout) { index, value in
                    if values[index] != value { isGrey = false }
                }
                if !isGrey { throw coloured }
            }
        }
        if layout.model == .yuv, !ColourMatrix.isFullRange(layout, geometry) {
            for index in values.indices {
                let level = (Int(values[index]) - 16) * 255 + 109
                values[index] = UInt8(max(0, min(255, level / 219)))
            }
        }
    }

    /// Hands over each sample of a component, the high 8 bits of deeper ones.
    private func readComponent(
        _ index: Int, _ frame: UnsafeMutablePointer<AVFrame>, _ layout: PixelLayout, _ body: (Int, UInt8) -> Void
    ) {
        let component = layout.components[index]
        guard let rows = geometry.rows(of: component.plane, in: frame) else { return }
        for y in 0..<geometry.height {
            let row = rows.origin + y * rows.strideInBytes + component.offset
            for x in 0..<geometry.width {
                let sample = row + x * component.step
                if component.depth == 8 {
                    body(y * geometry.width + x, sample[0])
                } else {
                    let wide = (Int(sample[0]) | Int(sample[1]) << 8) >> component.shift
                    body(y * geometry.width + x, UInt8(truncatingIfNeeded: wide >> (component.depth - 8)))
                }
            }
        }
    }

    private func readPalette(_ frame: UnsafeMutablePointer<AVFrame>, into values: inout [UInt8]) throws(VideoError) {
        guard let rows = geometry.rows(of: 0, in: frame), let palette = geometry.rows(of: 1, in: frame) else { return }
        // An entry is a 32-bit number in the machine's own order: alpha, red, green, blue from the highest byte.
        let entries = UnsafeRawPointer(palette.origin).assumingMemoryBound(to: UInt32.self)
        for y in 0..<geometry.height {
            let row = rows.origin + y * rows.strideInBytes
            for x in 0..<geometry.width {
                let colour = entries[Int(row[x])]
                guard colour >> 16 & 255 == colour & 255, colour >> 8 & 255 == colour & 255 else { throw coloured }
                values[y * geometry.width + x] = UInt8(truncatingIfNeeded: colour)
            }
        }
    }

    /// Bits from the highest of each byte on.
    private func readBits(_ frame: UnsafeMutablePointer<AVFrame>, one: UInt8, into values: inout [UInt8]) {
        guard let rows = geometry.rows(of: 0, in: frame) else { return }
        for y in 0..<geometry.height {
            let row = rows.origin + y * rows.strideInBytes
            for x in 0..<geometry.width {
                values[y * geometry.width + x] = row[x >> 3] >> (7 - x & 7) & 1 == 1 ? one : 255 - one
            }
        }
    }

    private var coloured: VideoError {
        .unsupportedPicture(format: geometry.formatName, reason: "as a mask it must be grey, but it has colours")
    }
}
