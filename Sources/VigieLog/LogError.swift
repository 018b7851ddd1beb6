public import VigieCore

/// What can go wrong with a log or an export of it.
public enum LogError: Failure, Equatable {
    /// The output is there already and was not to be replaced.
    case exists(file: String)
    /// The output is the very file that is read.
    case isInput(file: String, input: String)
    /// The output could not be created.
    case cannotCreate(file: String, reason: String)
    /// The output took no more, as on a full disk. A log then holds whole lines.
    case writeFailed(file: String, reason: String)
    /// The log could not be opened or read.
    case cannotRead(file: String, reason: String)
    /// A line is not a record; lines count from 1.
    case invalid(file: String, line: Int, reason: String)
    /// The last line has no end.
    case cut(file: String, line: Int)
    /// The log is sound but cannot be put in the form that was asked for.
    case notExportable(file: String, reason: String)
    /// The log does not hold what is asked about; `known` is a clause that says what it holds.
    case notFound(file: String, what: String, known: String)

    /// One sentence, with the number of the line where one is at fault.
    public var description: String {
        switch self {
        case .exists(let file): "\(file) exists already: choose another name, or allow it to be overwritten."
        case .isInput(let file, let input):
            "\(file) cannot be created: it is the same file as \(input == "-" ? "standard input" : "the input \(input)"), which would be lost; choose another name."
        case .cannotCreate(let file, let reason): "\(file) cannot be created: \(reason)."
        case .writeFailed(let file, let reason): "\(file) could not be written to its end: \(reason)."
        case .cannotRead(let file, let reason): "\(file) cannot be read: \(reason)."
        case .invalid(let file, let line, let reason): "\(file), line \(line): \(reason)."
        case .cut(let file, let line):
            "\(file), line \(line): the line is cut, so the log was not written to its end; the lines before it are whole."
        case .notExportable(let file, let reason): "\(file) cannot be exported: \(reason)."
        case .notFound(let file, let what, let known): "\(file) has no \(what): \(known)."
        }
    }

    /// 73 or 74 for an output, 66 for a log that cannot be read, 65 for what is in it, 64 for what is not.
    public var exitCode: ExitCode {
        switch self {
        case .exists, .isInput, .cannotCreate: .cannotCreate
        case .writeFailed: .writeFailed
        case .cannotRead: .missingInput
        case .invalid, .cut, .notExportable: .badData
        case .notFound: .usage
        }
    }
}

extension DecodingError {
    /// What is wrong, as the end of a sentence that begins with the line.
    var reason: String {
        switch self {
        case .keyNotFound(let key, let context): "\(Self.name(context.codingPath + [key])) is missing"
        case .valueNotFound(_, let context): "\(Self.name(context.codingPath)) is null"
        case .typeMismatch(let type, let context): "\(Self.name(context.codingPath)) is not of type \(type)"
        case .dataCorrupted(let context):
            context.codingPath.isEmpty
                ? "it is not a JSON object" : "\(Self.name(context.codingPath)) \(context.debugDescription)"
        @unknown default: "it is not a record"
        }
    }

    /// `"box[2]"`
    private static func name(_ path: [any CodingKey]) -> String {
        if path.isEmpty { return "the line" }
        var name = ""
        for key in path {
            if let index = key.intValue {
                name += "[\(index)]"
            } else {
                name += (name.isEmpty ? "" : ".") + key.stringValue
            }
        }
        return "\"\(name)\""
    }
}
