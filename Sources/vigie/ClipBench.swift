internal import VigieCore
internal import VigieDetection
internal import VigieInference
internal import VigieLog
internal import VigiePipeline
internal import VigieVideo

/// The time of all stages on a clip, as `vigie detect` runs them; the log goes nowhere.
struct ClipBench {
    private let command: Bench
    private let scouting: ScoutConfiguration
    private let following = FollowerConfiguration()
    private let detector: FrameDetector
    private let description: RunDescription

    init(
        _ command: Bench, _ manifest: ModelManifest, _ paths: [ModelManifest.Role: String],
        _ instructionSet: InstructionSet
    ) throws {
        self.command = command
        let (filter, crops) = (DetectionFilter(), Crops.off)
        let detector = try Detector(manifest: manifest, filter: filter, crops: crops)
        let network = try manifest.network(
            for: detector, at: paths, engine: command.engine, instructionSet: instructionSet)
        scouting = ScoutConfiguration(instructionSet: instructionSet)
        description = RunDescription(
            scouting: scouting,
            detection: RunDescription.Detection(detector: detector, filter: filter, crops: crops, network: network),
            threads: 1)
        self.detector = FrameDetector(detector: detector, network: network)
    }

    func run(_ clip: String) throws -> ExitCode {
        var options = VideoOptions()
        options.isInterrupted = { Interruption.isRequested }
        let source = try VideoSource(clip, options: options)
        var log = try LogWriter(path: "/dev/null", overwrite: false)
        log.append(.run(description.record(following: following)))
        let progress = ProgressLine(label: "bench")
        let run = ClipRun(stream: "bench", address: clip, log: log, annotator: nil, blursPeople: true)
        let summary = try run.run(
            source, scouting: scouting, following: following, detectors: [detector],
            isInterrupted: { Interruption.isRequested },
            onProgress: { progress.show($0) })
        Terminal.clearProgress()
        if let failure = summary.failure { Terminal.complain(failure.description) }
        Terminal.say(command.json ? json(summary) : text(summary, clip))
        return Interruption.exitCode ?? summary.failure?.exitCode ?? .done
    }

    private func framesPerCore(_ timing: TimingRecord) -> Double? {
        timing.cpu > 0 ? Double(timing.frames) / timing.cpu : nil
    }

    private func text(_ summary: ClipRun.Summary, _ clip: String) -> String {
        let rate = framesPerCore(summary.timing).map { $0.decimals(1) } ?? "–"
        return """
            \(Credentials.hidden(in: clip))  \(summary.timing.frames) frames
            \(rate) frames a second of one core (\(summary.timing.cpu.decimals(2)) s of CPU, \
            \(summary.timing.wall.decimals(2)) s of wall time)

            \(summary.stageTable)
            """
    }

    private func json(_ summary: ClipRun.Summary) -> String {
        var json = CanonicalJSON()
        json.object {
            $0.member("cpu_s", summary.timing.cpu)
            $0.member("fps", summary.timing.framesPerSecond)
            $0.member("fps_per_core", framesPerCore(summary.timing))
            $0.member("frames", summary.timing.frames)
            $0.member("stages", summary.timing.stages)
            $0.member("wall_s", summary.timing.wall)
        }
        return String(decoding: json.bytes, as: UTF8.self)
    }
}
