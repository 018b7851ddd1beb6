internal import Glibc

/// Which regular file a path leads to, however it is written: links and detours such as `./` make no difference.
///
/// Equal for two paths where writing to one changes, or makes, what the other one names.
public struct FileIdentity: Sendable, Hashable {
    private let device: dev_t
    private let inode: ino_t
    /// The name of a file that is not there yet, in the directory that has these numbers.
    private let newName: String?

    /// The file that is read where `path` is an input; `-` is standard input.
    ///
    /// Nil where there is none, or what there is cannot lose anything: a pipe, a device, a directory.
    public init?(input path: String) {
        guard let status = path == "-" ? Self.status(of: STDIN_FILENO) : Self.status(at: path) else { return nil }
        self.init(status)
    }

    /// The file that is written, or made, where `path` is an output; `-` is standard output.
    ///
    /// Nil where it is a pipe, a device or a directory, or would lie in a directory that is not there.
    public init?(output path: String) {
        if let status = path == "-" ? Self.status(of: STDOUT_FILENO) : Self.status(at: path) {
            self.init(status)
            return
        }
        var place = path
        // A link to nothing: writing makes what it names. Linux follows 40.
        for _ in 0..<40 {
            guard let target = Self.target(ofLink: place) else { break }
            place = target.hasPrefix("/") ? target : Self.split(place).directory + target
        }
        let (directory, name) = Self.split(place)
        guard !name.isEmpty, let status = Self.status(at: directory) else { return nil }
        self.init(device: status.st_dev, inode: status.st_ino, newName: name)
    }

    private init?(_ status: stat) {
        guard status.st_mode & S_IFMT == S_IFREG else { return nil }
        self.init(device: status.st_dev, inode: status.st_ino, newName: nil)
    }

    private init(device: dev_t, inode: ino_t, newName: String?) {
        self.device = device
        self.inode = inode
        self.newName = newName
    }

    private static func status(at path: String) -> stat? {
        var status = stat()
        return unsafe stat(path, &status) == 0 ? status : nil
    }

    private static func status(of descriptor: Int32) -> stat? {
        var status = stat()
        return unsafe fstat(descriptor, &status) == 0 ? status : nil
    }

    private static func target(ofLink path: String) -> String? {
        unsafe withUnsafeTemporaryAllocation(of: CChar.self, capacity: Int(PATH_MAX)) { text in
            let count = unsafe readlink(path, text.baseAddress!, text.count)
            return count > 0 ? unsafe String(decoding: UnsafeRawBufferPointer(text)[..<count], as: UTF8.self) : nil
        }
    }

    /// `a/b/` and `c` of `a/b/c`; `./` and `c` of `c`.
    private static func split(_ path: String) -> (directory: String, name: String) {
        guard let slash = path.lastIndex(of: "/") else { return ("./", path) }
        return (String(path[...slash]), String(path[path.index(after: slash)...]))
    }
}
