internal import Synchronization
internal import VigieCore
internal import VigieDetection
internal import VigieInference
internal import VigieLog
internal import VigiePipeline
internal import VigieRules
internal import VigieVideo

/// One call of `vigie detect`: a model, loaded once for each thread, and the clips that it runs on.
struct DetectionSession {
    private let command: Detect
    private let scouting: ScoutConfiguration
    private let site: SiteAccess
    /// One for each thread; none to watch motion only.
    private let detectors: [FrameDetector]
    /// Who looks at how people hold themselves, where rules judge that.
    private let watch: PostureWatch?
    private let description: RunDescription
    /// What model and mask were read from.
    let inputFiles: [String]

    /// Everything that can be wrong with model and options is found here, before the first clip is opened.
    init(_ command: Detect) throws {
        self.command = command
        let instructionSet = try InstructionSet.chosen()
        scouting = try command.scouting(instructionSet)
        let masks = command.mask.map { [$0] } ?? []
        guard command.model != ModelAccess.none else {
            detectors = []
            watch = nil
            site = try SiteAccess(command, classes: [])
            inputFiles = masks
            description = RunDescription(scouting: scouting, detection: nil, threads: 1)
            return
        }
        let manifest = try ModelAccess.manifest(named: command.model)
        site = try SiteAccess(command, classes: manifest.classes)
        let crops: Crops =
            switch command.crops {
            case .off: .off
            case .motion: .motion(limit: command.maxCrops)
            case .tiles: .tiles(side: command.tileSide, overlap: command.tileOverlap, fullFrame: command.wholeFrame)
            }
        let detector = try Detector(
            manifest: manifest, filter: command.filter, crops: crops,
            explainsRejections: command.explain.contains(.rejected))
        let weights = try ModelAccess.store().locate(manifest)
        let pose = try command.pose.map {
            try ModelAccess.poseEstimator(named: $0, engine: command.engine, instructionSet: instructionSet)
        }
        watch = pose.map { PostureWatch($0.estimator) }
        inputFiles =
            (ModelAccess.isShipped(command.model) ? [] : [command.model]) + weights.values + masks
            + (command.site.map { [$0] } ?? []) + (pose?.files ?? [])
        let networks = try (0..<command.threads).map { _ in
            try manifest.network(
                for: detector, at: weights, engine: command.engine, instructionSet: instructionSet)
        }
        description = RunDescription(
            scouting: scouting,
            detection: RunDescription.Detection(
                detector: detector, filter: command.filter, crops: crops, network: networks[0]),
            threads: command.threads)
        detectors = networks.map { FrameDetector(detector: detector, network: $0) }
    }

    /// Runs the jobs one after the other.
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
                Terminal.complain("\(job.shownClips): \(error)")
                worst = max(worst, .internal)
            }
        }
        if command.json { Terminal.say(ClipReport.json(of: reports)) }
        return Interruption.exitCode ?? worst
    }

    private func run(_ job: ClipJob, label: String) throws -> ClipReport {
        let following = try site.following(stream: job.stream)
        let watch = following.stream?.postureRule == nil ? nil : watch
        let source = try VideoSource(joining: job.clips, options: command.videoOptions)
        var log = try LogWriter(path: job.log, overwrite: command.force)
        log.append(.run(description.record(following: following, watch: watch)))
        var annotator: AnnotatedVideoWriter?
        if let path = job.annotation {
            let writer = try AnnotatedVideoWriter(path: path, source: source.description, overwrite: command.force)
            if !writer.encoderName.contains("264") {
                Terminal.note("this FFmpeg has no H.264 encoder, so \(path) is encoded as \(writer.encoderName)")
            }
            if let reason = writer.textUnavailableReason { Terminal.note("\(path) has boxes without text: \(reason)") }
            annotator = writer
        }
        let progress = ProgressLine(label: label)
        let run = ClipRun(
            stream: job.stream, address: job.clips[0], log: log, annotator: annotator,
            blursPeople: command.blur == .people)
        let summary = try run.run(
            source, scouting: scouting, following: following, watch: watch, detectors: detectors,
            isInterrupted: { Interruption.isRequested }, onProgress: { progress.show($0) })
        Terminal.clearProgress()
        for failure in [summary.failure, summary.annotationFailure].compactMap(\.self) {
            Terminal.complain(failure.description)
        }
        return ClipReport(job: job, summary: summary)
    }
}

/// Frames, frames per second and time left, a few times a second.
final class ProgressLine: Sendable {
    private let label: String
    /// When it was last shown, in seconds since the run began.
    private let shown = Mutex(0.0)

    init(label: String) { self.label = label }

    func show(_ progress: ClipRun.Progress) {
        guard Terminal.showsProgress, isDue(at: progress.seconds) else { return }
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

    private func isDue(at seconds: Double) -> Bool {
        shown.withLock { shown in
            guard seconds - shown > 0.2 else { return false }
            shown = seconds
            return true
        }
    }
}
