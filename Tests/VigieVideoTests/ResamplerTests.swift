import CFFmpeg
import Testing
import VigieCore
import VigieVideo

/// Cases to be checked by hand.
struct ResamplerTests {
    @Test func greyOfTheSameSizeIsCopied() throws {
        let canvas = Canvas("gray", width: 37, height: 13)
        canvas.paintRandomly(seed: 4)
        let grey = (0..<13).flatMap { canvas.row($0, of: 0).map(UInt8.init) }
        #expect(try canvas.frame().resampled(to: .stretch(37, 13)) == grey.flatMap { [$0, $0, $0] })
    }

    @Test func packedRGBOfTheSameSizeIsCopiedInTheOrderAskedFor() throws {
        let canvas = Canvas("rgb24", width: 2, height: 1)
        canvas.paint { component, x, _ in 100 * x + component }
        #expect(try canvas.frame().resampled(to: .stretch(2, 1, .rgb)) == [0, 1, 2, 100, 101, 102])
        #expect(try canvas.frame().resampled(to: .stretch(2, 1, .bgr)) == [2, 1, 0, 102, 101, 100])
    }

    @Test func doublingInterpolatesAtQuarters() throws {
        let canvas = Canvas("gray", width: 2, height: 1)
        canvas.paint { _, x, _ in x == 0 ? 0 : 100 }
        // Centres at −¼, ¼, ¾ and 1¼ of the source's pixel centres: the outer two repeat the edge.
        #expect(try canvas.frame().resampled(to: .stretch(4, 1)) == [0, 25, 75, 100].flatMap { [$0, $0, $0] })
    }

    @Test func halvesRoundUp() throws {
        let canvas = Canvas("gray", width: 2, height: 2)
        canvas.paint { _, x, _ in x }
        #expect(try canvas.frame().resampled(to: .stretch(1, 1)) == [1, 1, 1])
    }

    @Test(arguments: [9, 10, 12, 14, 16]) func whiteAndBlackOfDeepFormatsAreTheExtremes(depth: Int) throws {
        let canvas = Canvas("gray\(depth)le", width: 2, height: 1)
        canvas.paint { _, x, _ in x == 0 ? 0 : 1 << depth - 1 }
        #expect(try canvas.frame().resampled(to: .stretch(2, 1)) == [0, 0, 0, 255, 255, 255])
    }

    @Test(
        arguments: ["yuv420p", "yuv420p10le", "nv12", "p010le", "yuyv422", "rgb24", "gray"],
        ResamplerOracleTests.orientations)
    func everyInstructionSetGivesTheSameBytes(format: String, orientation: Orientation) throws {
        let canvas = Canvas(format, width: 214, height: 120)
        canvas.paintRandomly(seed: 5)
        let frame = try canvas.frame(orientation: orientation)
        let region = Region(x: 3, y: 2, width: frame.width - 8, height: frame.height - 3)
        let input = InputSpecification.stretch(67, 50)
        let expected = try frame.resampled(region, to: input, instructionSet: .scalar)
        for instructionSet in InstructionSet.available {
            let got = try frame.resampled(region, to: input, instructionSet: instructionSet)
            #expect(got == expected, "\(instructionSet)")
        }
    }

    struct Colour: Sendable, CustomTestStringConvertible {
        var name: String, matrix: UInt32, range: UInt32, ycbcr: [Int], rgb: [UInt8]
        var testDescription: String { name }
    }

