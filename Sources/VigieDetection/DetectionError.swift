public import VigieCore

/// Why a detector cannot be set up; always found before the first frame.
public enum DetectionError: Failure, Equatable {
    /// A manifest that does not say what it has to; `place` is the key's path, such as `decode.strides[2]`.
    case manifest(file: String, place: String, reason: String)
    /// An input or output of the network that is not what the manifest says.
    case network(file: String, value: String, reason: String)
    /// A class that the model does not know.
    case unknownClass(name: String, model: String, near: [String])
    /// A filter that lets nothing through, or tiles that cannot be laid.
    case option(name: String, reason: String)

    /// 65 for a manifest or network that is wrong, 64 for a class or option that the user named.
    public var exitCode: ExitCode {
        switch self {
        case .manifest, .network: .badData
        case .unknownClass, .option: .usage
        }
    }

    /// One sentence: the file and the place in it, or the option; for an unknown class with names that are near.
    public var description: String {
        switch self {
        case .manifest(let file, let place, let reason):
            return "\(file): \(place.isEmpty ? "" : "\(place): ")\(reason)"
        case .network(let file, let value, let reason):
            return "\(file): \(value): \(reason)"
        case .unknownClass(let name, let model, let near):
            let hint =
                near.isEmpty
                ? "'vigie model info \(model)' lists them" : "did you mean \(near.joined(separator: " or "))?"
            return "the model \(model) has no class '\(name)'; \(hint)"
        case .option(let name, let reason):
            return "\(name): \(reason)"
        }
    }
}
