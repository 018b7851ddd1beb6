internal import CFFmpeg
internal import VigieCore

/// An opened container, reduced to its one video stream.
final class Demuxer {
    /// Where the bytes come from.
    enum Input {
        case file(path: String)
        /// Nil for standard input.
        case pipe(path: String?)
        case url(String)
    }

    /// For messages: without credentials.
    let address: String
    /// Nil only while `init` fails.
    private var opened: UnsafeMutablePointer<AVFormatContext>?
    private var streamIndex: Int32 = -1
    private let interruption: Interruption
    private let pipe: PipeInput?

    /// - Parameter address: what the user wrote.
    init(_ input: Input, address: String, options: VideoOptions) throws(VideoError) {
        FFmpegLibraries.silence
        self.address = Credentials.hidden(in: address)
        interruption = Interruption(options.isInterrupted)
        var dictionary = OptionDictionary()
        var source: String?
        var isRemote = false
        switch input {
        case .file(let path):
            source = "file:" + path
            pipe = nil
            dictionary.allowLocalFiles()
        case .pipe(let path):
            pipe = try PipeInput(path: path, address: self.address, interruption: interruption)
            dictionary.allowLocalFiles()
        case .url(let url):
            source = url
            isRemote = true
            pipe = nil
            dictionary.allowNetwork(timeoutInSeconds: options.networkTimeout, isRTSP: url.hasPrefix("rtsp"))
        }
        opened = avformat_alloc_context()
        guard let opened else { throw .failed(operation: "opening \(self.address)", reason: "out of memory") }
        opened.pointee.interrupt_callback = interruption.callback
        opened.pointee.pb = pipe?.context
        // Frees the context, and clears `self.opened`, where it fails.
        var status = avformat_open_input(&self.opened, source, nil, &dictionary.pointer)
        guard status >= 0 else { throw openingError(status, isRemote: isRemote) }
        status = avformat_find_stream_info(opened, nil)
        guard status >= 0 else { throw openingError(status, isRemote: isRemote) }
        streamIndex = try videoStream()
        for index in 0..<Int32(opened.pointee.nb_streams) where index != streamIndex {
            vigie_stream(opened, index).pointee.discard = AVDISCARD_ALL
        }
    }

    deinit { avformat_close_input(&opened) }

    private var context: UnsafeMutablePointer<AVFormatContext> { opened! }

    var stream: UnsafeMutablePointer<AVStream> { vigie_stream(context, streamIndex) }

    /// FFmpeg's short name, such as `avi`.
    var container: String { string(context.pointee.iformat.pointee.name) ?? "unknown" }

    /// In AV_TIME_BASE; AV_NOPTS_VALUE where unknown.
    var duration: Int64 { context.pointee.duration }

    /// Byte at which reading stands; nil where the container does its own reading.
    var position: Int64? { context.pointee.pb.map { avio_seek($0, 0, SEEK_CUR) } }

    /// What stopped the bytes from coming, where a container that ended may have ended early; 0 where nothing did.
    var inputError: Int32 {
        let error = context.pointee.pb.map { $0.pointee.error } ?? 0
        return error == vigie_averror_eof ? 0 : error
    }

    /// Reads the next packet of the video stream; FFmpeg's status.
    func read(_ packet: UnsafeMutablePointer<AVPacket>) -> Int32 {
        while true {
            let status = av_read_frame(context, packet)
            if status < 0 || packet.pointee.stream_index == streamIndex { return status }
            av_packet_unref(packet)
        }
    }

    /// The best stream that is neither a cover picture nor text that FFmpeg would paint.
    private func videoStream() throws(VideoError) -> Int32 {
        let best = av_find_best_stream(context, AVMEDIA_TYPE_VIDEO, -1, -1, nil, 0)
        let others = 0..<Int32(context.pointee.nb_streams)
        guard let index = ([best] + others).first(where: { $0 >= 0 && isFootage(vigie_stream(context, $0).pointee) })
        else {
            throw .noVideo(address: address, container: container)
        }
        return index
    }

    private func isFootage(_ stream: AVStream) -> Bool {
        let codec = stream.codecpar.pointee
        return codec.codec_type == AVMEDIA_TYPE_VIDEO && stream.disposition & AV_DISPOSITION_ATTACHED_PIC == 0
            && ![AV_CODEC_ID_NONE, AV_CODEC_ID_ANSI, AV_CODEC_ID_BINTEXT, AV_CODEC_ID_XBIN, AV_CODEC_ID_IDF].contains(
                codec.codec_id)
    }

    private func openingError(_ status: Int32, isRemote: Bool) -> VideoError {
        let reason = FFmpegLibraries.message(status)
        return switch status {
        case vigie_averror_exit: .interrupted(address: address)
        case vigie_averror_protocol_not_found: .unknownProtocol(address: address)
        case vigie_averror_invaliddata: .notMedia(address: address, reason: reason)
        default: isRemote ? .unreachable(address: address, reason: reason) : .notMedia(address: address, reason: reason)
        }
    }
}
