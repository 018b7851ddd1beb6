internal import Glibc
internal import VigieCore

/// SHA-256 and size of files, one after the other; nil for what can be read only once.
struct FileDigest: Sendable, Hashable {
    var sha256: Digest?
    var bytes: Int64?

    init() {}

    /// - Throws: `unreadable`, `interrupted`.
    init(of paths: [String], address: String, isInterrupted: () -> Bool) throws(VideoError) {
        let piece = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 20, alignment: 64)
        defer { piece.deallocate() }
        var builder = DigestBuilder()
        var total: Int64 = 0
        for path in paths {
            let file = try File(path, address: address)
            while true {
                if isInterrupted() { throw .interrupted(address: address) }
                let count = Glibc.read(file.descriptor, piece.baseAddress, piece.count)
                if count < 0, errno == EINTR { continue }
                guard count >= 0 else { throw .unreadable(address: address, reason: FFmpegLibraries.message(-errno)) }
                if count == 0 { break }
                builder.update(UnsafeRawBufferPointer(rebasing: piece[..<count]))
                total += Int64(count)
            }
        }
        sha256 = builder.finish()
        bytes = total
    }

    private struct File: ~Copyable {
        let descriptor: Int32

        init(_ path: String, address: String) throws(VideoError) {
            descriptor = open(path, O_RDONLY | O_CLOEXEC)
            guard descriptor >= 0 else { throw .unreadable(address: address, reason: FFmpegLibraries.message(-errno)) }
        }

        deinit { close(descriptor) }
    }
}
