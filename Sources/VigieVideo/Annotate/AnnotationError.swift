public import VigieCore

/// Why an annotated video could not be written.
public enum AnnotationError: Failure, Hashable {
    /// The file name's extension stands for none of the containers that are written.
    case unknownContainer(path: String)
    /// There is a file of that name, and it was not to be replaced.
    case exists(path: String)
    /// The file cannot be created, for the system's reason.
    case cannotCreate(path: String, reason: String)
    /// No encoder of this FFmpeg accepts the pictures.
    case noEncoder(path: String, reason: String)
    /// A frame, counted from 0, could not be converted or encoded.
    case badPicture(path: String, frame: Int, reason: String)
    /// The file could not be written to its end, for the system's reason.
    case writeFailed(path: String, reason: String)

    /// One sentence that begins with the path of the video.
    public var description: String {
        switch self {
        case .unknownContainer(let path):
            "\(path): cannot tell what kind of video this is to be; end the name in .mp4, .mkv, .mov or .avi"
        case .exists(let path):
            "\(path): there is such a file already; remove it or choose another name"
        case .cannotCreate(let path, let reason):
            "\(path): the annotated video cannot be created: \(reason)"
        case .noEncoder(let path, let reason):
            "\(path): this FFmpeg has no H.264 or MPEG-4 encoder for the annotated video: \(reason)"
        case .badPicture(let path, let frame, let reason):
            "\(path): frame \(frame) cannot be put into the annotated video: \(reason)"
        case .writeFailed(let path, let reason):
            "\(path): the annotated video cannot be written to its end: \(reason)"
        }
    }

    /// 64 for an unknown extension, 73 where the video cannot be begun, 74 where it breaks off, 70 for a bad picture.
    public var exitCode: ExitCode {
        switch self {
        case .unknownContainer: .usage
        case .exists, .cannotCreate, .noEncoder: .cannotCreate
        case .badPicture: .internal
        case .writeFailed: .writeFailed
        }
    }
}
