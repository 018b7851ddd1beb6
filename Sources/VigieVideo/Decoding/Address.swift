internal import Glibc

/// What a user wrote to say where footage is.
enum Address: Hashable {
    /// A regular file.
    case file(path: String)
    /// What can be read only once: a named pipe, a device; nil is standard input.
    case pipe(path: String?)
    case directory(path: String)
    /// `frames/%06d.jpg`: `digits` is the least number of digits.
    case pattern(directory: String, prefix: String, digits: Int, suffix: String)
    case url(String)

    /// - Throws: `missing`, `unreadable`, `empty`.
    init(_ text: String) throws(VideoError) {
        if text == "-" {
            self = .pipe(path: nil)
            return
        }
        if text.contains("://"), !text.hasPrefix("file://") {
            self = .url(text)
            return
        }
        let path = text.hasPrefix("file:") ? String(text.dropFirst(text.hasPrefix("file://") ? 7 : 5)) : text
        var status = stat()
        guard stat(path, &status) == 0 else {
            let reason = errno
            if reason == ENOENT, let pattern = Self.pattern(in: path) {
                self = pattern
                return
            }
            throw reason == ENOENT
                ? .missing(address: text) : .unreadable(address: text, reason: FFmpegLibraries.message(-reason))
        }
        guard access(path, R_OK) == 0 else { throw .unreadable(address: text, reason: FFmpegLibraries.message(-errno)) }
        switch status.st_mode & S_IFMT {
        case S_IFDIR: self = .directory(path: path)
        case S_IFREG where status.st_size == 0: throw .empty(address: text)
        case S_IFREG: self = .file(path: path)
        default: self = .pipe(path: path)
        }
    }

    /// The one `%d` or `%0Nd` in the last part of a path.
    private static func pattern(in path: String) -> Address? {
        let slash = path.lastIndex(of: "/")
        let directory = slash.map { String(path[...$0]) } ?? "."
        let name = slash.map { path[path.index(after: $0)...] } ?? path[...]
        guard let match = name.firstMatch(of: /%(0(\d{1,2}))?d/), !name[match.range.upperBound...].contains("%") else {
            return nil
        }
        return .pattern(
            directory: directory, prefix: String(name[..<match.range.lowerBound]),
            digits: match.2.flatMap { Int($0) } ?? 1,
            suffix: String(name[match.range.upperBound...]))
    }
}
