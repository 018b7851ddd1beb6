internal import VigieCore
internal import VigieDetection
internal import VigieInference
internal import VigieLog
internal import VigiePipeline
internal import VigieVideo

/// One call of `vigie detect`: a model, loaded once, and the clips that it runs on.
struct DetectionSession {
    private let command: Detect
    private let detector: FrameDetector
    private let description: RunDescription
    /// What the model was read from.
    let modelFiles: [String]

    /// Everything that can be wrong with model and options is found here, before the first clip is opened.
    init(_ command: Detect) throws {
        self.command = command
        let manifest = try ModelAccess.manifest(named: command.model)
        let crops: Crops =
            switch command.crops {
            case .off: .off
            case .tiles: .tiles()
            }
        let detector = try Detector(manifest: manifest, filter: command.filter, crops: crops)
        let weights = try ModelAccess.store().locate(manifest)
        modelFiles = (ModelAccess.isShipped(command.model) ? [] : [command.model]) + weights.values
        let network = try manifest.network(
            for: detector, at: weights, engine: command.engine, instructionSet: InstructionSet.chosen())
        description = RunDescription(detector: detector, filter: command.filter, crops: crops, network: network)
        self.detector = FrameDetector(detector: detector, network: network)
    }

    /// Runs the clips one after the other.
    func run(jobs: [ClipJob]) -> ExitCode {
        var worst = ExitCode.done
        var reports: [ClipReport] = []
        for (index, job) in jobs.enumerated() {
            if Interruption.isRequested { break }
            do {
                let label = jobs.count > 1 ? "\(index + 1)/\(jobs.count) \(job.stream)" : job.stream
                let report = try run(job, label: label)
                reports.append(report)
                worst = max(worst, report.exitCode)
                if !command.json { Terminal.say(report.text + (index + 1 < jobs.count ? "\n" : "")) }
            } catch let failure as any Failure {
                Terminal.complain(failure.description)
                worst = max(worst, failure.exitCode)
            } catch {
                Terminal.complain("\(job.shownClip): \(error)")
                worst = max(worst, .internal)
            }
        }
        if command.json { Terminal.say(ClipReport.json(of: reports)) }
        return Interruption.exitCode ?? worst
    }

    private func run(_ job: ClipJob, label: String) throws -> ClipReport {
        let source = try VideoSource(job.clip, options: command.videoOptions)
        var log = try LogWriter(path: job.log, overwrite: command.force)
        log.append(.run(description.record()))
        var annotator: AnnotatedVideoWriter?
        if let path = job.annotation {
            let writer = try AnnotatedVideoWriter(path: path, source: source.description, overwrite: command.force)
            if !writer.encoderName.contains("264") {
                Terminal.note("this FFmpeg has no H.264 encoder, so \(path) is encoded as \(writer.encoderName)")
            }
            if let reason = writer.textUnavailableReason { Terminal.note("\(path) has boxes without text: \(reason)") }
            annotator = writer
        }
        var progress = ProgressLine(label: label)
        let run = ClipRun(
            stream: job.stream, address: job.clip, log: log, annotator: annotator, blursPeople: command.blur == .people)
        var detector = detector
        let summary = try run.run(
            source, detector: &detector, isInterrupted: { Interruption.isRequested }, onProgress: { progress.show($0) })
        Terminal.clearProgress()
        for failure in [summary.failure, summary.annotationFailure].compactMap(\.self) {
            Terminal.complain(failure.description)
        }
        return ClipReport(job: job, summary: summary)
    }
}

/// Frames, frames per second and time left, a few times a second.
struct ProgressLine {
    let label: String
    private var shown = 0.0

    init(label: String) { self.label = label }

    mutating func show(_ progress: ClipRun.Progress) {
        guard Terminal.showsProgress, progress.seconds - shown > 0.2 else { return }
        shown = progress.seconds
        let rate = Double(progress.frames) / progress.seconds
        var text = "\(label): \(progress.frames)"
        if let expected = progress.expectedFrames, expected >= progress.frames, rate > 0 {
            let left = Double(expected - progress.frames) / rate
            text += "/\(expected) frames, \(rate.decimals(1)) frames/s, \(left.asDuration) left"
        } else {
            text += " frames, \(rate.decimals(1)) frames/s"
        }
        Terminal.progress(text)
    }
}
