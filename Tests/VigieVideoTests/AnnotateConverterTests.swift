import CFFmpeg
import Testing
import VigieCore

@testable import VigieVideo

@Suite struct AnnotateConverterTests {
    /// All quarter turns and mirrors.
    static let orientations = (0..<8).map {
        Orientation(isTransposed: $0 & 4 != 0, mirrorsStoredX: $0 & 2 != 0, mirrorsStoredY: $0 & 1 != 0)
    }

    @Test(arguments: orientations)
    func picturesComeOutUpright(orientation: Orientation) throws {
        // Four columns and two rows of tiles, each of a luma of its own.
        let stored = try Picture(width: 32, height: 16) { plane, x, y in
            plane == 0 ? UInt8(40 + 20 * (x / 8 + 4 * (y / 8))) : 128
        }
        let converter = try PictureConverter()
        let upright = try converter.convert(stored.frame, orientation: orientation)
        let (width, height) = orientation.isTransposed ? (16, 32) : (32, 16)
        #expect(upright.pointee.width == width)
        #expect(upright.pointee.height == height)
        for y in stride(from: 4, to: height, by: 8) {
            for x in stride(from: 4, to: width, by: 8) {
                // The upright axes run along the stored ones, swapped or not, or against them.
                let (alongX, alongY) = orientation.isTransposed ? (y, x) : (x, y)
                let storedX = orientation.mirrorsStoredX ? 31 - alongX : alongX
                let storedY = orientation.mirrorsStoredY ? 15 - alongY : alongY
                let sample = vigie_frame_data(upright, 0)[y * Int(vigie_frame_stride(upright, 0)) + x]
                #expect(sample == stored[0, storedX, storedY], "at \(x), \(y)")
            }
        }
    }

    @Test func fullRangeBecomesLimited() throws {
        for (full, limited) in [(0, 16), (255, 235), (128, 126)] as [(UInt8, UInt8)] {
            let source = try Picture(width: 16, height: 16, format: AV_PIX_FMT_YUVJ420P) { plane, _, _ in
                plane == 0 ? full : 128
            }
            source.frame.pointee.color_range = AVCOL_RANGE_JPEG
            let converter = try PictureConverter()
            let picture = try converter.convert(source.frame, orientation: Orientation())
            #expect(vigie_frame_data(picture, 0)[0] == limited)
            #expect(vigie_frame_data(picture, 1)[0] == 128)
            #expect(picture.pointee.color_range == AVCOL_RANGE_MPEG)
        }
    }

    @Test func limitedRangeAndItsMatrixStay() throws {
        let source = try Picture.noise(width: 16, height: 16)
        source.frame.pointee.colorspace = AVCOL_SPC_BT709
        let converter = try PictureConverter()
        let picture = try converter.convert(source.frame, orientation: Orientation())
        #expect(picture.pointee.colorspace == AVCOL_SPC_BT709)
        #expect(vigie_frame_data(picture, 0) != vigie_frame_data(source.frame, 0))
        #expect((0..<16).map { vigie_frame_data(picture, 0)[$0] } == (0..<16).map { source[0, $0, 0] })
    }

    @Test func rgbIsTaggedWithTheMatrixItIsConvertedWith() throws {
        let source = try Picture(width: 16, height: 16, format: AV_PIX_FMT_RGB24) { _, _, _ in 0 }
        for y in 0..<16 { for x in 0..<16 { source[0, 3 * x, y] = 255 } }
        source.frame.pointee.colorspace = AVCOL_SPC_RGB
        let converter = try PictureConverter()
        let picture = try converter.convert(source.frame, orientation: Orientation())
        let red = Palette.yuv(255, 0, 0, picture.pointee.colorspace)
        #expect(picture.pointee.colorspace == AVCOL_SPC_SMPTE170M)
        #expect(abs(Int(vigie_frame_data(picture, 0)[0]) - Int(red.y)) <= 1)
        #expect(abs(Int(vigie_frame_data(picture, 2)[0]) - Int(red.v)) <= 1)
    }

    @Test(arguments: [(1, 1, 2, 2), (3, 5, 2, 4), (640, 480, 640, 480), (641, 481, 640, 480)])
    func sizesBecomeEven(width: Int, height: Int, evenWidth: Int32, evenHeight: Int32) throws {
        let (source, converter) = (try Picture.grey(width: width, height: height), try PictureConverter())
        let picture = try converter.convert(source.frame, orientation: Orientation())
        #expect(picture.pointee.width == evenWidth)
        #expect(picture.pointee.height == evenHeight)
    }
}
