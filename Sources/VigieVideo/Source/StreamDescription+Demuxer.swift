internal import CFFmpeg
internal import VigieCore

extension StreamDescription {
    init(_ demuxer: Demuxer, digest: FileDigest) {
        let stream = demuxer.stream.pointee
        let codec = stream.codecpar.pointee
        orientation = Self.orientation(of: demuxer.stream)
        (width, height) = orientation.upright(width: Int(codec.width), height: Int(codec.height))
        container = demuxer.container
        self.codec = string(avcodec_get_name(codec.codec_id)) ?? "unknown"
        pixelFormat = string(av_get_pix_fmt_name(AVPixelFormat(rawValue: codec.format)))
        timeBase = TimeBase(numerator: stream.time_base.num, denominator: stream.time_base.den)
        frameRate = Self.value(stream.avg_frame_rate) ?? Self.value(stream.r_frame_rate)
        matrix = codec.color_space == AVCOL_SPC_UNSPECIFIED ? nil : string(av_color_space_name(codec.color_space))
        range = codec.color_range == AVCOL_RANGE_UNSPECIFIED ? nil : string(av_color_range_name(codec.color_range))
        chromaLocation =
            codec.chroma_location == AVCHROMA_LOC_UNSPECIFIED
            ? nil : string(av_chroma_location_name(codec.chroma_location))
        expectedFrames = stream.nb_frames > 0 ? Int(stream.nb_frames) : nil
        duration =
            timestamp(stream.duration).flatMap { ticks in Self.value(stream.time_base).map { Double(ticks) * $0 } }
            ?? timestamp(demuxer.duration).map { Double($0) / Double(AV_TIME_BASE) }
        sha256 = digest.sha256
        bytes = digest.bytes
    }

    private static func orientation(of stream: UnsafeMutablePointer<AVStream>) -> Orientation {
        var bytes = 0
        let data = av_stream_get_side_data(stream, AV_PKT_DATA_DISPLAYMATRIX, &bytes)
        return Orientation(displayMatrix: data, bytes: bytes) ?? Orientation()
    }

    /// Nil for FFmpeg's 0/0 and 0/1, which mean unknown.
    private static func value(_ rational: AVRational) -> Double? {
        rational.num > 0 && rational.den > 0 ? Double(rational.num) / Double(rational.den) : nil
    }
}
