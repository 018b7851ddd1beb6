public import VigieCore

/// Why a file is no site file.
public struct SiteError: Failure, Hashable {
    /// The file as it was named.
    public var file: String
    /// Where in it, counted from 1.
    public var line, column: Int
    /// What is wrong there, and what would be right.
    public var reason: String

    /// Bad data.
    public var exitCode: ExitCode { .badData }
    /// One sentence.
    public var description: String { "\(file):\(line):\(column): \(reason)" }
}
