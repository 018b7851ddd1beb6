/// The exit status of the `vigie` command, after BSD's `sysexits.h` where it has one.
///
/// Of several inputs the others still run; the largest code wins.
public enum ExitCode: Int32, Sendable, Comparable {
    /// Done; faults in the footage are counted in the log.
    case done = 0
    /// The answer is no: a check failed, logs differ, a claim is refuted.
    case no = 1
    /// Nothing failed, but something that was asked was not checked.
    case undecided = 2
    /// A wrong argument, an unknown class or an unknown model.
    case usage = 64
    /// Input that is empty, damaged beyond use, or holds no video.
    case badData = 65
    /// An input that is not there or cannot be read.
    case missingInput = 66
    /// A service (a download address, a stream's server) that does not answer.
    case service = 69
    /// A fault of the program itself.
    case `internal` = 70
    /// An output that cannot be created.
    case cannotCreate = 73
    /// An output that could not be written to its end.
    case writeFailed = 74
    /// Ended by Ctrl-C.
    case interrupted = 130
    /// Ended by SIGTERM.
    case terminated = 143

    /// The order of the numbers: of several inputs' codes the largest wins.
    public static func < (a: ExitCode, b: ExitCode) -> Bool { a.rawValue < b.rawValue }
}

/// An error that a person gets to read.
///
/// `description` is one sentence that names the file, the place in it, and the remedy where there is one.
public protocol Failure: Error, CustomStringConvertible, Sendable {
    /// How the command ends when this is the worst that happened.
    var exitCode: ExitCode { get }
}
