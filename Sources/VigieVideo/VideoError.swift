public import VigieCore

/// Why footage cannot be read. Damage inside footage is no error: it comes as a `DecodeFault`.
public enum VideoError: Failure, Equatable {
    /// There is nothing at this path.
    case missing(address: String)
    /// The operating system refuses to read it.
    case unreadable(address: String, reason: String)
    /// A file of zero bytes.
    case empty(address: String)
    /// No container that FFmpeg knows.
    case notMedia(address: String, reason: String)
    /// A container without moving or still pictures.
    case noVideo(address: String, container: String)
    /// A video stream of which not one frame came out.
    case noFrames(address: String)
    /// A directory or a pattern that no numbered picture matches.
    case noPictures(address: String)
    /// A codec that this FFmpeg cannot decode.
    case noDecoder(address: String, codec: String)
    /// A pipe or standard input, where it is to be joined with others.
    case readOnce(address: String)
    /// A part whose upright size is not that of `other`, the first part that has one.
    case sizeMismatch(address: String, size: String, other: String, otherSize: String)
    /// A picture that cannot be turned into RGB.
    case unsupportedPicture(format: String, reason: String)
    /// An address whose protocol FFmpeg does not speak.
    case unknownProtocol(address: String)
    /// A server that does not answer, or refuses.
    case unreachable(address: String, reason: String)
    /// The caller's `isInterrupted` said so.
    case interrupted(address: String)
    /// FFmpeg failed where only a lack of memory or a fault of this program explains it.
    case failed(operation: String, reason: String)

    /// 66 for footage that cannot be read, 65 for what is in it, 64 and 69 for addresses, 130 or 70 for the rest.
    public var exitCode: ExitCode {
        switch self {
        case .missing, .unreadable: .missingInput
        case .empty, .notMedia, .noVideo, .noFrames, .noPictures, .noDecoder, .sizeMismatch, .unsupportedPicture:
            .badData
        case .readOnce, .unknownProtocol: .usage
        case .unreachable: .service
        case .interrupted: .interrupted
        case .failed: .internal
        }
    }

    /// One sentence: the address where one is at fault, what is wrong, and the remedy where there is one.
    public var description: String {
        switch self {
        case .missing(let address): "\(address): there is no such file; check the path"
        case .unreadable(let address, let reason): "\(address): cannot be read: \(reason)"
        case .empty(let address): "\(address): the file is empty"
        case .notMedia(let address, let reason): "\(address): not a video or picture that FFmpeg can read: \(reason)"
        case .noVideo(let address, let container): "\(address): no video stream in this \(container) file"
        case .noFrames(let address): "\(address): not one frame could be decoded"
        case .noPictures(let address):
            "\(address): no numbered pictures (such as 000001.jpg) found here; name a clip, a picture or a pattern like %06d.jpg"
        case .noDecoder(let address, let codec): "\(address): this FFmpeg has no decoder for \(codec)"
        case .readOnce(let address):
            "\(address): can be read only once, but clips are looked at before they are joined; write it to a file first"
        case .sizeMismatch(let address, let size, let other, let otherSize):
            "\(address): its frames are \(size), those of \(other) are \(otherSize); clips are joined only where they have one size, so scale it or leave it out"
        case .unsupportedPicture(let format, let reason): "pictures in \(format) cannot be read: \(reason)"
        case .unknownProtocol(let address):
            "\(address): this FFmpeg does not speak that protocol; try http, https or rtsp"
        case .unreachable(let address, let reason): "\(address): the server cannot be reached: \(reason)"
        case .interrupted(let address): "\(address): reading was interrupted"
        case .failed(let operation, let reason): "\(operation) failed: \(reason)"
        }
    }
}
