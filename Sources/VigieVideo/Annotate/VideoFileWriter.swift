internal import CFFmpeg
internal import Glibc
internal import VigieCore

/// Encodes yuv420p pictures and writes them to a file: H.264 where this FFmpeg can, else MPEG-4 part 2.
///
/// The same pictures give the same bytes: one encoder thread, so that nothing depends on the number of cores, and no
/// dates, versions or random identifiers in the file.
final class VideoFileWriter {
    private let path: String
    private let encoders: [UnsafePointer<AVCodec>]
    private let container: UnsafeMutablePointer<AVFormatContext>
    private let packet: UnsafeMutablePointer<AVPacket>
    private var encoder: UnsafeMutablePointer<AVCodecContext>?
    private var state = State.empty
    private var frames = 0

    private enum State {
        /// Created; the first picture decides what the header says.
        case empty
        /// The header is written.
        case open(OutputClock)
        /// There is no header, so there is nothing to complete.
        case unusable(AnnotationError)
        case finished
    }

    /// Creates the file.
    ///
    /// - Parameter encoders: What to try, in order.
    init(
        path: String, overwrite: Bool, encoders: [UnsafePointer<AVCodec>] = VideoFileWriter.encoders
    ) throws(AnnotationError) {
        // A name, not a URL: FFmpeg would take what stands before a colon for a protocol.
        let address = "file:" + path
        guard let format = av_guess_format(nil, path, nil),
            ["mp4", "mov", "matroska", "avi"].contains(String(cString: format.pointee.name))
        else { throw .unknownContainer(path: path) }
        let descriptor = open(path, O_WRONLY | O_CREAT | O_CLOEXEC | (overwrite ? O_TRUNC : O_EXCL), 0o666)
        guard descriptor >= 0 else {
            throw errno == EEXIST
                ? .exists(path: path) : .cannotCreate(path: path, reason: String(cString: strerror(errno)))
        }
        close(descriptor)
        var container: UnsafeMutablePointer<AVFormatContext>?
        var packet = av_packet_alloc()
        var status = avformat_alloc_output_context2(&container, format, nil, address)
        if status >= 0 { status = avio_open(&container!.pointee.pb, address, AVIO_FLAG_WRITE) }
        guard status >= 0, let container, let packet else {
            avformat_free_context(container)
            av_packet_free(&packet)
            throw .cannotCreate(path: path, reason: FFmpegStatus(code: min(status, -ENOMEM)).reason)
        }
        container.pointee.flags |= AVFMT_FLAG_BITEXACT
        (self.path, self.encoders, self.container, self.packet) = (path, encoders, container, packet)
    }

    deinit {
        // Nobody is left to tell; what can be saved of the file is.
        do { try finish() } catch {}
        var packet: UnsafeMutablePointer<AVPacket>? = packet
        av_packet_free(&packet)
        avcodec_free_context(&encoder)
        avformat_free_context(container)
    }

    /// FFmpeg's name of the encoder in use; before the first picture, of the one that is tried first.
    var encoderName: String {
        let codec = encoder.map { $0.pointee.codec } ?? encoders.first
        return codec.map { String(cString: $0.pointee.name) } ?? "none"
    }

    /// Encodes `picture`; it must have the first one's size.
    ///
    /// - Parameters:
    ///   - time: Its time in the source; see `OutputClock.stamp`.
    ///   - source: The tick and the frame rate that the first picture sets up the file with.
    func write(
        _ picture: UnsafeMutablePointer<AVFrame>, at time: MediaTime?, source: (tick: AVRational, rate: AVRational)
    ) throws(AnnotationError) {
        var clock: OutputClock
        switch state {
        case .empty:
            do {
                clock = try start(like: picture, source: source)
            } catch {
                state = .unusable(error)
                throw error
            }
        case .open(let running): clock = running
        case .unusable(let error): throw error
        case .finished: preconditionFailure("\(path) is finished; nothing can be added")
        }
        picture.pointee.pts = clock.stamp(time)
        picture.pointee.pict_type = AV_PICTURE_TYPE_NONE
        state = .open(clock)
        let status = avcodec_send_frame(encoder, picture)
        guard status >= 0 else {
            throw .badPicture(path: path, frame: frames, reason: FFmpegStatus(code: status).reason)
        }
        frames += 1
        try drain(clock)
    }

    /// Writes what the encoder still holds and the index, and closes the file. Without a picture no file is left.
    ///
    /// The file is closed, and as complete as can be, even where this throws. Further calls do nothing.
    func finish() throws(AnnotationError) {
        var failure: AnnotationError?
        func attempt(_ step: () throws(AnnotationError) -> Void) {
            do { try step() } catch { failure = failure ?? error }
        }
        switch state {
        case .finished: return
        case .empty: unlink(path)
        case .unusable(let error):
            unlink(path)
            failure = error
        case .open(let clock):
            attempt { () throws(AnnotationError) in
                try check(avcodec_send_frame(encoder, nil))
                try drain(clock)
            }
            attempt { () throws(AnnotationError) in try check(av_write_trailer(container)) }
        }
        state = .finished
        attempt { () throws(AnnotationError) in try check(avio_closep(&container.pointee.pb)) }
        if let failure { throw failure }
    }

    // MARK: Setting up

