internal import VigieCore

#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#else
    internal import Darwin
#endif

/// What the system says of a call that failed.
struct SystemError: Error, CustomStringConvertible {
    let code: Int32

    /// Of the call just made.
    init() { code = errno }

    var isAbsence: Bool { code == ENOENT || code == ENOTDIR }
    var isLockedByAnother: Bool { code == EWOULDBLOCK }
    var description: String { String(cString: strerror(code)) }
}

/// An open file; closed when it goes.
struct SystemFile: ~Copyable {
    private let descriptor: Int32

    enum Access {
        case read
        /// For reading and writing; made where it is not there, its content kept where it is.
        case update
    }

    init(_ path: String, _ access: Access) throws(SystemError) {
        let flags = access == .read ? O_RDONLY : O_RDWR | O_CREAT
        descriptor = open(path, flags | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw SystemError() }
    }

    deinit { close(descriptor) }

    func size() throws(SystemError) -> Int {
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw SystemError() }
        return Int(status.st_size)
    }

    /// Keeps other processes that ask the same from the file until it is closed.
    func lock() throws(SystemError) {
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else { throw SystemError() }
    }

    /// Cuts the file to its first `size` bytes and goes to their end.
    func truncate(to size: Int) throws(SystemError) {
        guard ftruncate(descriptor, off_t(size)) == 0, lseek(descriptor, off_t(size), SEEK_SET) >= 0 else {
            throw SystemError()
        }
    }

    func read(into buffer: UnsafeMutableRawBufferPointer) throws(SystemError) -> Int {
        while true {
            let count = systemRead(descriptor, buffer.baseAddress, buffer.count)
            if count >= 0 { return count }
            guard errno == EINTR else { throw SystemError() }
        }
    }

    func write(_ bytes: UnsafeRawBufferPointer) throws(SystemError) {
        var rest = bytes
        while !rest.isEmpty {
            let count = systemWrite(descriptor, rest.baseAddress, rest.count)
            if count < 0 {
                guard errno == EINTR else { throw SystemError() }
                continue
            }
            rest = UnsafeRawBufferPointer(rebasing: rest[count...])
        }
    }

    /// Waits until the content is on the disk.
    func synchronise() throws(SystemError) {
        guard fsync(descriptor) == 0 else { throw SystemError() }
    }

    /// Takes the whole file into `digest`, and stands at its end then.
    func digestAll(into digest: inout DigestBuilder) throws(SystemError) {
        guard lseek(descriptor, 0, SEEK_SET) >= 0 else { throw SystemError() }
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 18, alignment: 16)
        defer { buffer.deallocate() }
        while true {
            let count = try read(into: buffer)
            if count == 0 { return }
            digest.update(UnsafeRawBufferPointer(rebasing: buffer[..<count]))
        }
    }
}

/// Changes to the file tree.
enum FileTree {
    /// Makes a directory and those above it, where they are not there.
    static func makeDirectory(_ path: String) throws(SystemError) {
        if mkdir(path, 0o755) == 0 || (errno == EEXIST && isDirectory(path)) { return }
        let error = SystemError()
        guard error.code == ENOENT, let slash = path.lastIndex(of: "/"), slash != path.startIndex else { throw error }
        try makeDirectory(String(path[..<slash]))
        guard mkdir(path, 0o755) == 0 || errno == EEXIST else { throw SystemError() }
    }

    /// Puts a file in the place of another, in one step.
    static func move(_ path: String, to target: String) throws(SystemError) {
        guard rename(path, target) == 0 else { throw SystemError() }
    }

    static func remove(_ path: String) throws(SystemError) {
        guard unlink(path) == 0 || errno == ENOENT else { throw SystemError() }
    }

    static func isDirectory(_ path: String) -> Bool {
        var status = stat()
        return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
    }
}

// Under names that the methods above do not hide.
private func systemRead(_ file: Int32, _ buffer: UnsafeMutableRawPointer?, _ count: Int) -> Int {
    read(file, buffer, count)
}

private func systemWrite(_ file: Int32, _ buffer: UnsafeRawPointer?, _ count: Int) -> Int {
    write(file, buffer, count)
}
