internal import CFFmpeg

/// A video decoder with the settings that make its pictures equal on every machine.
final class Decoder {
    /// Nil only while `init` fails.
    private var opened: UnsafeMutablePointer<AVCodecContext>?

    init(_ stream: UnsafeMutablePointer<AVStream>, address: String, threads: Int) throws(VideoError) {
        let parameters = stream.pointee.codecpar!
        guard let codec = avcodec_find_decoder(parameters.pointee.codec_id) else {
            throw .noDecoder(
                address: address, codec: string(avcodec_get_name(parameters.pointee.codec_id)) ?? "this codec")
        }
        opened = avcodec_alloc_context3(codec)
        guard let opened else { throw .failed(operation: "opening \(address)", reason: "out of memory") }
        var status = avcodec_parameters_to_context(opened, parameters)
        guard status >= 0 else {
            throw .failed(operation: "opening \(address)", reason: FFmpegLibraries.message(status))
        }
        opened.pointee.pkt_timebase = stream.pointee.time_base
        opened.pointee.thread_count = Int32(threads)
        opened.pointee.idct_algo = FF_IDCT_SIMPLE
        // Frames before the first keyframe come too, marked: every frame is to be accounted for.
        opened.pointee.flags |= AV_CODEC_FLAG_BITEXACT | Int32(AV_CODEC_FLAG_OUTPUT_CORRUPT)
        // Without AV_EF_BUFFER, msmpeg4 hides most damage; without AV_EF_EXPLODE, MJPEG hides all of it. For codecs that
        // predict, AV_EF_EXPLODE would drop the frames that it finds damaged, and with them their index and time, and
        // finds hardly more (docs/video.md has the counts). It makes TIFF refuse sound pictures, for tags that FFmpeg has
        // no use for, such as the unit of the resolution.
        let mayExplode = isIntraOnly && codec.pointee.id != AV_CODEC_ID_TIFF
        opened.pointee.err_recognition =
            AV_EF_CRCCHECK | AV_EF_BITSTREAM | AV_EF_BUFFER | (mayExplode ? AV_EF_EXPLODE : 0)
        status = avcodec_open2(opened, codec, nil)
        guard status >= 0 else {
            throw .noDecoder(
                address: address,
                codec: "\(string(codec.pointee.name) ?? "this codec") (\(FFmpegLibraries.message(status)))")
        }
    }

    deinit { avcodec_free_context(&opened) }

    private var context: UnsafeMutablePointer<AVCodecContext> { opened! }

    /// Every picture stands by itself.
    var isIntraOnly: Bool {
        avcodec_descriptor_get(context.pointee.codec_id).map { $0.pointee.props & AV_CODEC_PROP_INTRA_ONLY != 0 }
            ?? false
    }

    /// Hands over a packet, nil at the end of the stream; FFmpeg's status. Frames that come of it carry `number`.
    func send(_ packet: UnsafeMutablePointer<AVPacket>?, number: Int64) -> Int32 {
        context.pointee.reordered_opaque = number
        return avcodec_send_packet(context, packet)
    }

    /// Forgets all frames, also those to refer to, so that a keyframe can come next.
    func flush() { avcodec_flush_buffers(context) }

    /// Whether frames that no other refers to go through the loop filter.
    var filtersAllFrames: Bool {
        get { context.pointee.skip_loop_filter == AVDISCARD_DEFAULT }
        set { context.pointee.skip_loop_filter = newValue ? AVDISCARD_DEFAULT : AVDISCARD_NONREF }
    }

    /// FFmpeg's status.
    func receive(into frame: DecodedPicture) -> Int32 { avcodec_receive_frame(context, frame.avFrame) }
}
