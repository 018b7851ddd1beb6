internal import CFFmpeg

/// Everything about a decoded picture but its samples: where equal, one set of resampling tables serves both.
struct PictureGeometry: Sendable, Hashable {
    /// AVPixelFormat.
    var format: Int32
    /// Stored pixels, not upright ones.
    var width, height: Int
    var strides: SIMD4<Int32>
    var orientation: Orientation
    /// AVColorSpace, AVColorRange, AVChromaLocation.
    var matrix, range, chromaLocation: UInt32

    init(_ frame: UnsafeMutablePointer<AVFrame>, orientation: Orientation) {
        let f = frame.pointee
        format = f.format
        width = Int(f.width)
        height = Int(f.height)
        strides = SIMD4(f.linesize.0, f.linesize.1, f.linesize.2, f.linesize.3)
        self.orientation = orientation
        matrix = f.colorspace.rawValue
        range = f.color_range.rawValue
        chromaLocation = f.chroma_location.rawValue
    }

    var pixelFormat: AVPixelFormat { AVPixelFormat(rawValue: format) }

    var formatName: String { string(av_get_pix_fmt_name(pixelFormat)) ?? "format \(format)" }

    /// The visible rows of a plane; nil where there is no such plane. Of a palette format, plane 1 is the palette: one
    /// row of 256 entries of 4 bytes.
    func rows(
        of plane: Int, in frame: UnsafeMutablePointer<AVFrame>
    ) -> (origin: UnsafePointer<UInt8>, strideInBytes: Int, count: Int, bytes: Int)? {
        guard let origin = vigie_frame_data(frame, Int32(plane)), let descriptor = av_pix_fmt_desc_get(pixelFormat)
        else {
            return nil
        }
        if descriptor.pointee.flags & UInt64(AV_PIX_FMT_FLAG_PAL) != 0, plane == 1 {
            return (UnsafePointer(origin), 0, 1, Int(AVPALETTE_SIZE))
        }
        let bytes = Int(av_image_get_linesize(pixelFormat, Int32(width), Int32(plane)))
        guard plane < Int(av_pix_fmt_count_planes(pixelFormat)), bytes > 0 else { return nil }
        let shift = plane == 1 || plane == 2 ? Int(descriptor.pointee.log2_chroma_h) : 0
        return (UnsafePointer(origin), Int(strides[plane]), (height + (1 << shift) - 1) >> shift, bytes)
    }
}
