public import Foundation

/// Runs the built command as a person would.
public enum Command {
    /// What a run left behind.
    public struct Result: Sendable {
        /// The exit status; the signal's number where one ended the command.
        public var status: Int32
        /// All of standard output.
        public var output: String
        /// All of standard error.
        public var error: String
    }

    /// Beside the test bundle, as one build makes both.
    private static let executable: URL = {
        let bundle = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
        return bundle.deletingLastPathComponent().appendingPathComponent("vigie")
    }()

    /// - Parameters:
    ///   - environment: Instead of the same variables of the tests' own.
    ///   - whileRunning: Called once the command has started.
    public static func run(
        _ arguments: [String], in directory: URL? = nil, environment: [String: String] = [:],
        whileRunning: (Process) throws -> Void = { _ in }
    ) throws -> Result {
        let process = Process()
        process.executableURL = executable
        process.arguments = arguments
        process.currentDirectoryURL = directory
        process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
        let (output, error) = (Pipe(), Pipe())
        process.standardOutput = output
        process.standardError = error
        process.standardInput = FileHandle.nullDevice
        try process.run()
        try whileRunning(process)
        // The command writes a few kilobytes at most, less than a pipe holds.
        process.waitUntilExit()
        func text(_ pipe: Pipe) throws -> String {
            String(decoding: try pipe.fileHandleForReading.readToEnd() ?? Data(), as: UTF8.self)
        }
        return Result(status: process.terminationStatus, output: try text(output), error: try text(error))
    }
}
