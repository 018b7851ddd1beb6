internal import FoundationEssentials
internal import VigieCore
internal import VigieDetection
internal import VigieInference
internal import VigieModels
internal import VigiePipeline
internal import VigieVideo

/// Manifests and weights as the command finds them.
enum ModelAccess {
    /// What stands for no model at all.
    static let none = "none"

    /// The manifest of a model that ships with the program, or of a file.
    ///
    /// - Throws: `UnknownModel`, `DetectionError`, `ModelError` where the file cannot be read.
    static func manifest(named name: String) throws -> ModelManifest {
        if let shipped = ModelCatalogue.manifests.first(where: { $0.name == name }) {
            return try ModelManifest(json: shipped.json, file: "\(name).json")
        }
        guard name.contains("/") || name.hasSuffix(".json") else { throw UnknownModel(name: name) }
        return try ModelManifest(json: ModelFile.read(name), file: name)
    }

    /// Whether the name is that of a model that ships with the program, so that no file is read for its manifest.
    static func isShipped(_ name: String) -> Bool { ModelCatalogue.manifests.contains { $0.name == name } }

    static func shipped() throws -> [ModelManifest] {
        try ModelCatalogue.manifests.map { try ModelManifest(json: $0.json, file: "\($0.name).json") }
    }

    /// What finds the joints of people, and the files that it was read from.
    ///
    /// - Throws: `UnknownModel`, `DetectionError` where the model finds no keypoints, and what loading throws.
    static func poseEstimator(
        named name: String, engine: Engine, instructionSet: InstructionSet
    ) throws -> (estimator: PoseEstimator, files: [String]) {
        let manifest = try manifest(named: name)
        let reader = try HeatmapReader(manifest: manifest)
        let weights = try store().locate(manifest)
        let network = try manifest.network(for: reader, at: weights, engine: engine, instructionSet: instructionSet)
        return (PoseEstimator(reader: reader, network: network), (isShipped(name) ? [] : [name]) + weights.values)
    }

    static func store() throws -> ModelStore { try ModelStore(environment: ProcessInfo.processInfo.environment) }
}

/// A model that does not ship with the program.
struct UnknownModel: Failure {
    var name: String
    var exitCode: ExitCode { .usage }
    var description: String {
        let names = ModelCatalogue.manifests.map(\.name).joined(separator: ", ")
        return "there is no model '\(name)'; there are \(names), or name the file of a manifest of yours"
    }
}

/// Fetches model files over whatever FFmpeg speaks.
struct RemoteFetcher: ModelFetcher {
    func open(_ address: String, from offset: Int) throws -> any ByteReader {
        try RemoteReader(address: address, offset: offset)
    }
}

private final class RemoteReader: ByteReader {
    private var file: RemoteFile
    let start: Int
    let totalBytes: Int?

    init(address: String, offset: Int) throws {
        file = try RemoteFile(address: address, offset: Int64(offset), isInterrupted: { Interruption.isRequested })
        start = offset
        totalBytes = file.size.map(Int.init)
    }

    func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int { try file.read(into: buffer) }
}
