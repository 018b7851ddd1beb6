import Testing
import VigieCore
import VigieDetection
import VigiePose

@Suite struct HeatmapReaderTests {
    static let keypoints = "[" + Joint.names.map { "\"\($0)\"" }.joined(separator: ", ") + "]"

    static func json(decode: String? = nil, extra: String = "") -> String {
        let rule = #"{"rule": "heatmaps", "stride": 4, "output": "out", "keypoints": \#(keypoints)}"#
        return #"""
            {"name": "pose", "title": "Test", "family": "tinypose", "format": "onnx", "licence": "MIT", "origin": "here",
             "input": {"width": 16, "height": 24, "order": "rgb", "resize": "stretch", "mean": [0, 0, 0], "std": [1, 1, 1]},
             "decode": \#(decode ?? rule)\#(extra),
             "files": [{"name": "m.onnx", "role": "model", "bytes": 1, "sha256": "\#(Fixture.digest)"}]}
            """#
    }

    /// 4 × 6 cells; the crop is the frame: a pixel of the input is 5 of the frame.
    private func pose(_ values: [(joint: Joint, column: Int, row: Int, value: Float)]) throws -> Pose {
        let reader = try HeatmapReader(manifest: Fixture.manifest(Self.json()))
        var heatmaps = [Float](repeating: 0, count: 24 * 17)
        for (joint, column, row, value) in values { heatmaps[(row * 4 + column) * 17 + joint.rawValue] = value }
        // 64 × 96, × 1.25 = 80 × 120.
        let crop = try #require(
            PersonCrop(
                box: Box(x: 8, y: 12, width: 64, height: 96), turn: .none, inputWidth: 16, inputHeight: 24,
                frameWidth: 80, frameHeight: 120))
        #expect(crop.whole == Region(x: 0, y: 0, width: 80, height: 120))
        return heatmaps.withUnsafeBufferPointer { reader.pose(in: $0, of: crop) }
    }

    @Test func cornerCellsLieOnTheCornerPixels() throws {
        let pose = try pose([(.nose, 0, 0, 0.5), (.leftHip, 3, 5, 0.9)])
        // The centres of the first and of the last pixel.
        #expect(pose[.nose] == Keypoint(x: 2.5, y: 2.5, score: 0.5))
        #expect(pose[.leftHip] == Keypoint(x: 77.5, y: 117.5, score: 0.9))
    }

    @Test func aPeakMovesAQuarterOfACellTowardItsHigherNeighbour() throws {
        // A cell is 5 pixels of the input to the right, and 4.6 down; a pixel is 5 of the frame.
        let plain = try pose([(.nose, 1, 2, 1)])[.nose]
        #expect(plain == Keypoint(x: 27.5, y: 48.5, score: 1))
        let moved = try pose([(.nose, 1, 2, 1), (.nose, 2, 2, 0.2), (.nose, 0, 2, 0.1), (.nose, 1, 1, 0.1)])[.nose]
        #expect(moved == Keypoint(x: 27.5 + 6.25, y: 48.5 - 5.75, score: 1))
    }

    @Test func ofEqualPeaksTheFirstCounts() throws {
        let pose = try pose([(.nose, 3, 0, 1), (.nose, 0, 5, 1)])
        #expect(pose[.nose].x == 77.5 && pose[.nose].y == 2.5)
    }

    @Test func aPoseModelIsNoDetector() throws {
        let manifest = try Fixture.manifest(Self.json())
        #expect(manifest.classes.isEmpty)
        let error = #expect(throws: DetectionError.self) { try Detector(manifest: manifest) }
        #expect(error?.exitCode == .usage)
        #expect(
            error?.description == "model: pose finds a person's keypoints and detects nothing: name a detector")
    }

    @Test func aDetectorFindsNoKeypoints() throws {
        let manifest = try Fixture.manifest(Fixture.json())
        let error = #expect(throws: DetectionError.self) { try HeatmapReader(manifest: manifest) }
        #expect(
            error?.description == "model: test is a detector and finds no keypoints: name a pose model")
    }

    @Test(arguments: [
        (
            #""left_eye", "right_eye""#, #""right_eye", "left_eye""#,
            "decode.keypoints: must be COCO's 17, in COCO's order"
        ),
        (#""stride": 4"#, #""stride": 0"#, "decode.stride: must be 1 or more"),
        (#""stride": 4"#, #""stride": 9"#, "decode: must be one whose heatmaps have two cells a side or more"),
        (#", "output": "out""#, "", "decode.output: is missing"),
        (
            #""files""#, #""classes": ["person"], "files""#,
            "classes: must be absent: a network of heatmaps detects nothing"
        ),
    ])
    func saysWhatIsWrongWhere(part: String, replacement: String, message: String) {
        let json = Self.json().replacingFirst(part, with: replacement)
        let error = #expect(throws: DetectionError.self) { try Fixture.manifest(json) }
        #expect(error?.description == "test.json: " + message)
    }
}