    /// 8-bit codes rounded from H.273's equations; the RGB is what these codes decode to.
    static let colours = [
        Colour(name: "601 black", matrix: 6, range: 1, ycbcr: [16, 128, 128], rgb: [0, 0, 0]),
        Colour(name: "601 white", matrix: 6, range: 1, ycbcr: [235, 128, 128], rgb: [255, 255, 255]),
        Colour(name: "601 grey", matrix: 6, range: 1, ycbcr: [126, 128, 128], rgb: [128, 128, 128]),
        Colour(name: "601 red", matrix: 6, range: 1, ycbcr: [81, 90, 240], rgb: [254, 0, 0]),
        Colour(name: "601 green", matrix: 6, range: 1, ycbcr: [145, 54, 34], rgb: [0, 255, 1]),
        Colour(name: "601 blue", matrix: 6, range: 1, ycbcr: [41, 240, 110], rgb: [0, 0, 255]),
        Colour(name: "709 red", matrix: 1, range: 1, ycbcr: [63, 102, 240], rgb: [255, 1, 0]),
        Colour(name: "709 green", matrix: 1, range: 1, ycbcr: [173, 42, 26], rgb: [0, 255, 1]),
        Colour(name: "709 blue", matrix: 1, range: 1, ycbcr: [32, 240, 118], rgb: [1, 0, 255]),
        Colour(name: "2020 blue", matrix: 9, range: 1, ycbcr: [29, 240, 119], rgb: [0, 0, 255]),
        Colour(name: "JPEG white", matrix: 5, range: 2, ycbcr: [255, 128, 128], rgb: [255, 255, 255]),
        Colour(name: "JPEG red", matrix: 5, range: 2, ycbcr: [76, 85, 255], rgb: [254, 0, 0]),
        Colour(name: "JPEG blue", matrix: 5, range: 2, ycbcr: [29, 255, 107], rgb: [0, 0, 254]),
        Colour(name: "GBR", matrix: 0, range: 2, ycbcr: [10, 20, 30], rgb: [30, 10, 20]),
    ]

    @Test(arguments: colours) func primaryColoursDecodeByHand(colour: Colour) throws {
        let canvas = Canvas("yuv444p", width: 1, height: 1)
        canvas.avFrame.pointee.colorspace = AVColorSpace(rawValue: colour.matrix)
        canvas.avFrame.pointee.color_range = AVColorRange(rawValue: colour.range)
        canvas.paint { component, _, _ in colour.ycbcr[component] }
        let rgb = try canvas.frame().resampled(to: .stretch(1, 1))
        #expect(rgb == colour.rgb)
    }

    @Test func unspecifiedMatrixIs601AndUnspecifiedRangeIsLimited() throws {
        let tagged = Canvas("yuv420p", width: 16, height: 16), untagged = Canvas("yuv420p", width: 16, height: 16)
        tagged.avFrame.pointee.colorspace = AVCOL_SPC_SMPTE170M
        tagged.avFrame.pointee.color_range = AVCOL_RANGE_MPEG
        tagged.avFrame.pointee.chroma_location = AVCHROMA_LOC_LEFT
        for canvas in [tagged, untagged] { canvas.paintRandomly(seed: 5) }
        #expect(try tagged.frame().resampled(to: .stretch(9, 9)) == untagged.frame().resampled(to: .stretch(9, 9)))
    }

