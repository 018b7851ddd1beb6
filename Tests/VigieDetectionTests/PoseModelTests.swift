import Foundation
import Testing
import VigieCore
import VigieDetection
import VigieInference
import VigieModels

/// The published pose model, where it is at hand.
@Suite(.enabled(if: ProcessInfo.processInfo.environment["VIGIE_MODEL_PATH"] != nil, "VIGIE_MODEL_PATH is not set"))
struct PoseModelTests {
    private let manifest: ModelManifest
    private let paths: [ModelManifest.Role: String]

    init() throws {
        let name = ModelCatalogue.poseName
        let json = try #require(ModelCatalogue.manifests.first { $0.name == name }).json
        manifest = try ModelManifest(json: json, file: name)
        paths = try ModelStore(environment: ProcessInfo.processInfo.environment).locate(manifest)
    }

    private func heatmaps(_ engine: Engine, _ instructionSet: InstructionSet) throws -> [UInt32] {
        let network = try manifest.network(at: paths, engine: engine, instructionSet: instructionSet)
        #expect(network.outputShape(0) == [1, 64 * 48, 17])
        let pixels = (0..<256 * 192 * 3).map { UInt8(truncatingIfNeeded: $0 &* $0 >> 9 ^ $0 / 7) }
        let scale = Normaliser(manifest.input).scale
        pixels.withUnsafeBufferPointer { pixels in
            scale.withUnsafeBufferPointer { network.run(pixels, scale: $0) }
        }
        return network.output(0).map(\.bitPattern)
    }

    @Test func everyInstructionSetGivesTheSameBits() throws {
        let specification = try heatmaps(.scalar, .scalar)
        for instructionSet in InstructionSet.available {
            #expect(try heatmaps(.simd, instructionSet) == specification, "\(instructionSet)")
        }
    }
}
