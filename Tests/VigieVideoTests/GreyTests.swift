import CFFmpeg
import Testing
import VigieVideo

/// The values of masks come as they are stored.
struct GreyTests {
    private func grey(_ canvas: Canvas, _ orientation: Orientation = Orientation()) throws -> [UInt8] {
        var values: [UInt8] = []
        try canvas.frame(orientation: orientation).copyGrey(to: &values)
        return values
    }

    /// A picture of 16 × 16 that has each level of 8 bits once.
    private func levels(_ format: String, scale: Int = 1) -> Canvas {
        let canvas = Canvas(format, width: 16, height: 16)
        canvas.paint { component, x, y in
            // The last of 2 or 4 components is alpha, which does not matter.
            component == canvas.components - 1 && canvas.components % 2 == 0 ? 7 : (y * 16 + x) * scale
        }
        return canvas
    }

    @Test(arguments: ["gray", "ya8", "rgb24", "bgr24", "rgba", "argb", "bgr0", "gbrp"])
    func valuesOf8BitsAreExact(format: String) throws {
        #expect(try grey(levels(format)) == Array(0...255))
    }

    /// A level v of 8 bits is v · 257 in 16 bits.
    @Test(arguments: ["gray16le", "rgb48le", "rgba64le"]) func valuesOf16BitsThatRepeat8AreExact(format: String) throws
    {
        #expect(try grey(levels(format, scale: 257)) == Array(0...255))
    }

    @Test func aPaletteIsLookedUp() throws {
        let canvas = levels("pal8")
        let palette = UnsafeMutableRawPointer(vigie_frame_data(canvas.avFrame, 1)!).assumingMemoryBound(to: UInt32.self)
        for index in 0..<256 { palette[index] = 0xFF00_0000 | UInt32(255 - index) * 0x01_0101 }
        #expect(try grey(canvas) == (0...255).reversed())
    }

    @Test func aPaletteMayHaveColoursThatNoPixelUses() throws {
        let canvas = Canvas("pal8", width: 3, height: 1)
        canvas.paint { _, x, _ in x }
        let palette = UnsafeMutableRawPointer(vigie_frame_data(canvas.avFrame, 1)!).assumingMemoryBound(to: UInt32.self)
        for index in 0..<256 { palette[index] = index < 3 ? 0xFF32_3232 : 0xFF12_3456 }
        #expect(try grey(canvas) == [50, 50, 50])
        palette[1] = 0xFF32_3233
        #expect(throws: VideoError.self) { try grey(canvas) }
    }

    @Test(arguments: [
        ("monob", [255, 0, 255, 255, 0, 0, 0, 0, 255]), ("monow", [0, 255, 0, 0, 255, 255, 255, 255, 0]),
    ])
    func bitsAreBlackAndWhite(format: String, values: [UInt8]) throws {
        let canvas = Canvas(format, width: 9, height: 2)
        canvas.paint { _, x, _ in [1, 0, 1, 1, 0, 0, 0, 0, 1][x] }
        #expect(try grey(canvas) == values + values)
    }

    /// Limited range: 16 is black, 235 is white; full range is as it is.
    @Test func lumaIsStretchedWhereItsRangeIsLimited() throws {
        let canvas = levels("yuv444p")
        let limited = try grey(canvas)
        #expect(limited == (0...255).map { UInt8(max(0, min(255, (Double($0 - 16) * 255 / 219).rounded()))) })
        canvas.avFrame.pointee.color_range = AVCOL_RANGE_JPEG
        #expect(try grey(canvas) == Array(0...255))
    }

    @Test(arguments: 0..<3) func aColourIsRefused(component: Int) {
        let canvas = Canvas("rgb24", width: 5, height: 5)
        canvas.paint { c, x, y in c == component && x == 4 && y == 4 ? 1 : 0 }
        #expect(
            throws: VideoError.unsupportedPicture(
                format: "rgb24", reason: "as a mask it must be grey, but it has colours")
        ) { try grey(canvas) }
    }

    /// A quarter turn clockwise shows at (x, y) what was stored at (y, height − 1 − x).
    @Test func theUprightPictureIsRead() throws {
        let canvas = Canvas("gray", width: 3, height: 2)
        canvas.paint { _, x, y in 10 * y + x }
        #expect(try grey(canvas, Orientation(isTransposed: true, mirrorsStoredY: true)) == [10, 0, 11, 1, 12, 2])
        #expect(try grey(canvas, Orientation(mirrorsStoredX: true)) == [2, 1, 0, 12, 11, 10])
    }

    @Test func numberedPicturesHaveTheNumbersOfTheirNames() throws {
        let directory = try TemporaryDirectory()
        for name in ["gt000470.png", "gt000009.png", "gt1000000.png", "other1.png", "gt99999999999999999999.png"] {
            try directory.write([], to: name)
        }
        let pictures = try #require(try VideoSource.numberedPictures(of: directory.path))
        #expect(pictures.map(\.number) == [9, 470, 1_000_000, .max])
        #expect(pictures[0].path == directory.path("gt000009.png"))
        #expect(
            try VideoSource.numberedPictures(of: directory.path("gt%06d.png"))?.map(\.number) == [
                9, 470, 1_000_000, .max,
            ])
        try directory.write([1], to: "clip.mp4")
        #expect(try VideoSource.numberedPictures(of: directory.path("clip.mp4")) == nil)
    }
}
