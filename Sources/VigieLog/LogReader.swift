internal import FoundationEssentials
internal import Glibc

/// Reads a log, line by line, in memory that does not grow with it.
public struct LogReader: ~Copyable {
    /// No line may be longer, in bytes.
    public static let longestLine = 16 << 20

    /// The log's path as it was given; `-` is standard input.
    public let path: String
    /// The number of the line that `next()` gave last, from 1; 0 before the first.
    public private(set) var line = 0
    /// Whether the last line had no end and was left out, which only a reader that tolerates it finds.
    public private(set) var isCut = false

    private let descriptor: Int32
    private let toleratesCut: Bool
    private let decoder = JSONDecoder()
    private var buffer = [UInt8](repeating: 0, count: 1 << 16)
    /// The bytes of `buffer` that were read and not yet given.
    private var unread = 0..<0
    /// Where in `buffer` the line stands that `next()` gave last.
    private var given = 0..<0

    /// Opens a log; `-` is standard input.
    ///
    /// - Parameter toleratesCut: Whether a last line without its end is left out instead of being an error.
    /// - Throws: `LogError.cannotRead`.
    public init(path: String, toleratesCut: Bool = false) throws(LogError) {
        let descriptor = path == "-" ? dup(STDIN_FILENO) : unsafe open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw .cannotRead(file: path, reason: systemError()) }
        self.path = path
        self.descriptor = descriptor
        self.toleratesCut = toleratesCut
    }

    deinit { close(descriptor) }

    /// The next record; nil at the end of the log.
    ///
    /// - Throws: `LogError.cannotRead`, `LogError.invalid`, `LogError.cut`.
    public mutating func next() throws(LogError) -> Record? {
        guard let range = try nextLine() else { return nil }
        given = range
        return try decode(range)
    }

    /// The next record of those whose lines look as if they were wanted, or do not show it at a glance; nil at the end of
    /// the log. Other lines are not read, so that nothing wrong with them is found.
    ///
    /// - Throws: As `next()` does.
    mutating func next(where isWanted: (LineGlance) -> Bool) throws(LogError) -> Record? {
        while let range = try nextLine() {
            if let glance = LineGlance(buffer[range]), !isWanted(glance) { continue }
            given = range
            return try decode(range)
        }
        return nil
    }

    /// The line that `next()` gave last, with the record that it gave.
    func line(of record: Record) -> LogLine { LogLine(number: line, record: record, bytes: Array(buffer[given])) }

    /// Goes back to the log's beginning.
    ///
    /// - Throws: `LogError.cannotRead` where that cannot be done, as with a pipe.
    mutating func rewind() throws(LogError) {
        guard lseek(descriptor, 0, SEEK_SET) == 0 else {
            throw .cannotRead(file: path, reason: "it has to be read more than once, so it must be a file")
        }
        unread = 0..<0
        line = 0
    }

    private func decode(_ range: Range<Int>) throws(LogError) -> Record {
        do {
            return try decoder.decode(Record.self, from: Data(buffer[range]))
        } catch let error as DecodingError {
            throw .invalid(file: path, line: line, reason: error.reason)
        } catch {
            throw .invalid(file: path, line: line, reason: "\(error)")
        }
    }

    /// Where the next line stands in `buffer`, without its LF; nil at the end.
    private mutating func nextLine() throws(LogError) -> Range<Int>? {
        var searched = 0
        while true {
            let end = lineFeed(in: unread.dropFirst(searched))
            guard (end ?? unread.upperBound) - unread.lowerBound <= Self.longestLine else {
                throw .invalid(
                    file: path, line: line + 1, reason: "the line is longer than \(Self.longestLine >> 20) MiB")
            }
            if let end {
                defer { unread = end + 1..<unread.upperBound }
                line += 1
                return unread.lowerBound..<end
            }
            searched = unread.count
            if try readMore() == 0 {
                if unread.isEmpty { return nil }
                guard toleratesCut else { throw .cut(file: path, line: line + 1) }
                isCut = true
                return nil
            }
        }
    }

    /// Where the first LF within `range` of `buffer` is.
    private func lineFeed(in range: Range<Int>) -> Int? {
        unsafe buffer.withUnsafeBytes { bytes in
            let start = unsafe bytes.baseAddress! + range.lowerBound
            return unsafe memchr(start, Int32(UInt8(ascii: "\n")), range.count).map { end in
                unsafe range.lowerBound + (UnsafeRawPointer(end) - start)
            }
        }
    }

    /// Moves `unread` to the front of `buffer` and reads behind it; 0 at the end of the file.
    private mutating func readMore() throws(LogError) -> Int {
        let (start, known) = (unread.lowerBound, unread.count)
        if known == buffer.count { buffer += [UInt8](repeating: 0, count: buffer.count) }
        let count = unsafe buffer.withUnsafeMutableBytes { bytes in
            let front = bytes.baseAddress!
            unsafe memmove(front, front + start, known)
            var count = 0
            repeat {
                count = unsafe read(descriptor, front + known, bytes.count - known)
            } while count < 0 && errno == EINTR
            return count
        }
        guard count >= 0 else { throw .cannotRead(file: path, reason: systemError()) }
        unread = 0..<known + count
        return count
    }
}
