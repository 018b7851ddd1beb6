internal import FoundationEssentials
internal import VigieCore
public import VigieDetection
public import VigieInference
public import VigieLog
internal import VigieMotion
internal import VigiePose
internal import VigieRules
internal import VigieTracking
internal import VigieVideo

/// What a run is made of, for the first line of its log.
public struct RunDescription {
    private let detection: Detection?
    private let instructionSet: InstructionSet
    private let threads: Int
    private let configuration: [String: JSONValue]
    private let explains: [String]

    /// A detector with everything that decides.
    public struct Detection {
        private let manifest: ModelManifest
        fileprivate let explainsRejections: Bool
        fileprivate let network: Network
        fileprivate let configuration: [String: JSONValue]

        /// - Parameters:
        ///   - detector: Set up with everything that decides.
        ///   - filter: As the user gave it.
        ///   - network: One of those that run, which are alike.
        public init(detector: Detector, filter: DetectionFilter, crops: Crops, network: Network) {
            manifest = detector.manifest
            explainsRejections = detector.explainsRejections
            self.network = network
            let thresholds = zip(manifest.classes, detector.thresholds).filter { $1.isFinite }
            configuration = [
                "crops": crops.configuration(input: manifest.input.specification),
                "engine": .string(network.engine.rawValue),
                "max_candidates": .int(detector.task.maximumCandidates),
                "max_size": filter.maximumSize.map { .float($0) } ?? .null,
                "min_size": filter.minimumSize.map { .float($0) } ?? .null,
                "model": .string(manifest.name),
                "nms_iou": .float(detector.task.thresholds.overlap),
                "thresholds": .object(
                    Dictionary(uniqueKeysWithValues: thresholds.map { ($0, .float($1)) })),
            ]
        }

        fileprivate var model: RunRecord.Model { RunRecord.Model(manifest) }
    }

    /// - Parameters:
    ///   - detection: Nil where only motion is watched.
    ///   - threads: How many threads look at frames.
    public init(scouting: ScoutConfiguration, detection: Detection?, threads: Int) {
        self.detection = detection
        instructionSet = scouting.instructionSet
        self.threads = threads
        explains =
            (scouting.explainsMotion ? ["motion"] : [])
            + (detection?.explainsRejections == true ? ["rejected"] : [])
        let configuration = detection?.configuration ?? ["model": .null]
        self.configuration = configuration.merging(scouting.configuration) { _, new in new }
    }

    /// The `run` record of a log that begins now.
    ///
    /// - Parameters:
    ///   - following: What becomes of what is found in its stream.
    ///   - watch: Who looks at how people hold themselves.
    public func record(following: FollowerConfiguration, watch: PostureWatch? = nil) -> RunRecord {
        let configuration = self.configuration.merging(following.configuration) { _, new in new }
            .merging(watch?.configuration ?? [:]) { _, new in new }
        return RunRecord(
            program: RunRecord.Program(
                name: "vigie", version: Build.version, commit: Build.commit, build: Build.configuration,
                compiler: Build.compiler),
            kernels: instructionSet.name, engine: detection?.network.engine.rawValue,
            engineDetail: detection?.network.engineDetail,
            tolerance: detection?.network.tolerance.map(Double.init), cpu: Self.processorModel(),
            libraries: FFmpegLibraries.versions, model: detection?.model,
            pose: watch.map { RunRecord.Model($0.estimator.reader.manifest) }, configuration: .object(configuration),
            started: Date.now.formatted(.iso8601), threads: threads, explains: explains)
    }

    /// As the kernel names it; the architecture where it does not.
    private static func processorModel() -> String {
        let text = (try? String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8)) ?? ""
        let line = text.split(separator: "\n").first { $0.hasPrefix("model name") }
        if let name = line?.split(separator: ":").last { return name.trimmingPrefix { $0.isWhitespace }.description }
        #if arch(arm64)
            return "arm64"
        #else
            return "x86-64"
        #endif
    }
}

extension Crops {
    /// Every parameter resolved for a network of this input.
    func configuration(input: InputSpecification) -> JSONValue {
        switch self {
        case .off: .string("off")
        case .motion(let side, let limit):
            .object([
                "kind": .string("motion"), "limit": .int(limit), "side": .int(side ?? min(input.width, input.height)),
            ])
        case .tiles(_, _, let fullFrame):
            .object([
                "full_frame": .bool(fullFrame), "kind": .string("tiles"),
                "overlap": tiling(input: input).map { .int($0.overlap) } ?? .null,
                "side": tiling(input: input).map { .int($0.side) } ?? .null,
            ])
        }
    }
}

extension RunRecord.Model {
    /// A manifest's name and digests.
    fileprivate init(_ manifest: ModelManifest) {
        self.init(
            name: manifest.name, manifest: manifest.digest,
            files: manifest.files.map { File(name: $0.name, sha256: $0.digest) })
    }
}

extension PostureWatch {
    /// Everything that decides.
    fileprivate var configuration: [String: JSONValue] {
        [
            "pose": .object([
                "engine": .string(estimator.network.engine.rawValue), "limit": .int(Self.limit),
                "model": .string(estimator.reader.manifest.name), "rate": .number(Self.rate),
                "thresholds": .object([
                    "ankle_drop": .float(thresholds.ankleDrop), "knee_drop": .float(thresholds.kneeDrop),
                    "thigh_share": .float(thresholds.thighShare), "trunk_rise": .float(thresholds.trunkRise),
                    "trunk_score": .float(thresholds.score),
                ]),
            ])
        ]
    }
}

extension FollowerConfiguration {
    /// Everything that decides.
    fileprivate var configuration: [String: JSONValue] {
        var configuration: [String: JSONValue] = [:]
        if let site, let stream {
            configuration["site"] = .object([
                "sha256": .string(site.digest), "stream": .string(stream.name), "text": .string(site.text),
            ])
        }
        guard let tracker else { return configuration.merging(["tracker": .null]) { _, new in new } }
        var settings: [String: JSONValue] = ["camera": .string(tracker.camera.rawValue)]
        for setting in Tracker.Configuration.settings { settings[setting.name] = .number(tracker[setting]) }
        configuration["tracker"] = .object(settings)
        return configuration
    }
}

extension ScoutConfiguration {
    /// Everything that decides.
    fileprivate var configuration: [String: JSONValue] {
        func number(_ value: Double?) -> JSONValue { value.map { .number($0) } ?? .null }
        return [
            "decode": .string(decodesEconomically ? "economy" : "full"),
            "gate": .object([
                "hold": .number(gate.hold), "mode": .string(gate.mode.rawValue), "rate": number(gate.rate),
                "sweep": number(gate.sweep), "wake": .int(gate.wake),
            ]),
            "masks": .array(
                masks.map { mask in .array(mask.vertices.map { .array([.number($0.x), .number($0.y)]) }) }),
        ]
    }
}
