import Foundation
import TestSupport
import Testing

/// `vigie track`.
@Suite struct TrackCommandTests {
    private let scratch: ScratchDirectory

    init() throws { scratch = try ScratchDirectory() }

    private func vigie(_ arguments: String...) throws -> Command.Result {
        try Command.run(arguments, in: scratch.url)
    }

    /// An object that moves by 5 pixels a frame, in frames 1 to 20.
    private func write(_ name: String = "det.txt", extra: String = "") throws {
        let lines = (1...20).map { "\($0),-1,\(5 * $0),20,40,100,0.9,-1,-1,-1\n" }
        try Data((lines.joined() + extra).utf8).write(to: scratch.file(name))
    }

    private func text(_ name: String) throws -> String { try String(contentsOf: scratch.file(name), encoding: .utf8) }

    @Test func resultsHaveTenColumns() throws {
        try write()
        let result = try vigie("track", "det.txt", "--format", "mot", "--rate", "10", "--output", "out.txt")
        #expect(result.status == 0, "\(result.error)")
        #expect(result.error.contains("1 tracks with 20 boxes, from 20 detections in 20 frames, in out.txt"))
        let lines = try text("out.txt").split(separator: "\n").map { $0.split(separator: ",") }
        #expect(lines.count == 20 && lines.allSatisfy { $0.count == 10 && $0[1] == "1" })
        #expect(lines.map { Int($0[0]) } == Array(1...20))
        let piped = try vigie("track", "det.txt", "--format", "mot", "--rate", "10")
        #expect(piped.output == (try text("out.txt")))
    }

    @Test func theReportIsHadAsJSON() throws {
        try write()
        let result = try vigie(
            "track", "det.txt", "--format", "mot", "--rate", "10", "--output", "out.txt", "--json", "--camera", "fixed",
            "--set", "lost_seconds=4")
        let report = try #require(
            JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [String: Any], "\(result.error)")
        #expect(report["tracks"] as? Int == 1 && report["boxes"] as? Int == 20 && report["frames"] as? Int == 20)
        #expect(report["camera"] as? String == "fixed" && report["frame_rate"] as? Double == 10)
        #expect((report["settings"] as? [String: Double])?["lost_seconds"] == 4)
        let both = try vigie("track", "det.txt", "--format", "mot", "--rate", "10", "--json")
        #expect(both.status == 64 && both.error.contains("name a file with --output"))
    }

    @Test func theRateStandsBesideTheFileOrAbove() throws {
        try FileManager.default.createDirectory(at: scratch.file("det"), withIntermediateDirectories: false)
        try write("det/det.txt")
        let unknown = try vigie("track", "det/det.txt", "--format", "mot", "--output", "out.txt", "--json")
        #expect(unknown.status == 64 && unknown.error.contains("say with --rate how many frames a second"))
        #expect(!FileManager.default.fileExists(atPath: scratch.path("out.txt")))
        try Data("[Sequence]\nframeRate=7\n".utf8).write(to: scratch.file("seqinfo.ini"))
        #expect(
            try vigie("track", "det/det.txt", "--format", "mot", "--output", "out.txt", "--json").output
                .contains(#""frame_rate":7,"#))
        try Data("frameRate=12.5".utf8).write(to: scratch.file("det/seqinfo.ini"))
        #expect(
            try vigie("track", "det/det.txt", "--format", "mot", "--output", "out.txt", "--json", "--force").output
                .contains(#""frame_rate":12.5,"#))
    }

    @Test(
        arguments: [
            (["none.txt", "--format", "mot", "--rate", "10"], 66, "none.txt"),
            (["det.txt", "--format", "mot", "--rate", "0"], 64, "greater than 0"),
            (["det.txt", "--format", "mot", "--rate", "nan"], 64, "greater than 0"),
            (["det.txt", "--format", "kitti", "--rate", "10"], 64, "kitti"),
            (["det.txt", "--format", "mot", "--rate", "10", "--set", "life=2"], 64, "NAME is one of birth_score,"),
            (["det.txt", "--format", "mot", "--rate", "10", "--set", "birth_score=2"], 64, "from 0.0 to 1.0"),
            (
                ["bad.txt", "--format", "mot", "--rate", "10"], 65,
                "bad.txt, line 21: the width is 'wide', which is no number."
            ),
            (["det.txt", "--format", "mot", "--rate", "10", "--output", "det.txt", "--force"], 73, "the same file"),
            (["det.txt", "--format", "mot", "--rate", "10", "--output", "bad.txt"], 73, "exists already"),
            (
                ["det.txt", "--format", "mot", "--rate", "10", "--output", "no/out.txt"], 73,
                "no/out.txt cannot be created"
            ),
            (["det.txt", "--format", "mot", "--rate", "10", "--output", "/dev/full"], 74, "/dev/full"),
        ] as [([String], Int32, String)])
    func whatCannotBeDoneIsSaid(arguments: [String], status: Int32, sentence: String) throws {
        try write()
        try write("bad.txt", extra: "21,-1,0,0,wide,1,1\n")
        let result = try Command.run(["track"] + arguments, in: scratch.url)
        #expect(result.status == status)
        #expect(result.error.contains(sentence), "\(result.error)")
    }
}
