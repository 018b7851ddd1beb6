public import Foundation

/// Checks logs with `validate_log.py`, which shares no code with the program: schema, canonical form, digest, totals.
public enum LogValidator {
    /// Why logs cannot be checked on this machine; nil where they can.
    public static let unavailable: String? = {
        do {
            let probe = try python(["-c", "import jsonschema"])
            return probe.status == 0 ? nil : "jsonschema is missing: install Debian's python3-jsonschema"
        } catch {
            return "there is no \(interpreter): \(error)"
        }
    }()

    /// What is wrong with a log, one sentence each; empty for a sound log.
    ///
    /// - Throws: Where the check itself could not be made.
    public static func problems(in log: URL) throws -> [String] {
        let result = try python([script.path, schema.path, log.path])
        guard result.status == 0 || result.status == 1 else { throw Unusable(message: result.output) }
        return result.output.split(separator: "\n").map(String.init)
    }

    /// The check could not be made.
    public struct Unusable: Error, CustomStringConvertible {
        /// What `validate_log.py` printed.
        public let message: String
        /// The message as it is.
        public var description: String { message }
    }

    /// Debian's, which sees Debian's packages; another one may stand first in the PATH.
    private static let interpreter = "/usr/bin/python3"

    private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    private static let script = folder.appendingPathComponent("validate_log.py")
    private static let schema = folder.appendingPathComponent("../../Sources/VigieLog/Schema/vigie-log.schema.json")

    /// Runs Debian's Python to its end; `output` is all that it prints.
    public static func python(_ arguments: [String]) throws -> (status: Int32, output: String) {
        let process = Process()
        let output = Pipe()
        process.executableURL = URL(fileURLWithPath: interpreter)
        process.arguments = arguments
        process.standardOutput = output
        process.standardError = output
        try process.run()
        let text = try output.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        return (process.terminationStatus, String(decoding: text, as: UTF8.self))
    }
}
