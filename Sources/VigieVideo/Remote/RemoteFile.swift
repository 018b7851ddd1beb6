internal import CFFmpeg
internal import VigieCore

/// The bytes behind an `http`, `https` or `file` address, from an offset on.
///
/// Certificates are verified. Reading blocks.
///
/// `@unchecked Sendable`: the connection is reached through this one value only, which cannot be copied.
public struct RemoteFile: ~Copyable, @unchecked Sendable {
    private let connection: Connection
    private let address: String

    /// Size of the whole file, not only of what follows the offset; nil where the server does not say.
    public let size: Int64?

    /// - Parameters:
    ///   - offset: First byte to read.
    ///   - isInterrupted: Asked often while this blocks; true ends it.
    ///   - timeout: Seconds until a silent server counts as unreachable.
    /// - Throws: `unreachable` with the server's or the system's reason, also where the server cannot start at the offset;
    ///   `unknownProtocol`, `interrupted`.
    public init(
        address: String, offset: Int64 = 0, timeout: Int = 30, isInterrupted: @escaping @Sendable () -> Bool = { false }
    ) throws(VideoError) {
        precondition(offset >= 0, "a file has no byte \(offset)")
        self.address = Credentials.hidden(in: address)
        connection = try Connection(
            address, name: self.address, offset: offset, timeout: timeout, isInterrupted: isInterrupted)
        size = connection.size
    }

    /// Reads what is there, at least one byte.
    ///
    /// - Returns: The number of bytes written to the start of `buffer`; 0 at the end.
    /// - Throws: `unreachable` where the connection breaks, `interrupted`.
    public mutating func read(into buffer: UnsafeMutableRawBufferPointer) throws(VideoError) -> Int {
        guard buffer.count > 0 else { return 0 }
        let count = connection.read(into: buffer)
        if count == vigie_averror_eof { return 0 }
        guard count >= 0 else { throw connection.error(count, name: address) }
        return Int(count)
    }

    private final class Connection {
        private var context: UnsafeMutablePointer<AVIOContext>?
        private let interruption: Interruption

        init(
            _ address: String, name: String, offset: Int64, timeout: Int, isInterrupted: @escaping @Sendable () -> Bool
        ) throws(VideoError) {
            FFmpegLibraries.silence
            interruption = Interruption(isInterrupted)
            let isFile = address.hasPrefix("file:")
            var options = OptionDictionary()
            if isFile {
                options.allowLocalFiles()
            } else {
                options.allowNetwork(timeoutInSeconds: timeout, isRTSP: false)
                options.set("offset", "\(offset)")
            }
            var callback = interruption.callback
            let source = address.hasPrefix("file://") ? "file:" + address.dropFirst(7) : address
            let status = avio_open2(&context, source, AVIO_FLAG_READ, &callback, &options.pointer)
            guard status >= 0 else { throw error(status, name: name) }
            if isFile, offset > 0 {
                let position = avio_seek(context, offset, SEEK_SET)
                guard position >= 0 else { throw error(Int32(position), name: name) }
            }
        }

        deinit { avio_closep(&context) }

        var size: Int64? {
            let size = avio_size(context)
            return size >= 0 ? size : nil
        }

        func read(into buffer: UnsafeMutableRawBufferPointer) -> Int32 {
            avio_read_partial(context, buffer.baseAddress, Int32(min(buffer.count, Int(Int32.max))))
        }

        func error(_ status: Int32, name: String) -> VideoError {
            switch status {
            case vigie_averror_exit: .interrupted(address: name)
            case vigie_averror_protocol_not_found: .unknownProtocol(address: name)
            // What FFmpeg's http returns where the answer does not start at the byte that was asked for.
            case -1: .unreachable(address: name, reason: "the server cannot continue a download in the middle")
            default: .unreachable(address: name, reason: FFmpegLibraries.message(status))
            }
        }
    }
}
