internal import ArgumentParser
internal import VigieCore
internal import VigieLog

struct Inspect: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Say what a log holds: what moved, when the detector looked and why, what it found.",
        discussion: """
            EXAMPLE
              vigie inspect street.jsonl
            """)

    @Argument(help: "The logs; - for standard input.") var logs: [String]
    @Flag(help: "Print JSON.") var json = false

    func validate() throws {
        guard !logs.isEmpty else { throw ValidationError("Name at least one log.") }
        guard logs.filter({ $0 == "-" }).count <= 1 else {
            throw ValidationError("Standard input can be read only once.")
        }
    }

    func run() throws {
        Interruption.install()
        try reporting {
            var worst = VigieCore.ExitCode.done
            var reports: [LogReport] = []
            for log in logs {
                do throws(LogError) {
                    let report = LogReport(log: log, summary: try LogSummary(of: log))
                    if !json { Terminal.say(report.text) }
                    reports.append(report)
                } catch {
                    Terminal.complain(error.description)
                    worst = max(worst, error.exitCode)
                }
                if Interruption.isRequested { break }
            }
            if json { Terminal.say(LogReport.json(of: reports)) }
            return Interruption.exitCode ?? worst
        }
    }
}
