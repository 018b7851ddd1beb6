internal import ArgumentParser
internal import VigieCore
internal import VigieModels
internal import VigieVideo

@main struct Vigie: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "vigie",
        abstract: "Finds people and objects in video, and writes every decision to a log that can be checked.",
        discussion: """
            No face recognition, no plate reading, no re-identification.

            EXAMPLE
              vigie detect street.mp4 --log street.jsonl --annotate street-boxes.mp4

            EXIT STATUS
              0 done, faults in the footage are in the log; 64 wrong argument, unknown class or model; 65 damaged, empty or
              no video; 66 missing input; 69 a service does not answer; 70 a fault of the program; 73 an output cannot be
              created; 74 an output could not be written to its end; 130, 143 ended by Ctrl-C, SIGTERM. Of several
              inputs the others still run, and the largest status wins.
            """,
        version: versionText,
        subcommands: [
            Detect.self, SiteCommand.self, Track.self, PostureCommand.self, Inspect.self, Evaluate.self, Export.self,
            Bench.self, Model.self, Capabilities.self,
        ])

    /// What this CPU can run, and what `VIGIE_ISA` makes of it.
    private static var kernelsText: String {
        let all = InstructionSet.available.map(\.name).joined(separator: ", ")
        do { return "\(try InstructionSet.chosen()) (of \(all))" } catch { return "none: \(error.description)" }
    }

    private static var versionText: String {
        let libraries = FFmpegLibraries.versions.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }
        return """
            vigie \(Build.version)
            commit   \(Build.commit) (\(Build.configuration))
            kernels  \(kernelsText)
            FFmpeg   \(libraries.joined(separator: ", "))
            """
    }
}

extension ParsableCommand {
    /// Runs the body of a command; a failure becomes one sentence on standard error and its exit status.
    func reporting(_ body: () throws -> VigieCore.ExitCode) throws {
        let code: VigieCore.ExitCode
        do { code = try body() } catch let failure as any Failure {
            Terminal.complain(failure.description)
            code = failure.exitCode
        }
        Terminal.clearProgress()
        if code != .done { throw ArgumentParser.ExitCode(code.rawValue) }
    }
}
