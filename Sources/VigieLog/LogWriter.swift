internal import VigieCore

/// Writes a log, line by line, and takes the digest of its decision lines.
///
/// ```swift
/// var log = try LogWriter(path: "vtest.jsonl", overwrite: false)
/// log.append(.run(run))
/// for … {
///     log.append(.frame(frame))
///     try log.flush()  // once a frame
/// }
/// let end = try log.finish(EndRecord(…))
/// ```
/// After a failed `flush()` the file holds whole lines and no more are written.
public struct LogWriter: ~Copyable {
    private var file: OutputFile
    private var lines = CanonicalJSON(capacity: 1 << 16)
    private var decisions = DigestBuilder()
    private var failure: LogError?

    /// Creates the log: see `OutputFile` for what `path` may be.
    ///
    /// - Throws: `LogError.exists`, `LogError.cannotCreate`.
    public init(path: String, overwrite: Bool) throws(LogError) {
        file = try OutputFile(path: path, overwrite: overwrite)
    }

    /// Whether a file of that name was there and its content is gone.
    public var replacedExisting: Bool { file.replacedExisting }

    /// Adds a line to those that the next `flush()` writes.
    public mutating func append(_ record: Record) {
        let start = lines.bytes.count
        lines.line(record)
        if record.isDecision { addToDigest(from: start) }
    }

    /// Adds decision lines that were written elsewhere, each with its line feed, to those that the next `flush()` writes.
    public mutating func append(decisions: CanonicalJSON) {
        let start = lines.bytes.count
        lines.append(decisions)
        addToDigest(from: start)
    }

    /// Adds lines that explain and decide nothing, each with its line feed, to those that the next `flush()` writes.
    public mutating func append(explanations: CanonicalJSON) { lines.append(explanations) }

    private mutating func addToDigest(from start: Int) {
        unsafe lines.bytes.withUnsafeBytes { bytes in
            unsafe decisions.update(UnsafeRawBufferPointer(rebasing: bytes[start...]))
        }
    }

    /// Writes the lines that were added since the last time.
    ///
    /// - Throws: `LogError.writeFailed`; once thrown, each further call throws it again.
    public mutating func flush() throws(LogError) {
        if let failure { throw failure }
        do {
            try file.write(lines.bytes)
        } catch {
            failure = error
            throw error
        }
        lines.removeAll()
    }

    /// Writes what is left and the last line, with the digest of the decision lines, and closes the log.
    ///
    /// - Returns: The last line as it was written.
    /// - Throws: `LogError.writeFailed`.
    @discardableResult
    public consuming func finish(_ end: EndRecord) throws(LogError) -> EndRecord {
        var end = end
        end.decisionDigest = decisions.finish()
        append(.end(end))
        try flush()
        try file.synchronise()
        return end
    }
}
