internal import CFFmpeg
internal import VigieCore

/// Turns decoded frames into upright, limited-range yuv420p pictures of one even size, each in memory of its own.
///
/// FFmpeg's filters do it, and may differ between CPUs in the last bit: these pictures are for people, and nothing is
/// decided from them.
final class PictureConverter {
    /// What of a frame the filters depend on.
    private struct Geometry: Hashable {
        var width, height, format: Int32
        var aspect: [Int32]
        var isFullRange: Bool
        var matrix: UInt32
        var orientation: Orientation

        init(_ frame: UnsafePointer<AVFrame>, _ orientation: Orientation) {
            width = frame.pointee.width
            height = frame.pointee.height
            format = frame.pointee.format
            aspect = [frame.pointee.sample_aspect_ratio.num, frame.pointee.sample_aspect_ratio.den]
            isFullRange = frame.pointee.color_range == AVCOL_RANGE_JPEG
            matrix = frame.pointee.colorspace.rawValue
            self.orientation = orientation
        }

        var uprightSize: (width: Int32, height: Int32) { orientation.isTransposed ? (height, width) : (width, height) }
    }

    private struct Target {
        var width, height: Int32
        var matrix: AVColorSpace
    }

    private var chain: (geometry: Geometry, filters: FilterChain)?
    private var target: Target?
    private let output: Picture

    init() throws(FFmpegStatus) { output = try Picture() }

    /// The converted picture: writable, valid until the next call.
    ///
    /// The first frame decides the size, rounded down to even, and the colour matrix; later ones are fitted to them.
    func convert(
        _ frame: UnsafeMutablePointer<AVFrame>, orientation: Orientation
    ) throws(FFmpegStatus) -> UnsafeMutablePointer<AVFrame> {
        let geometry = Geometry(frame, orientation)
        let target = self.target ?? Self.target(for: geometry)
        self.target = target
        let filters: FilterChain
        if let chain, chain.geometry == geometry {
            filters = chain.filters
        } else {
            filters = try FilterChain(
                input: frame, steps: Self.steps(upright: orientation) + Self.steps(from: geometry, to: target))
            chain = (geometry, filters)
        }
        try filters.apply(to: frame, into: output)
        // Where no filter had anything to do, this is still the decoder's memory.
        try FFmpegStatus.check(av_frame_make_writable(output.frame))
        output.frame.pointee.color_range = AVCOL_RANGE_MPEG
        output.frame.pointee.colorspace = target.matrix
        return output.frame
    }

    private static func target(for geometry: Geometry) -> Target {
        let descriptor = av_pix_fmt_desc_get(AVPixelFormat(geometry.format))
        let isRGB = (descriptor?.pointee.flags ?? 0) & UInt64(AV_PIX_FMT_FLAG_RGB) != 0
        let (width, height) = geometry.uprightSize
        return Target(
            width: max(2, width & ~1), height: max(2, height & ~1),
            matrix: isRGB ? AVCOL_SPC_SMPTE170M : AVColorSpace(geometry.matrix))
    }

    private static func steps(upright orientation: Orientation) -> [FilterChain.Step] {
        if orientation.isTransposed {
            // By the filter's names: 0 transposes, 1 and 2 mirror the stored y and x axis first, 3 both.
            let direction = (orientation.mirrorsStoredX ? 2 : 0) + (orientation.mirrorsStoredY ? 1 : 0)
            return [FilterChain.Step(name: "transpose", arguments: "dir=\(direction)")]
        }
        return (orientation.mirrorsStoredX ? [FilterChain.Step(name: "hflip", arguments: "")] : [])
            + (orientation.mirrorsStoredY ? [FilterChain.Step(name: "vflip", arguments: "")] : [])
    }

    private static func steps(from geometry: Geometry, to target: Target) -> [FilterChain.Step] {
        let isReady =
            geometry.format == AV_PIX_FMT_YUV420P.rawValue && !geometry.isFullRange
            && geometry.matrix == target.matrix.rawValue && geometry.uprightSize == (target.width, target.height)
        guard !isReady else { return [] }
        let matrix =
            switch target.matrix {
            case AVCOL_SPC_BT709: "bt709"
            case AVCOL_SPC_FCC: "fcc"
            case AVCOL_SPC_SMPTE240M: "smpte240m"
            case AVCOL_SPC_BT2020_NCL, AVCOL_SPC_BT2020_CL: "bt2020"
            default: "bt601"
            }
        let scale = FilterChain.Step(
            name: "scale",
            arguments: "w=\(target.width):h=\(target.height):out_range=limited:out_color_matrix=\(matrix)"
                + ":flags=bicubic+accurate_rnd+bitexact")
        return [scale, FilterChain.Step(name: "format", arguments: "pix_fmts=yuv420p")]
    }
}
