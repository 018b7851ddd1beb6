import CFFmpeg
import Testing
import VigieCore
import VigieVideo

struct ResamplerOracleTests {
    static let direct = [
        "yuv420p", "yuvj420p", "yuv422p", "yuvj422p", "yuv444p", "yuv411p", "yuv410p", "yuv440p", "nv12", "nv21",
        "nv16", "nv24",
        "p010le", "p016le", "yuv420p9le", "yuv420p10le", "yuv422p12le", "yuv444p14le", "yuv444p16le", "yuva420p",
        "yuva444p10le",
        "yuyv422", "uyvy422", "yvyu422", "y210le", "gray", "gray10le", "gray16le", "ya8", "ya16le", "rgb24", "bgr24",
        "rgba",
        "bgra", "argb", "0rgb", "bgr0", "rgb48le", "bgr48le", "rgba64le", "gbrp", "gbrp10le", "gbrap12le", "x2rgb10le",
    ]
    static let scales = [
        (33, 21, 17, 40), (64, 48, 64, 48), (7, 5, 40, 3), (101, 77, 26, 20), (1, 1, 4, 4), (5, 2, 1, 1),
    ]

    /// Half a level of rounding, and less than another half of everything else.
    static let tolerance = 1.0

    @Test(arguments: direct) func everyFormatAgreesWithDoublePrecision(format: String) throws {
        var worst = 0.0
        for (width, height, toWidth, toHeight) in Self.scales {
            let canvas = Canvas(format, width: width, height: height)
            canvas.paintRandomly(seed: UInt64(width))
            let frame = try canvas.frame()
            let region = Region(x: 0, y: 0, width: width, height: height)
            let input = InputSpecification.stretch(toWidth, toHeight)
            let error = ResamplingOracle(canvas).error(of: try frame.resampled(to: input), region: region, input: input)
            worst = max(worst, error.worst)
            #expect(error.worst < Self.tolerance, "\(format) \(width)×\(height) → \(toWidth)×\(toHeight)")
            #expect(try Resampler(frame: frame, region: region, input: input).name == "vigie")
        }
        print("\(format): worst \(worst) levels from the unrounded truth")
    }

    @Test(arguments: ["yuv420p", "yuv420p10le", "nv12", "yuv410p"], 0...6)
    func everyChromaLocationAgreesWithDoublePrecision(format: String, location: Int) throws {
        let canvas = Canvas(format, width: 31, height: 22)
        canvas.paintRandomly(seed: 1)
        canvas.avFrame.pointee.chroma_location = AVChromaLocation(rawValue: UInt32(location))
        let region = Region(x: 0, y: 0, width: 31, height: 22), input = InputSpecification.stretch(50, 9)
        let error = ResamplingOracle(canvas).error(
            of: try canvas.frame().resampled(to: input), region: region, input: input)
        #expect(error.worst < Self.tolerance)
    }

    /// All eight, at an odd size so that chroma has an end of its own.
    static let orientations = (0..<8).map {
        Orientation(isTransposed: $0 & 1 != 0, mirrorsStoredX: $0 & 2 != 0, mirrorsStoredY: $0 & 4 != 0)
    }

    @Test(arguments: orientations, ["yuv420p", "yuv411p", "gray", "rgb24", "yuyv422", "p010le"])
    func everyOrientationAgreesWithDoublePrecision(orientation: Orientation, format: String) throws {
        for (width, height) in [(23, 11), (24, 12)] {
            let canvas = Canvas(format, width: width, height: height)
            canvas.paintRandomly(seed: 2)
            let frame = try canvas.frame(orientation: orientation)
            let region = Region(x: 1, y: 2, width: frame.width - 3, height: frame.height - 3)
            let input = InputSpecification.stretch(19, 30)
            let error = ResamplingOracle(canvas, orientation: orientation)
                .error(of: try frame.resampled(region, to: input), region: region, input: input)
            #expect(error.worst < Self.tolerance)
        }
    }

    static let matrices = [
        AVCOL_SPC_RGB, AVCOL_SPC_BT709, AVCOL_SPC_UNSPECIFIED, AVCOL_SPC_FCC, AVCOL_SPC_BT470BG, AVCOL_SPC_SMPTE170M,
        AVCOL_SPC_SMPTE240M, AVCOL_SPC_YCGCO, AVCOL_SPC_BT2020_NCL,
    ].map(\.rawValue)

    @Test(arguments: matrices, [AVCOL_RANGE_UNSPECIFIED, AVCOL_RANGE_MPEG, AVCOL_RANGE_JPEG].map(\.rawValue))
    func everyMatrixAndRangeAgreesWithDoublePrecision(matrix: UInt32, range: UInt32) throws {
        for format in ["yuv444p", "yuv444p10le", "yuv444p16le", "rgb24", "rgb48le", "gray", "gray12le"] {
            let canvas = Canvas(format, width: 40, height: 30)
            canvas.paintRandomly(seed: 3)
            canvas.avFrame.pointee.colorspace = AVColorSpace(rawValue: matrix)
            canvas.avFrame.pointee.color_range = AVColorRange(rawValue: range)
            let region = Region(x: 0, y: 0, width: 40, height: 30), input = InputSpecification.stretch(40, 30)
            let error = ResamplingOracle(canvas).error(
                of: try canvas.frame().resampled(to: input), region: region, input: input)
            #expect(error.worst < 0.55, "\(format)")
        }
    }
}
