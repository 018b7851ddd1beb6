import Synchronization
import TestSupport
import VigieCore
import VigieDetection
import VigieInference
import VigieLog
import VigieRules
import VigieTracking
import VigieVideo

@testable import VigiePipeline

/// Runs of a model that can be computed by hand, and what they leave behind.
struct TinyRun {
    let scratch: ScratchDirectory
    let manifest: ModelManifest
    var engine = Engine.scalar
    var crops = Crops.off
    var threads = 1
    var scouting = ScoutConfiguration()
    var following = FollowerConfiguration()
    var watch: PostureWatch?
    /// So many frames are recorded before the run is interrupted.
    var stopAfter = Int.max
    /// For an annotated video.
    var annotation: String?

    /// - Parameter growth: See `TinyModel.write`.
    init(growth: Float = 0) throws {
        scratch = try ScratchDirectory()
        manifest = try ModelManifest(
            json: ModelFile.read(TinyModel.write(to: scratch.url, growth: growth)), file: "tiny.json")
    }

    /// Runs a clip into a log; `arrange` may put something between the clip and the run.
    @discardableResult
    func callAsFunction<Source: EventSource & ~Copyable>(
        _ clip: String, log: String, arrange: (consuming VideoSource) -> Source
    ) throws -> ClipRun.Summary {
        let detector = try Detector(manifest: manifest, crops: crops)
        let networks = try (0..<threads).map { _ in
            try manifest.network(
                for: detector, at: [.model: scratch.path("tiny.onnx")], engine: engine, instructionSet: .best)
        }
        let description = RunDescription(
            scouting: scouting,
            detection: RunDescription.Detection(
                detector: detector, filter: DetectionFilter(), crops: crops, network: networks[0]),
            threads: threads)
        var writer = try LogWriter(path: log, overwrite: true)
        writer.append(.run(description.record(following: following, watch: watch)))
        let source = try VideoSource(clip)
        let stream = source.description
        let annotator = try annotation.map { try AnnotatedVideoWriter(path: $0, source: stream, overwrite: true) }
        let recorded = Recorded()
        return try ClipRun(stream: "squares", address: clip, log: writer, annotator: annotator, blursPeople: true).run(
            arrange(source), description: stream, scouting: scouting, following: following, watch: watch,
            detectors: networks.map { FrameDetector(detector: detector, network: $0) },
            isInterrupted: { [stopAfter] in recorded.frames.load(ordering: .acquiring) >= stopAfter },
            onProgress: { recorded.frames.store($0.frames, ordering: .releasing) })
    }

    @discardableResult
    func callAsFunction(_ clip: String, log: String) throws -> ClipRun.Summary {
        try self(clip, log: log, arrange: { $0 })
    }

    private final class Recorded: Sendable {
        let frames = Atomic(0)
    }
}

extension TinyRun {
    /// Objects are followed, and judged by a stream's rules of a site file.
    ///
    /// - Parameter stream: What the file says of it, as YAML.
    static func watching(_ stream: String) throws -> FollowerConfiguration {
        let text = "vigie: 1\nstreams: {squares: \(stream)}"
        let site = try Site.read(Array(text.utf8), file: "site.yaml", classes: ["square"])
        var tracker = Tracker.Configuration()
        tracker.camera = .fixed
        return FollowerConfiguration(
            tracker: tracker, site: (text: text, digest: "\(site.digest)"), stream: site.stream(named: "squares"))
    }

    /// A log's records.
    static func records(of log: String) throws -> [Record] {
        var reader = try LogReader(path: log)
        var records: [Record] = []
        while let record = try reader.next() { records.append(record) }
        return records
    }

    static func detections(in log: String) throws -> [DetectionRecord] {
        try records(of: log).compactMap { if case .detection(let detection) = $0 { detection } else { nil } }
    }
}
