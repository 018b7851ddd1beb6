public import ArgumentParser
internal import VigieCore
internal import VigieDetection
internal import VigieLog
public import VigieTracking

extension Tracker.Camera: ExpressibleByArgument {}

struct Track: ParsableCommand {
    enum Format: String, CaseIterable, ExpressibleByArgument { case mot }

    static let configuration = CommandConfiguration(
        abstract: "Follow objects through a file of detections: the tracker alone, without pictures.",
        discussion: """
            mot: MOTChallenge's text, one detection a line: frame,id,left,top,width,height,score,…; frames count from 1, the
            id is passed over. The results are of the same form, with an id for each object: those that were seen in the
            frame and are believed. A frame without lines counts as one in which nothing was found.

            EXAMPLE
              vigie track det/det.txt --format mot --rate 25 --output tracks.txt
            """)

    @Argument(help: "A file of detections.") var detections: String
    @Option(help: "The format: mot.") var format: Format
    @Option(name: [.customLong("output"), .short], help: "The file to write; - for standard output.")
    var output = "-"
    @Option(
        help: """
            Frames a second. [default: frameRate in the seqinfo.ini beside the file, or in the directory above]
            """)
    var rate: Double?
    @Option(help: "Whether the camera moves: fixed, moving, or auto, judged by how objects move together.")
    var camera = Tracker.Camera.auto
    @Option(
        name: .customLong("set"),
        help: ArgumentHelp("A setting of docs/tracking.md, to measure what it does.", valueName: "NAME=VALUE"))
    var settings: [String] = []
    @Flag(help: "Replace the output if it exists.") var force = false
    @Flag(help: "Print what was done as JSON; needs --output.") var json = false

    func validate() throws {
        if let rate, !(rate > 0 && rate <= 1_000_000) {
            throw ValidationError("A rate is a number of frames a second, greater than 0; it is \(rate).")
        }
        if json && (output == "-" || output == "/dev/stdout") {
            throw ValidationError(
                "Both the results and the JSON would go to standard output: name a file with --output.")
        }
        _ = try trackerConfiguration()
    }

    func run() throws {
        Interruption.endAtOnce()
        try reporting {
            let file = try MOTDetections(ModelFile.read(detections), file: detections)
            var tracking = TrackingRun(try trackerConfiguration(), framesPerSecond: try frameRate())
            file.forEachFrame { tracking.step(frame: $0, $1) }
            // Opened last, so that a run that is interrupted leaves nothing behind and replaces nothing.
            var results = try OutputFile(path: output, overwrite: force, inputs: [detections])
            try results.write(tracking.results)
            try results.synchronise()
            if json {
                Terminal.say(tracking.json(of: detections))
            } else if output != "-" {
                Terminal.note("\(tracking.summary) in \(output)")
            }
            return .done
        }
    }

    private func trackerConfiguration() throws -> Tracker.Configuration {
        var configuration = Tracker.Configuration()
        configuration.camera = camera
        for text in settings {
            let parts = text.split(separator: "=", maxSplits: 1).map(String.init)
            guard parts.count == 2, let setting = Tracker.Configuration.settings.first(where: { $0.name == parts[0] })
            else {
                let names = Tracker.Configuration.settings.map(\.name).joined(separator: ", ")
                throw ValidationError("--set \(text): a setting is NAME=VALUE, where NAME is one of \(names).")
            }
            guard let value = Double(parts[1]), setting.range.contains(value) else {
                throw ValidationError(
                    "--set \(text): \(setting.name) is a number from \(setting.range.lowerBound) to \(setting.range.upperBound)."
                )
            }
            configuration[setting] = value
        }
        return configuration
    }

    private func frameRate() throws -> Double {
        if let rate { return rate }
        let directory = detections.lastIndex(of: "/").map { String(detections[...$0]) } ?? ""
        for place in [directory, directory + "../"] {
            guard let bytes = try? ModelFile.read(place + "seqinfo.ini") else { continue }
            if let rate = MOTSequenceInfo(bytes).frameRate { return rate }
        }
        throw UnknownRateError(file: detections)
    }
}

/// A file of detections whose frames have no times.
private struct UnknownRateError: Failure {
    var file: String
    var exitCode: VigieCore.ExitCode { .usage }
    var description: String {
        "\(file): no seqinfo.ini with a frameRate lies beside it, so say with --rate how many frames a second it has"
    }
}
