import CFFmpeg
import TestSupport
import VigieCore
import VigieMotion
import VigieVideo

/// A picture that a test paints in Y, U and V, whatever its pixel format is.
final class Scene {
    let avFrame: UnsafeMutablePointer<AVFrame>
    let descriptor: UnsafePointer<AVPixFmtDescriptor>
    let width, height: Int
    /// What a pixel looks like: levels of 0…255.
    let paint: (_ x: Int, _ y: Int) -> (y: Int, u: Int, v: Int)
    /// Where frames may differ from it.
    var area: (x: Range<Int>, y: Range<Int>)

    init(
        _ format: String = "yuv420p", width: Int, height: Int,
        paint: @escaping (Int, Int) -> (y: Int, u: Int, v: Int) = { _, _ in (100, 128, 128) }
    ) {
        self.width = width
        self.height = height
        self.paint = paint
        area = (0..<width, 0..<height)
        let pixelFormat = av_get_pix_fmt(format)
        precondition(pixelFormat != AV_PIX_FMT_NONE, "\(format) is unknown to FFmpeg")
        descriptor = av_pix_fmt_desc_get(pixelFormat)!
        avFrame = av_frame_alloc()!
        avFrame.pointee.format = pixelFormat.rawValue
        avFrame.pointee.width = Int32(width)
        avFrame.pointee.height = Int32(height)
        precondition(av_frame_get_buffer(avFrame, 0) == 0)
    }

    deinit {
        var frame: UnsafeMutablePointer<AVFrame>? = avFrame
        av_frame_free(&frame)
    }

    /// The scene as a frame at a time; it shows what is painted next, too.
    func frame(
        _ index: Int = 0, rate: Int32 = 25, orientation: Orientation = Orientation(),
        _ change: (_ x: Int, _ y: Int) -> (y: Int, u: Int, v: Int)? = { _, _ in nil }
    ) throws -> Frame {
        render(change)
        let time = MediaTime(pts: Int64(index), timeBase: TimeBase(numerator: 1, denominator: rate))
        return try Frame(referringTo: avFrame, index: index, time: time, orientation: orientation)
    }

    /// Rows of each component without a change.
    private var base: [[[UInt16]]] = []

    private func render(_ change: (Int, Int) -> (y: Int, u: Int, v: Int)?) {
        // The writer adds bits to what is there.
        for plane in 0..<4 {
            guard let buffer = av_frame_get_plane_buffer(avFrame, Int32(plane)) else { break }
            buffer.pointee.data.update(repeating: 0, count: Int(buffer.pointee.size))
        }
        let isRGB = descriptor.pointee.flags & UInt64(AV_PIX_FMT_FLAG_RGB) != 0
        let isFirst = base.isEmpty
        for component in 0..<Int(descriptor.pointee.nb_components) {
            let isChroma = !isRGB && (component == 1 || component == 2) && descriptor.pointee.nb_components >= 3
            let shiftX = isChroma ? Int(descriptor.pointee.log2_chroma_w) : 0
            let shiftY = isChroma ? Int(descriptor.pointee.log2_chroma_h) : 0
            let raise = Int(vigie_pixel_component(descriptor, Int32(component)).depth) - 8
            let columns = (width + (1 << shiftX) - 1) >> shiftX, rows = (height + (1 << shiftY) - 1) >> shiftY
            func sample(_ look: (y: Int, u: Int, v: Int)) -> UInt16 {
                UInt16(Self.level(component, look, isRGB: isRGB) << raise)
            }
            if isFirst {
                base.append((0..<rows).map { y in (0..<columns).map { sample(paint($0 << shiftX, y << shiftY)) } })
            }
            let span = area.x.lowerBound >> shiftX..<min(columns, area.x.upperBound >> shiftX)
            for y in 0..<rows {
                var row = base[component][y]
                if area.y.contains(y << shiftY) {
                    for x in span { if let look = change(x << shiftX, y << shiftY) { row[x] = sample(look) } }
                }
                write(row, y, component)
            }
        }
    }

    private func write(_ row: [UInt16], _ y: Int, _ component: Int) {
        var planes = (0..<4).map { vigie_frame_data(avFrame, Int32($0)) as UnsafeMutablePointer<UInt8>? }
        av_write_image_line2(
            row, &planes, vigie_frame_strides(avFrame), descriptor, 0, Int32(y), Int32(component), Int32(row.count), 2)
    }

    private static func level(_ component: Int, _ look: (y: Int, u: Int, v: Int), isRGB: Bool) -> Int {
        guard isRGB else { return component == 0 ? look.y : component == 1 ? look.u : component == 2 ? look.v : 255 }
        let u = look.u - 128, v = look.v - 128
        let level =
            component == 0
            ? look.y + 359 * v / 256
            : component == 1 ? look.y - (88 * u + 183 * v) / 256 : component == 2 ? look.y + 454 * u / 256 : 255
        return min(max(level, 0), 255)
    }
}

/// Something like a wall: smooth, with texture of its own, the same at each call.
func texture(_ x: Int, _ y: Int) -> Int { 90 + (x * 7 + y * 13) % 23 + (x / 16 + y / 12) % 5 * 6 }

extension MotionAnalyser {
    /// What a run over a scene's frames ends with.
    mutating func run(
        _ scene: Scene, frames: Range<Int>, rate: Int32 = 25, orientation: Orientation = Orientation(),
        into observation: inout MotionObservation,
        _ change: (_ frame: Int, _ x: Int, _ y: Int) -> (y: Int, u: Int, v: Int)? = { _, _, _ in nil }
    ) throws {
        for index in frames {
            let frame = try scene.frame(index, rate: rate, orientation: orientation) { change(index, $0, $1) }
            try step(frame, into: &observation)
        }
    }

    var mask: [UInt8] { withMask { mask in mask.indices.map { mask[$0] } } }
    var luma: [UInt8] { withLuma { luma in luma.indices.map { luma[$0] } } }
}
