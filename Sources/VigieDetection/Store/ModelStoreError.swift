public import VigieCore

/// Why a model's files cannot be had.
public enum ModelStoreError: Failure, Equatable {
    /// A file is nowhere; `remedy` says how to get it.
    case missing(model: String, file: String, remedy: String)
    case unreadable(path: String, reason: String)
    /// The bytes at `place`, a path or an address, are not those that the manifest names.
    case wrongDigest(place: String, expected: Digest, found: Digest)
    /// No address gave the file; one sentence for each in `attempts`.
    case unreachable(file: String, attempts: [String], remedy: String)
    /// The cache cannot be set up.
    case cannotCreate(path: String, reason: String)
    /// The cache cannot be written to.
    case cannotWrite(path: String, reason: String)

    /// 66 for a file that is missing or unreadable, 65 for wrong bytes, 69 for addresses, 73 and 74 for the cache.
    public var exitCode: ExitCode {
        switch self {
        case .missing, .unreadable: .missingInput
        case .wrongDigest: .badData
        case .unreachable: .service
        case .cannotCreate: .cannotCreate
        case .cannotWrite: .writeFailed
        }
    }

    /// One sentence: which file, what is wrong with it, and the remedy where there is one.
    public var description: String {
        switch self {
        case .missing(let model, let file, let remedy):
            "the model \(model) is not here, as its file \(file) is missing; \(remedy)"
        case .unreadable(let path, let reason): "\(path): cannot be read: \(reason)"
        case .wrongDigest(let place, let expected, let found):
            "\(place): refused, as its SHA-256 is \(found) where the manifest says \(expected)"
        case .unreachable(let file, let attempts, let remedy):
            "\(file) cannot be fetched (\(attempts.joined(separator: "; "))); \(remedy)"
        case .cannotCreate(let path, let reason): "\(path): cannot be created: \(reason)"
        case .cannotWrite(let path, let reason): "\(path): cannot be written: \(reason)"
        }
    }
}
