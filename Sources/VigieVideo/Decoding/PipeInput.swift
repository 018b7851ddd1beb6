internal import CFFmpeg
internal import Glibc

/// Bytes of a pipe for FFmpeg, whose own reading of pipes blocks where nobody can interrupt it.
final class PipeInput {
    let context: UnsafeMutablePointer<AVIOContext>
    private let source: Source

    /// What FFmpeg's callback is given.
    private final class Source {
        let descriptor: Int32
        let interruption: Interruption

        init(descriptor: Int32, interruption: Interruption) {
            self.descriptor = descriptor
            self.interruption = interruption
        }

        deinit { if descriptor != STDIN_FILENO { close(descriptor) } }

        /// AVIOContext.read_packet: at least one byte, or an error.
        func read(into buffer: UnsafeMutablePointer<UInt8>?, count: Int32) -> Int32 {
            while !interruption.isInterrupted() {
                var waiting = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
                let ready = poll(&waiting, 1, PipeInput.patienceInMilliseconds)
                if ready == 0 || ready < 0 && errno == EINTR { continue }
                let count = Glibc.read(descriptor, buffer, Int(count))
                if count < 0, errno == EINTR || errno == EAGAIN { continue }
                return count > 0 ? Int32(count) : count == 0 ? vigie_averror_eof : vigie_averror(errno)
            }
            return vigie_averror_exit
        }
    }

    /// How long Ctrl-C may wait.
    private static let patienceInMilliseconds: Int32 = 100
    private static let bufferSize = 1 << 16

    /// - Parameter path: nil for standard input.
    init(path: String?, address: String, interruption: Interruption) throws(VideoError) {
        // Without O_NONBLOCK a named pipe would block here until somebody writes.
        let descriptor = path.map { open($0, O_RDONLY | O_CLOEXEC | O_NONBLOCK) } ?? STDIN_FILENO
        guard descriptor >= 0 else { throw .unreadable(address: address, reason: FFmpegLibraries.message(-errno)) }
        source = Source(descriptor: descriptor, interruption: interruption)
        var buffer = av_malloc(Self.bufferSize)
        let context = avio_alloc_context(
            buffer?.assumingMemoryBound(to: UInt8.self), Int32(Self.bufferSize), 0,
            Unmanaged.passUnretained(source).toOpaque(),
            { Unmanaged<Source>.fromOpaque($0!).takeUnretainedValue().read(into: $1, count: $2) }, nil, nil)
        guard let context else {
            av_freep(&buffer)
            throw .failed(operation: "opening \(address)", reason: "out of memory")
        }
        context.pointee.seekable = 0
        self.context = context
    }

    deinit {
        // FFmpeg may have put another buffer in the place of ours.
        av_freep(&context.pointee.buffer)
        var freed: UnsafeMutablePointer<AVIOContext>? = context
        avio_context_free(&freed)
    }
}
