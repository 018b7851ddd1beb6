internal import VigieCore

/// Footage, opened: a clip, a stream, a picture, a sequence of numbered pictures, or several of these joined.
///
/// Reading blocks; give it a thread of its own.
///
/// ```swift
/// var source = try VideoSource("clip.mp4")
/// reading: while true {
///     switch try source.next() {
///     case .frame(let frame): use(frame)
///     case .fault(let fault): report(fault)
///     case .end: break reading
///     }
/// }
/// ```
///
/// `@unchecked Sendable`: its reader is reached through this one value only, which cannot be copied.
public struct VideoSource: ~Copyable, @unchecked Sendable {
    private let reader: any EventReader

    /// What was known when it was opened; it does not change while frames are read.
    public var description: StreamDescription { reader.description }

    /// Opens footage.
    ///
    /// - Parameter address: A path, a URL that FFmpeg knows, `-` for standard input, a directory of numbered pictures (its
    ///   largest group of names that differ in their last number), or a pattern such as `frames/%06d.jpg`. Local footage
    ///   cannot make FFmpeg open anything but local files, nor remote footage a local file.
    /// - Throws: `VideoError`, before the first frame is decoded.
    /// - Complexity: O(bytes) for files, whose SHA-256 is taken here.
    public init(_ address: String, options: VideoOptions = VideoOptions()) throws(VideoError) {
        reader = try Self.open(address, takesDigest: true, options: options)
    }

    /// Opens clips as one stream, each of which goes on where the one before ended: see docs/video.md.
    ///
    /// - Parameter addresses: At least one; one alone is opened as it is. Of several, none may be readable only once.
    /// - Throws: `VideoError`, before the first frame is decoded; `sizeMismatch` where their upright sizes differ.
    /// - Complexity: O(bytes) for files. Each is opened here, but only one at a time, here as later.
    public init(joining addresses: [String], options: VideoOptions = VideoOptions()) throws(VideoError) {
        precondition(!addresses.isEmpty, "there is nothing to join")
        reader =
            addresses.count == 1
            ? try Self.open(addresses[0], takesDigest: true, options: options)
            : try JoinedReader(addresses, options: options)
    }

    /// - Parameter takesDigest: Whether the description has the SHA-256 of files.
    static func open(
        _ address: String, takesDigest: Bool, options: VideoOptions
    ) throws(VideoError) -> any EventReader {
        precondition(options.threads >= 1, "a decoder needs at least 1 thread, not \(options.threads)")
        switch try Address(address) {
        case .pipe(let path): return try ContainerReader(.pipe(path: path), address: address, options: options)
        case .url(let url): return try ContainerReader(.url(url), address: address, options: options)
        case .file(let path):
            let digest =
                takesDigest
                ? try FileDigest(of: [path], address: address, isInterrupted: options.isInterrupted) : FileDigest()
            return try ContainerReader(.file(path: path), address: address, digest: digest, options: options)
        case .directory(let path):
            return try PictureSequenceReader(
                NumberedPictures(in: path), address: address, takesDigest: takesDigest, options: options)
        case .pattern(let directory, let prefix, let digits, let suffix):
            let pictures = NumberedPictures(in: directory, prefix: prefix, digits: digits, suffix: suffix)
            return try PictureSequenceReader(
                pictures, address: address, takesDigest: takesDigest, options: options)
        }
    }

    /// The local files that footage is read from, all pictures of a sequence included; `-` is standard input, and a server
    /// has none. What is not there, or cannot be read, is named all the same. What a playlist names is not.
    public static func localFiles(of address: String) -> [String] {
        let parsed: Address
        do { parsed = try Address(address) } catch { return [address] }
        return switch parsed {
        case .url: []
        case .pipe(let path): [path ?? "-"]
        case .file(let path): [path]
        case .directory(let path): NumberedPictures(in: path).paths
        case .pattern(let directory, let prefix, let digits, let suffix):
            NumberedPictures(in: directory, prefix: prefix, digits: digits, suffix: suffix).paths
        }
    }

    /// The next frame or fault; `.end` from the end on.
    ///
    /// - Throws: `interrupted`; `noFrames` in place of the first `.end` where no frame came; `failed`.
    public mutating func next() throws(VideoError) -> VideoEvent { try reader.next() }

    /// Lets the frames to come be decoded at this pace. It depends on the calls alone which are left out, not on time.
    public mutating func setPace(_ pace: DecodePace) { reader.setPace(pace) }
}

/// What opens one kind of footage.
protocol EventReader: AnyObject {
    var description: StreamDescription { get }
    func next() throws(VideoError) -> VideoEvent
    func setPace(_ pace: DecodePace)
}