    @Test func nonlinearMatrixIsAnError() throws {
        let canvas = Canvas("yuv420p10le", width: 4, height: 4)
        canvas.avFrame.pointee.colorspace = AVCOL_SPC_ICTCP
        #expect(
            throws: VideoError.unsupportedPicture(
                format: "yuv420p10le", reason: "the colour matrix ictcp is not supported")
        ) {
            try canvas.frame().resampled(to: .stretch(4, 4))
        }
    }

    /// Even edges, so that the crop has chroma samples of its own.
    @Test(arguments: ["yuv420p", "nv12", "yuyv422", "rgb24", "yuv444p12le", "gray"])
    func cropEqualsThePictureThatShowsOnlyTheCrop(format: String) throws {
        let whole = Canvas(format, width: 40, height: 30), part = Canvas(format, width: 16, height: 12)
        whole.paintRandomly(seed: 6)
        for component in 0..<part.components {
            let (x, y) = (10 >> part.shiftX(component), 8 >> part.shiftY(component))
            for row in 0..<part.height(of: component) {
                part.setRow(
                    row, of: component, to: Array(whole.row(y + row, of: component)[x..<x + part.width(of: component)]))
            }
        }
        let crop = try whole.frame().resampled(Region(x: 10, y: 8, width: 16, height: 12), to: .stretch(25, 25))
        #expect(crop == (try part.frame().resampled(to: .stretch(25, 25))))
    }

    @Test func letterboxPadsRightAndBelow() throws {
        let canvas = Canvas("gray", width: 4, height: 2)
        canvas.paint { _, _, _ in 200 }
        let wide = InputSpecification(width: 4, height: 4, order: .rgb, resize: .letterbox(padding: 114))
        #expect(
            try canvas.frame().resampled(to: wide) == [UInt8](repeating: 200, count: 24)
                + [UInt8](repeating: 114, count: 24))
        let tall = try canvas.frame(orientation: Orientation(isTransposed: true)).resampled(to: wide)
        #expect(tall == (0..<4).flatMap { _ in [UInt8](repeating: 200, count: 6) + [UInt8](repeating: 114, count: 6) })
    }

    @Test func letterboxContentEqualsAStretchToItsSize() throws {
        let canvas = Canvas("yuv420p", width: 32, height: 20)
        canvas.paintRandomly(seed: 8)
        let boxed = try canvas.frame()
            .resampled(to: InputSpecification(width: 24, height: 24, order: .bgr, resize: .letterbox(padding: 0)))
        #expect(Array(boxed[..<(24 * 15 * 3)]) == (try canvas.frame().resampled(to: .stretch(24, 15, .bgr))))
    }

    @Test func resamplerMatchesFramesOfItsOwnKindOnly() throws {
        let frame = try Canvas("yuv420p", width: 32, height: 20).frame()
        let resampler = try Resampler(
            frame: frame, region: Region(x: 0, y: 0, width: 32, height: 20), input: .stretch(8, 8))
        #expect(resampler.matches(try Canvas("yuv420p", width: 32, height: 20).frame()))
        #expect(!resampler.matches(try Canvas("yuv422p", width: 32, height: 20).frame()))
        #expect(!resampler.matches(try Canvas("yuv420p", width: 34, height: 20).frame()))
        let full = Canvas("yuv420p", width: 32, height: 20)
        full.avFrame.pointee.color_range = AVCOL_RANGE_JPEG
        #expect(!resampler.matches(try full.frame()))
    }

    @Test(arguments: [
        "pal8", "rgb565le", "rgb555be", "yuv420p10be", "yuv422p16be", "rgb48be", "monow", "gray10be", "grayf32le",
        "gbrpf32le",
        "bayer_rggb8", "bayer_rggb16le", "xyz12le", "rgb4_byte",
    ]) func rareFormatsGoThroughSwscale(format: String) throws {
        let canvas = Canvas(format, width: 16, height: 12)
        let frame = try canvas.frame(), region = Region(x: 0, y: 0, width: 16, height: 12)
        #expect(try Resampler(frame: frame, region: region, input: .stretch(8, 8)).name == "swscale")
        #expect(try frame.resampled(to: .stretch(8, 8)).count == 192)
    }

    @Test func formatThatNobodyReadsIsAnError() throws {
        #expect(throws: VideoError.self) {
            try Canvas("uyyvyy411", width: 16, height: 12).frame().resampled(to: .stretch(8, 8))
        }
    }

    @Test(arguments: ["yuv420p10", "yuv422p16", "gray10", "rgb48"]) func bigEndianEqualsLittleEndian(format: String)
        throws
    {
        let little = Canvas(format + "le", width: 17, height: 9), big = Canvas(format + "be", width: 17, height: 9)
        for canvas in [little, big] { canvas.paintRandomly(seed: 9) }
        #expect(try little.frame().resampled(to: .stretch(10, 10)) == big.frame().resampled(to: .stretch(10, 10)))
    }

    @Test(arguments: [
        "h264_bframes.mp4", "mpeg4.avi", "full_range.mp4", "odd_size.mp4", "h264_10bit.mkv", "h264_422.mkv",
    ])
    func realClipIsCloseToWhatFFmpegMakesOfIt(name: String) throws {
        let own = try firstPicture(of: fixture(name))
        let position =
            name == "odd_size.mp4" ? "" : ":in_h_chr_pos=0" + (name == "h264_422.mkv" ? "" : ":in_v_chr_pos=128")
        let theirs = try run([
            "ffmpeg", "-v", "error", "-idct", "simple", "-i", fixture(name), "-frames:v", "1", "-vf",
            "scale=flags=bicubic+accurate_rnd+full_chroma_int+full_chroma_inp" + position, "-f", "rawvideo", "-pix_fmt",
            "rgb24", "-",
        ])
        print("\(name): mean difference to swscale \(meanDifference(own.bytes, theirs))")
        #expect(meanDifference(own.bytes, theirs) < 1.5)
    }
}
