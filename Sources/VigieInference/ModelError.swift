public import VigieCore

/// Why a model cannot be used; always found at load.
public enum ModelError: Failure, Equatable {
    /// The file cannot be read.
    case unreadable(file: String, reason: String)
    /// The bytes at `place` (an offset, a line, a field) are not what the format says.
    case malformed(file: String, place: String, reason: String)
    /// An operator, or an attribute of one, that is not supported.
    case unsupported(file: String, node: String, reason: String)
    /// Shapes that do not fit.
    case shape(file: String, node: String, reason: String)

    /// 66 where the file cannot be read, 65 for what is in it.
    public var exitCode: ExitCode {
        switch self {
        case .unreadable: .missingInput
        case .malformed, .unsupported, .shape: .badData
        }
    }

    /// One sentence: the file, the place or node in it, and what is wrong there.
    public var description: String {
        switch self {
        case .unreadable(let file, let reason): "\(file): cannot be read: \(reason)"
        case .malformed(let file, let place, let reason): "\(file): damaged at \(place): \(reason)"
        case .unsupported(let file, let node, let reason): "\(file): node \(node): not supported: \(reason)"
        case .shape(let file, let node, let reason): "\(file): node \(node): \(reason)"
        }
    }
}
