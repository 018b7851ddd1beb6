/// Reads what lies behind an address; the program brings one that speaks HTTPS.
public protocol ModelFetcher: Sendable {
    /// Opens `address` from byte `offset` on, or from its start where the server cannot do that.
    func open(_ address: String, from offset: Int) throws -> any ByteReader
}

/// Bytes that arrive piece by piece.
public protocol ByteReader {
    /// The offset of the first byte that `read` gives.
    var start: Int { get }

    /// The size of the whole, from byte 0, where it is known.
    var totalBytes: Int? { get }

    /// Fills the front of `buffer`.
    ///
    /// - Returns: how many bytes; 0 at the end.
    mutating func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int
}

/// How far a file has come.
public struct PullProgress: Sendable, Equatable {
    /// The file's name in the manifest.
    public let file: String
    /// Of `total` bytes, those that are here.
    public let received: Int
    /// The file's size in bytes, as the manifest says.
    public let total: Int
}
