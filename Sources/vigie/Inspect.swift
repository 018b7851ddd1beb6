internal import ArgumentParser
internal import VigieCore
internal import VigieLog

struct Inspect: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Say what a log holds, what a decision rests on, and what stopped one.",
        discussion: """
            Without --why and --why-not: what moved, when the detector looked and why, what it found.

            EXAMPLES
              vigie inspect street.jsonl
              vigie inspect street.jsonl --why street/t3
              vigie inspect street.jsonl --why-not 120 380,212
            """)

    @Argument(help: "The logs; - for standard input.") var logs: [String] = []

    @Option(
        help: ArgumentHelp(
            "Walk back from an event (street/e0), a track (street/t3), a detection (street/120/0), a rejection (street/120/r2) or a frame (street/120) to what it rests on.",
            valueName: "id"))
    var why: String?

    @Option(
        parsing: .upToNextOption,
        help: ArgumentHelp(
            "Say what stopped a detection or an event at a pixel of a frame: 120 380,212.", valueName: "frame x,y"))
    var whyNot: [String] = []

    @Option(help: ArgumentHelp("With --why-not, the stream, where the log has several.", valueName: "name"))
    var stream: String?

    @Flag(help: "Print JSON.") var json = false

    /// Behind the two values of `--why-not` there may be logs.
    private var allLogs: [String] { logs + whyNot.dropFirst(2) }

    func validate() throws {
        guard !allLogs.isEmpty else { throw ValidationError("Name at least one log.") }
        guard allLogs.filter({ $0 == "-" }).count <= 1 else {
            throw ValidationError("Standard input can be read only once.")
        }
        guard why == nil || whyNot.isEmpty else { throw ValidationError("Ask --why or --why-not, not both.") }
        guard why == nil && whyNot.isEmpty || allLogs.count == 1 else {
            throw ValidationError("--why and --why-not ask one log, but there are \(allLogs.count).")
        }
        guard whyNot.isEmpty || place != nil else {
            throw ValidationError(
                "--why-not takes a frame and a pixel, such as 120 380,212, not '\(whyNot.prefix(2).joined(separator: " "))'."
            )
        }
        guard stream == nil || !whyNot.isEmpty else { throw ValidationError("--stream goes with --why-not.") }
    }

    /// What `--why-not` asks about; nil where it is not spelt so.
    private var place: WhyNot.Place? {
        guard whyNot.count >= 2, let frame = Int(whyNot[0]) else { return nil }
        let axes = whyNot[1].split(separator: ",", omittingEmptySubsequences: false).map { Float($0) }
        guard axes.count == 2, let x = axes[0], let y = axes[1], x.isFinite, y.isFinite else { return nil }
        return WhyNot.Place(stream: stream, frame: frame, x: x, y: y)
    }

    func run() throws {
        Interruption.install()
        try reporting {
            if let why {
                let report = WhyReport(log: allLogs[0], evidence: try Evidence(of: why, in: allLogs[0]))
                Terminal.say(json ? report.json : report.text)
                return .done
            }
            if let place {
                let report = WhyNotReport(log: allLogs[0], answer: try WhyNot(place, in: allLogs[0]))
                Terminal.say(json ? report.json : report.text)
                return .done
            }
            return summarise()
        }
    }

    private func summarise() -> VigieCore.ExitCode {
        var worst = VigieCore.ExitCode.done
        var reports: [LogReport] = []
        for log in allLogs {
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

extension CanonicalValue {
    /// The value as JSON text.
    fileprivate var json: String { String(decoding: CanonicalJSON.bytes(of: self), as: UTF8.self) }
}
