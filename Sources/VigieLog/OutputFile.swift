internal import Glibc

/// A file that lines are written to, or a pipe, or standard output.
///
/// - `-` and `/dev/stdout` are standard output, as it is.
/// - A pipe or device that exists is written to as it is.
/// - A regular file is created, and an existing one is replaced only where that is allowed.
public struct OutputFile: ~Copyable {
    /// The path as it was given; `-` is standard output.
    public let path: String
    /// Whether a regular file was there and its content is gone.
    public let replacedExisting: Bool
    private let descriptor: Int32
    /// Whether the descriptor is that of a regular file that this value opened.
    private let isOwn: Bool
    /// Bytes written so far.
    private var count = 0

    /// - Parameter inputs: Paths of what is read, which are never replaced, whatever `overwrite` says; `-` is standard input.
    /// - Throws: `LogError.isInput`, `LogError.exists`, `LogError.cannotCreate`.
    public init(path: String, overwrite: Bool, inputs: [String] = []) throws(LogError) {
        if let identity = FileIdentity(output: path),
            let input = inputs.first(where: { FileIdentity(input: $0) == identity })
        {
            throw .isInput(file: path, input: input)
        }
        let create = O_WRONLY | O_CLOEXEC
        var descriptor: Int32
        var isOwn = true
        var replaces = false
        if path == "-" || path == "/dev/stdout" {
            descriptor = dup(STDOUT_FILENO)
            isOwn = false
        } else {
            descriptor = unsafe open(path, create | O_CREAT | O_EXCL, 0o644)
            if descriptor < 0 && errno == EEXIST {
                var status = stat()
                replaces = unsafe stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
                isOwn = replaces
                if replaces && !overwrite { throw .exists(file: path) }
                descriptor = unsafe open(path, replaces ? create | O_TRUNC : create)
            }
        }
        guard descriptor >= 0 else { throw .cannotCreate(file: path, reason: systemError()) }
        self.path = path
        self.replacedExisting = replaces
        self.descriptor = descriptor
        self.isOwn = isOwn
    }

    deinit { close(descriptor) }

    /// Writes `lines` whole, each with its LF.
    ///
    /// Where that fails, a regular file is cut back to its last whole line. A reader of a pipe that has gone raises
    /// SIGPIPE, which ends the program unless it is ignored; then it is an error like the others.
    ///
    /// - Throws: `LogError.writeFailed`.
    public mutating func write(_ lines: [UInt8]) throws(LogError) {
        var written = 0
        while written < lines.count {
            let step = unsafe lines.withUnsafeBytes { bytes in
                unsafe Glibc.write(descriptor, bytes.baseAddress! + written, bytes.count - written)
            }
            if step >= 0 {
                written += step
            } else if errno != EINTR {
                let reason = systemError()
                if isOwn {
                    let whole = lines[..<written].lastIndex(of: .init(ascii: "\n")).map { $0 + 1 } ?? 0
                    ftruncate(descriptor, count + whole)
                }
                throw .writeFailed(file: path, reason: reason)
            }
        }
        count += written
    }

    /// Waits until a regular file is on its disk, which is where some file systems report that they are full.
    ///
    /// - Throws: `LogError.writeFailed`.
    public mutating func synchronise() throws(LogError) {
        guard isOwn else { return }
        if fsync(descriptor) != 0 { throw .writeFailed(file: path, reason: systemError()) }
    }

    /// Removes a regular file that turned out to be of no use.
    public consuming func discard() {
        if isOwn { unsafe unlink(path) }
    }
}

/// What the last system call that failed says, as the end of a sentence.
func systemError() -> String { unsafe String(cString: strerror(errno)) }
