import Foundation
import TestSupport
import Testing

/// The gate on footage in which nothing happens but noise and, in its middle, a light that goes on: fixtures/idle.mp4, 20 s.
@Suite struct GateCommandTests {
    private let scratch: ScratchDirectory
    private let manifest: String
    private let clip = URL(fileURLWithPath: #filePath).appendingPathComponent("../../../fixtures/idle.mp4").standardized
        .path

    init() throws {
        scratch = try ScratchDirectory()
        manifest = try TinyModel.write(to: scratch.url)
    }

    /// The log's frames, in order, and its other lines by type.
    private func run(_ options: String...) throws -> (frames: [[String: Any]], others: [String: [[String: Any]]]) {
        let result = try Command.run(
            ["detect", clip, "--log", "log.jsonl", "--force", "--model", manifest] + options, in: scratch.url,
            environment: ["VIGIE_MODEL_PATH": scratch.url.path])
        #expect(result.status == 0, "\(result.error)")
        let lines = try String(contentsOfFile: scratch.path("log.jsonl"), encoding: .utf8).split(separator: "\n")
        let records = try lines.map {
            try #require(JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any])
        }
        let byType = Dictionary(grouping: records) { $0["type"] as? String ?? "" }
        return (byType["frame"] ?? [], byType)
    }

    private func reasons(_ frames: [[String: Any]]) -> [String: Int] {
        frames.reduce(into: [:]) { $0[$1["reason"] as? String ?? "", default: 0] += 1 }
    }

    @Test func idleFootageDoesNotWakeTheDetector() throws {
        let (frames, others) = try run("--gate", "motion", "--rate", "5", "--sweep", "5")
        let counts = reasons(frames)
        #expect(frames.count == 200)
        #expect(counts["motion"] == nil, "\(counts)")
        // The first second, the light, and every five seconds.
        #expect((5...16).contains(counts["sweep", default: 0]), "\(counts)")
        #expect(counts["idle", default: 0] >= 80)
        #expect(others["event"] == nil)
    }

    @Test func everyInstructionSetAndNumberOfThreadsDecideAlike() throws {
        let digests = try ["scalar", "avx2", "avx512", "neon"].flatMap { set in
            try ["1", "3"].compactMap { threads -> String? in
                let result = try Command.run(
                    [
                        "detect", clip, "--log", "log.jsonl", "--force", "--model", manifest, "--gate", "motion",
                        "--crops",
                        "motion", "--threads", threads,
                    ], in: scratch.url, environment: ["VIGIE_MODEL_PATH": scratch.url.path, "VIGIE_ISA": set])
                // This CPU does not have that one.
                if result.status == 64 { return nil }
                return result.output.split(separator: "\n").first { $0.hasPrefix("decisions") }.map(String.init)
            }
        }
        #expect(digests.count >= 2)
        #expect(Set(digests).count == 1)
    }

    @Test func whatIsNotDecodedKeepsItsPlace() throws {
        let full = try run("--gate", "motion").frames
        let (frames, others) = try run("--gate", "motion", "--decode", "economy")
        #expect(frames.map { $0["pts"] as? Int } == full.map { $0["pts"] as? Int })
        #expect(frames.map { $0["frame"] as? Int } == Array(0..<200))
        let left = reasons(frames)["not-decoded", default: 0]
        let totals = try #require(others["end"]?.first?["frames"] as? [String: Any])
        #expect(left > 0)
        #expect(totals["undecoded"] as? Int == left)
        #expect(totals["decoded"] as? Int == 200 - left)
    }
}
