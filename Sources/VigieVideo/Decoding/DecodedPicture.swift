internal import CFFmpeg

/// An `AVFrame` and, once decoded into, one reference to the decoder's buffer behind it.
final class DecodedPicture {
    let avFrame: UnsafeMutablePointer<AVFrame>

    init() throws(VideoError) {
        guard let avFrame = av_frame_alloc() else {
            throw .failed(operation: "allocating a frame", reason: "out of memory")
        }
        self.avFrame = avFrame
    }

    deinit {
        var frame: UnsafeMutablePointer<AVFrame>? = avFrame
        av_frame_free(&frame)
    }

    /// The packet it came of.
    var packet: Int64 { avFrame.pointee.reordered_opaque }

    var isKeyframe: Bool { avFrame.pointee.key_frame != 0 }

    /// Nil where the decoder gave none and could guess none.
    var pts: Int64? { timestamp(avFrame.pointee.best_effort_timestamp) }

    /// Byte in the file of the packet it came of.
    var position: Int64? { avFrame.pointee.pkt_pos >= 0 ? avFrame.pointee.pkt_pos : nil }

    /// What the decoder says is wrong with it; nil where nothing is.
    var damage: String? {
        let errors = avFrame.pointee.decode_error_flags
        if errors & FF_DECODE_ERROR_MISSING_REFERENCE != 0 { return "a reference picture is missing" }
        if errors & FF_DECODE_ERROR_INVALID_BITSTREAM != 0 { return "invalid bitstream" }
        if errors & (FF_DECODE_ERROR_CONCEALMENT_ACTIVE | FF_DECODE_ERROR_DECODE_SLICES) != 0 {
            return "parts of the picture could not be decoded"
        }
        return errors != 0 || avFrame.pointee.flags & AV_FRAME_FLAG_CORRUPT != 0
            ? "the decoder marked the picture as corrupt" : nil
    }

    /// The orientation that the frame itself carries; nil where it carries none.
    var orientation: Orientation? {
        guard let side = av_frame_get_side_data(avFrame, AV_FRAME_DATA_DISPLAYMATRIX) else { return nil }
        return Orientation(displayMatrix: side.pointee.data, bytes: Int(side.pointee.size))
    }
}

/// Nil for AV_NOPTS_VALUE.
func timestamp(_ value: Int64) -> Int64? { value == vigie_nopts ? nil : value }

extension Orientation {
    /// From FFmpeg's side data: nine 32-bit numbers, row by row.
    init?(displayMatrix data: UnsafePointer<UInt8>?, bytes: Int) {
        guard let data, bytes >= 36 else { return nil }
        let matrix = UnsafeRawPointer(data)
        func entry(_ i: Int) -> Int32 { matrix.loadUnaligned(fromByteOffset: 4 * i, as: Int32.self) }
        self.init(a: entry(0), b: entry(1), c: entry(3), d: entry(4))
    }
}
