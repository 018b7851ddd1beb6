internal import CFFmpeg

/// Where the samples of each colour component lie, for the formats that the resampler reads directly.
struct PixelLayout {
    enum Model { case yuv, rgb, grey }

    struct Component {
        var plane: Int
        /// Bytes from one sample to the next, and from the start of a row to the first.
        var step, offset: Int
        /// Bits of a sample, and bits below it.
        var depth, shift: Int
        /// log2 of the subsampling.
        var shiftX, shiftY: Int
    }

    let model: Model
    /// Y, U, V; R, G, B; or grey alone. Alpha is left out.
    let components: [Component]

    /// Nil for palettes, samples that share bytes, big-endian, floating point, Bayer patterns and XYZ.
    init?(_ format: AVPixelFormat) {
        guard let descriptor = av_pix_fmt_desc_get(format) else { return nil }
        let d = descriptor.pointee
        func has(_ flag: Int32) -> Bool { d.flags & UInt64(flag) != 0 }
        let unreadable = [
            AV_PIX_FMT_FLAG_BITSTREAM, AV_PIX_FMT_FLAG_PAL, AV_PIX_FMT_FLAG_HWACCEL, AV_PIX_FMT_FLAG_FLOAT,
            AV_PIX_FMT_FLAG_BAYER,
        ]
        // XYZ is not marked by a flag; the samples of UYYVYY411 are not evenly spaced.
        let exceptions = [AV_PIX_FMT_XYZ12LE, AV_PIX_FMT_XYZ12BE, AV_PIX_FMT_UYYVYY411]
        guard !unreadable.contains(where: has), !exceptions.contains(format) else { return nil }

        let model: Model = has(AV_PIX_FMT_FLAG_RGB) ? .rgb : d.nb_components >= 3 ? .yuv : .grey
        let components = (0..<(model == .grey ? 1 : 3)).map { index in
            let c = vigie_pixel_component(descriptor, Int32(index))
            let isChroma = model == .yuv && index > 0
            return Component(
                plane: Int(c.plane), step: Int(c.step), offset: Int(c.offset), depth: Int(c.depth), shift: Int(c.shift),
                shiftX: isChroma ? Int(d.log2_chroma_w) : 0, shiftY: isChroma ? Int(d.log2_chroma_h) : 0)
        }
        let depth = components[0].depth
        guard depth >= 8, depth <= 16, components.allSatisfy({ $0.depth == depth && $0.depth + $0.shift <= 16 }),
            depth > 8 ? !has(AV_PIX_FMT_FLAG_BE) : components.allSatisfy({ $0.shift == 0 })
        else { return nil }
        self.model = model
        self.components = components
    }

    var depth: Int { components[0].depth }

    /// What swscale turns a format into that the resampler cannot read: the little-endian twin where there is one, else the
    /// plainest format of the same colour model that loses no bits.
    static func readable(insteadOf format: AVPixelFormat) -> AVPixelFormat? {
        let twin = av_pix_fmt_swap_endianness(format)
        if twin != AV_PIX_FMT_NONE, PixelLayout(twin) != nil { return twin }
        guard sws_isSupportedInput(format) > 0, let descriptor = av_pix_fmt_desc_get(format) else { return nil }
        let d = descriptor.pointee
        func has(_ flag: Int32) -> Bool { d.flags & UInt64(flag) != 0 }
        let isDeep = (0..<Int32(d.nb_components)).contains { vigie_pixel_component(descriptor, $0).depth > 8 }
        let isXYZ = format == AV_PIX_FMT_XYZ12LE || format == AV_PIX_FMT_XYZ12BE
        if has(AV_PIX_FMT_FLAG_RGB) || has(AV_PIX_FMT_FLAG_PAL) || has(AV_PIX_FMT_FLAG_BAYER) || isXYZ {
            return isDeep ? AV_PIX_FMT_RGB48LE : AV_PIX_FMT_RGB24
        }
        if d.nb_components < 3 { return isDeep ? AV_PIX_FMT_GRAY16LE : AV_PIX_FMT_GRAY8 }
        return isDeep ? AV_PIX_FMT_YUV444P16LE : AV_PIX_FMT_YUV444P
    }
}
