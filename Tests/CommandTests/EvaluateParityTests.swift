import Foundation
import TestSupport
import Testing

/// The figures of `vigie evaluate --motion` are those of Tests/TestSupport/change_figures.py, which shares no code with it.
@Suite struct EvaluateParityTests {
    private static let footage = ProcessInfo.processInfo.environment["VIGIE_FOOTAGE_PATH"]
    private static let script = URL(fileURLWithPath: #filePath)
        .appendingPathComponent("../../TestSupport/change_figures.py").standardized.path

    private let scratch: ScratchDirectory

    init() throws { scratch = try ScratchDirectory() }

    private func python(_ arguments: [String]) throws -> String {
        let result = try LogValidator.python([Self.script] + arguments)
        try #require(result.status == 0, "\(result.output)")
        return result.output
    }

    private func compare(_ input: String, truth: String, masks: String, first: Int, last: Int, region: String?) throws {
        let theirs = try #require(
            JSONSerialization.jsonObject(
                with: Data(python(["count", masks, "\(first)", "\(last)", input] + (region.map { [$0] } ?? [])).utf8))
                as? [String: [String: Any]])
        let run = try Command.run([
            "evaluate", "--motion", input, "--truth", truth, "--from", "\(first)", "--to", "\(last)", "--json",
        ])
        try #require(run.status == 0, "\(run.error)")
        let report = try #require(JSONSerialization.jsonObject(with: Data(run.output.utf8)) as? [String: Any])
        let ours = try #require(report["result"] as? [String: Any])
        #expect(ours["counts"] as? [String: Int] == theirs["counts"] as? [String: Int])
        let (figures, expected) = (try #require(ours["figures"] as? [String: Any]), try #require(theirs["figures"]))
        #expect(Set(figures.keys) == Set(expected.keys))
        for (name, value) in expected {
            guard let value = value as? Double else {
                #expect(figures[name] is NSNull, "\(name)")
                continue
            }
            let figure = try #require(figures[name] as? Double, "\(name)")
            // Both divide the same counts; the F-measure takes 4 roundings there and 1 here.
            #expect(abs(figure - value) <= 4 * value.ulp, "\(name): \(figure) and \(value)")
        }
    }

    /// Masks of 9 × 5 pixels with all labels, in cells that do not divide them.
    @Test(arguments: [0, 1, 2, 4]) func drawnTruth(cell: Int) throws {
        var random = SeededRandom(seed: 7)
        let truth = scratch.path("truth/groundtruth")
        try FileManager.default.createDirectory(atPath: truth, withIntermediateDirectories: true)
        for number in 1...6 {
            let mask = (0..<45).map { _ in [0, 0, 50, 85, 170, 255, 255].randomElement(using: &random)! as UInt8 }
            try MaskFile.png(mask, width: 9).write(to: scratch.file("truth/groundtruth/gt00000\(number).png"))
        }
        let region = (0..<45).map { UInt8($0 % 7) }
        try MaskFile.bmp(region, width: 9).write(to: scratch.file("truth/ROI.bmp"))
        _ = try python(["spoil", truth, "1", "6", scratch.path("spoilt"), "\(cell)"])
        try compare(
            scratch.path(cell == 0 ? "spoilt" : "spoilt/log.jsonl"), truth: scratch.path("truth"), masks: truth,
            first: 2, last: 5, region: scratch.path("truth/ROI.bmp"))
    }

    @Test(.enabled(if: footage != nil, "VIGIE_FOOTAGE_PATH is not set"), arguments: [0, 2, 7])
    func cdnetsHighway(cell: Int) throws {
        let truth = try #require(Self.footage) + "/cdnet_highway"
        let masks = truth + "/groundtruth"
        _ = try python(["spoil", masks, "800", "811", scratch.path("spoilt"), "\(cell)"])
        try compare(
            scratch.path(cell == 0 ? "spoilt" : "spoilt/log.jsonl"), truth: truth, masks: masks, first: 800, last: 811,
            region: truth + "/ROI.bmp")
    }
}
