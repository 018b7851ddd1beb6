import CFFmpeg
import TestSupport
import VigieCore
import VigieVideo

/// A picture that a test paints, sample by sample, through libavutil's own reader and writer of pixel formats.
final class Canvas {
    let avFrame: UnsafeMutablePointer<AVFrame>
    let descriptor: UnsafePointer<AVPixFmtDescriptor>
    let width, height: Int

    init(_ format: String, width: Int, height: Int) {
        self.width = width
        self.height = height
        let pixelFormat = av_get_pix_fmt(format)
        precondition(pixelFormat != AV_PIX_FMT_NONE, "\(format) is unknown to FFmpeg")
        descriptor = av_pix_fmt_desc_get(pixelFormat)!
        avFrame = av_frame_alloc()!
        avFrame.pointee.format = pixelFormat.rawValue
        avFrame.pointee.width = Int32(width)
        avFrame.pointee.height = Int32(height)
        precondition(av_frame_get_buffer(avFrame, 0) == 0)
        for plane in 0..<4 {
            guard let buffer = av_frame_get_plane_buffer(avFrame, Int32(plane)) else { break }
            // The padding gets a value that would show.
            buffer.pointee.data.update(repeating: 0xA5, count: Int(buffer.pointee.size))
        }
        // The writer adds bits to what is there.
        let planes = (0..<4).map { vigie_frame_data(avFrame, Int32($0)) as UnsafeMutablePointer<UInt8>? }
        let strides = (0..<4).map { Int(vigie_frame_stride(avFrame, Int32($0))) }
        for plane in 0..<4 where planes[plane] != nil {
            let shift = plane == 1 || plane == 2 ? Int(descriptor.pointee.log2_chroma_h) : 0
            let bytes = Int(av_image_get_linesize(pixelFormat, Int32(width), Int32(plane)))
            for row in 0..<(height + (1 << shift) - 1) >> shift where bytes > 0 {
                (planes[plane]! + row * strides[plane]).update(repeating: 0, count: bytes)
            }
        }
    }

    deinit {
        var frame: UnsafeMutablePointer<AVFrame>? = avFrame
        av_frame_free(&frame)
    }

    var components: Int { Int(descriptor.pointee.nb_components) }
    func depth(_ component: Int) -> Int { Int(vigie_pixel_component(descriptor, Int32(component)).depth) }
    var isRGB: Bool { descriptor.pointee.flags & UInt64(AV_PIX_FMT_FLAG_RGB) != 0 }
    func isChroma(_ component: Int) -> Bool { components >= 3 && !isRGB && (component == 1 || component == 2) }
    func shiftX(_ component: Int) -> Int { isChroma(component) ? Int(descriptor.pointee.log2_chroma_w) : 0 }
    func shiftY(_ component: Int) -> Int { isChroma(component) ? Int(descriptor.pointee.log2_chroma_h) : 0 }
    func width(of component: Int) -> Int { (width + (1 << shiftX(component)) - 1) >> shiftX(component) }
    func height(of component: Int) -> Int { (height + (1 << shiftY(component)) - 1) >> shiftY(component) }

    func row(_ y: Int, of component: Int) -> [UInt16] {
        var row = [UInt16](repeating: 0, count: width(of: component))
        var planes = (0..<4).map { UnsafePointer<UInt8>(vigie_frame_data(avFrame, Int32($0))) as UnsafePointer<UInt8>? }
        av_read_image_line2(
            &row, &planes, vigie_frame_strides(avFrame), descriptor, 0, Int32(y), Int32(component), Int32(row.count), 0,
            2)
        return row
    }

    func setRow(_ y: Int, of component: Int, to row: [UInt16]) {
        var planes = (0..<4).map { vigie_frame_data(avFrame, Int32($0)) as UnsafeMutablePointer<UInt8>? }
        av_write_image_line2(
            row, &planes, vigie_frame_strides(avFrame), descriptor, 0, Int32(y), Int32(component), Int32(row.count), 2)
    }

    /// Sets every sample of every component from its place.
    func paint(_ value: (_ component: Int, _ x: Int, _ y: Int) -> Int) {
        for component in 0..<components {
            for y in 0..<height(of: component) {
                setRow(y, of: component, to: (0..<width(of: component)).map { UInt16(value(component, $0, y)) })
            }
        }
    }

    /// Random samples over the whole range of each component's bits.
    func paintRandomly(seed: UInt64) {
        var random = SeededRandom(seed: seed)
        paint { component, _, _ in Int.random(in: 0..<1 << self.depth(component), using: &random) }
    }

    func frame(orientation: Orientation = Orientation()) throws -> Frame {
        try Frame(referringTo: avFrame, index: 0, orientation: orientation)
    }
}

extension Frame {
    /// This frame's region at the input's size.
    borrowing func resampled(
        _ region: Region? = nil, to input: InputSpecification, instructionSet: InstructionSet = .best
    ) throws -> [UInt8] {
        let region = region ?? Region(x: 0, y: 0, width: width, height: height)
        var resampler = try Resampler(frame: self, region: region, input: input, instructionSet: instructionSet)
        var bytes = [UInt8](repeating: 0xA5, count: input.width * input.height * 3)
        var span = bytes.mutableSpan
        try resampler.resample(self, into: &span)
        return bytes
    }
}

/// The first frame of a clip at its own size, as RGB.
func firstPicture(of address: String) throws -> (width: Int, height: Int, bytes: [UInt8], rotation: Int) {
    var source = try VideoSource(address)
    while true {
        switch try source.next() {
        case .frame(let frame):
            let bytes = try frame.resampled(to: .stretch(frame.width, frame.height))
            return (frame.width, frame.height, bytes, source.description.rotation)
        case .fault: continue
        case .undecoded: continue
        case .end: throw VideoError.noFrames(address: address)
        }
    }
}

/// Levels by which two pictures differ, on average.
func meanDifference(_ a: [UInt8], _ b: [UInt8]) -> Double {
    precondition(a.count == b.count, "\(a.count) and \(b.count) bytes")
    return Double(zip(a, b).reduce(0) { $0 + abs(Int($1.0) - Int($1.1)) }) / Double(a.count)
}

extension InputSpecification {
    static func stretch(_ width: Int, _ height: Int, _ order: ColourOrder = .rgb) -> InputSpecification {
        InputSpecification(width: width, height: height, order: order, resize: .stretch)
    }
}