    /// libx264, any other encoder of H.264, MPEG-4 part 2: those that this FFmpeg has.
    static var encoders: [UnsafePointer<AVCodec>] {
        [
            avcodec_find_encoder_by_name("libx264"), avcodec_find_encoder(AV_CODEC_ID_H264),
            avcodec_find_encoder(AV_CODEC_ID_MPEG4),
        ].compactMap(\.self)
    }

    private func start(
        like picture: UnsafePointer<AVFrame>, source: (tick: AVRational, rate: AVRational)
    ) throws(AnnotationError) -> OutputClock {
        var reason = "none is built in"
        for codec in encoders {
            do {
                encoder = try context(for: codec, like: picture, source: source)
                break
            } catch { reason = error.reason }
        }
        guard let encoder, let stream = avformat_new_stream(container, nil) else {
            throw .noEncoder(path: path, reason: reason)
        }
        stream.pointee.time_base = encoder.pointee.time_base
        stream.pointee.avg_frame_rate = source.rate
        stream.pointee.sample_aspect_ratio = encoder.pointee.sample_aspect_ratio
        try check(avcodec_parameters_from_context(stream.pointee.codecpar, encoder))
        var options: OpaquePointer?
        defer { av_dict_free(&options) }
        // The index before the pictures: a browser shows the video while it loads. Other containers ignore the option.
        try check(av_dict_set(&options, "movflags", "+faststart", 0))
        try check(avformat_write_header(container, &options))
        return OutputClock(timeBase: encoder.pointee.time_base, frameRate: source.rate)
    }

    private func context(
        for codec: UnsafePointer<AVCodec>, like picture: UnsafePointer<AVFrame>,
        source: (tick: AVRational, rate: AVRational)
    ) throws(FFmpegStatus) -> UnsafeMutablePointer<AVCodecContext> {
        guard let context = avcodec_alloc_context3(codec) else { throw .outOfMemory }
        context.pointee.width = picture.pointee.width
        context.pointee.height = picture.pointee.height
        context.pointee.pix_fmt = AV_PIX_FMT_YUV420P
        context.pointee.sample_aspect_ratio = picture.pointee.sample_aspect_ratio
        context.pointee.color_range = picture.pointee.color_range
        context.pointee.colorspace = picture.pointee.colorspace
        context.pointee.color_primaries = picture.pointee.color_primaries
        context.pointee.color_trc = picture.pointee.color_trc
        context.pointee.time_base = tick(for: codec, source: source)
        context.pointee.framerate = source.rate
        context.pointee.thread_count = 1
        // No reordering: every container then keeps the source's time stamps, AVI included.
        context.pointee.max_b_frames = 0
        context.pointee.flags |= AV_CODEC_FLAG_BITEXACT
        if container.pointee.oformat.pointee.flags & AVFMT_GLOBALHEADER != 0 {
            context.pointee.flags |= AV_CODEC_FLAG_GLOBAL_HEADER
        }
        var options: OpaquePointer?
        defer { av_dict_free(&options) }
        do {
            if codec.pointee.id == AV_CODEC_ID_MPEG4 {
                context.pointee.flags |= AV_CODEC_FLAG_QSCALE
                context.pointee.global_quality = 4 * FF_QP2LAMBDA
            } else {
                try FFmpegStatus.check(av_dict_set(&options, "crf", "23", 0))
                try FFmpegStatus.check(av_dict_set(&options, "preset", "veryfast", 0))
            }
            try FFmpegStatus.check(avcodec_open2(context, codec, &options))
        } catch {
            var context: UnsafeMutablePointer<AVCodecContext>? = context
            avcodec_free_context(&context)
            throw error
        }
        return context
    }

    /// The source's tick, or the finest that codec and container can do.
    private func tick(for codec: UnsafePointer<AVCodec>, source: (tick: AVRational, rate: AVRational)) -> AVRational {
        switch String(cString: container.pointee.oformat.pointee.name) {
        // AVI counts pictures; time stamps are rounded to the frame rate.
        case "avi": av_inv_q(source.rate)
        case "matroska": AVRational(num: 1, den: 1000)
        // ISO/IEC 14496-2 §6.3.3: vop_time_increment_resolution has 16 bits. 60,000 is a multiple of the usual rates.
        case _ where codec.pointee.id == AV_CODEC_ID_MPEG4 && source.tick.den > 65535:
            AVRational(num: 1, den: 60_000)
        default: source.tick
        }
    }

    // MARK: Writing

    private func drain(_ clock: OutputClock) throws(AnnotationError) {
        let stream = container.pointee.streams[0]!.pointee
        while true {
            let status = avcodec_receive_packet(encoder, packet)
            if status == vigie_averror(EAGAIN) || status == vigie_averror_eof { return }
            try check(status)
            if packet.pointee.duration == 0 { packet.pointee.duration = clock.frameDuration }
            av_packet_rescale_ts(packet, clock.timeBase, stream.time_base)
            packet.pointee.stream_index = 0
            try check(av_write_frame(container, packet))
            av_packet_unref(packet)
        }
    }

    private func check(_ status: Int32) throws(AnnotationError) {
        guard status >= 0 else { throw .writeFailed(path: path, reason: FFmpegStatus(code: status).reason) }
    }
}
