import Foundation
import TestSupport
import Testing

/// `vigie posture`, with a network that can be computed by hand.
@Suite struct PostureCommandTests {
    private let scratch: ScratchDirectory

    init() throws {
        scratch = try ScratchDirectory()
        try TinyPose.write(to: scratch.url)
        try TinyPose.writeClip(to: scratch.file("person.y4m"), frames: 3, shoulders: (40, 32), hips: (40, 40))
    }

    private func vigie(_ arguments: String...) throws -> Command.Result {
        try Command.run(arguments, in: scratch.url, environment: ["VIGIE_MODEL_PATH": scratch.url.path])
    }

    private func write(_ lines: String) throws { try Data(lines.utf8).write(to: scratch.file("boxes.txt")) }

    @Test func eachBoxHasALine() throws {
        try write("1,1,28.8,22.4,38.4,51.2,1\n3,1,28.8,22.4,38.4,51.2,1\n3,2,400,0,10,20,1\n")
        let result = try vigie("posture", "person.y4m", "boxes.txt", "--model", "pose.json")
        #expect(result.status == 0, "\(result.error)")
        let lines = try result.output.split(separator: "\n").map {
            try #require(try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any])
        }
        #expect(lines.map { $0["frame"] as? Int } == [1, 3])
        #expect(lines.map { $0["posture"] as? String } == ["upright", "upright"])
        #expect((lines[0]["keypoints"] as? [[Double]])?.count == 17)
        #expect(lines[0]["knee_drop"] is NSNull && lines[0]["trunk_rise"] as? Double == 1)
    }

    @Test func theReportCounts() throws {
        try write("1,1,28.8,22.4,38.4,51.2,1\n3,2,400,0,10,20,1\n")
        let result = try vigie(
            "posture", "person.y4m", "boxes.txt", "--model", "pose.json", "--output", "out.jsonl", "--json")
        #expect(result.status == 0, "\(result.error)")
        let report = try #require(
            try JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [String: Any])
        #expect(report["outside"] as? Int == 1 && report["turned"] as? Int == 0)
        #expect((report["postures"] as? [String: Int])?["upright"] == 1)
    }

    @Test func boxesBeyondTheClipAreAnError() throws {
        try write("4,1,28.8,22.4,38.4,51.2,1\n")
        let result = try vigie("posture", "person.y4m", "boxes.txt", "--model", "pose.json")
        #expect(result.status == 65)
        #expect(result.error.contains("it has 3 frames, but the file of boxes goes on to frame 4"))
    }

    @Test func aDetectorIsRefusedForPosesAndAPoseModelForDetecting() throws {
        try write("1,1,28.8,22.4,38.4,51.2,1\n")
        let posture = try vigie("posture", "person.y4m", "boxes.txt", "--model", "nanodet-plus-m-416")
        #expect(posture.status == 64 && posture.error.contains("is a detector and finds no keypoints"))
        let detect = try vigie("detect", "person.y4m", "--model", "pose.json")
        #expect(detect.status == 64 && detect.error.contains("detects nothing: name a detector"))
    }

    @Test func aPoseModelIsDescribedCheckedAndTimed() throws {
        let info = try vigie("model", "info", "pose.json")
        #expect(info.status == 0 && info.output.contains("right_ankle") && !info.output.contains("suppression"))
        #expect(try vigie("model", "check", "pose.json").status == 0)
        #expect(try vigie("bench", "--model", "pose.json", "--runs", "2").status == 0)
    }
}
