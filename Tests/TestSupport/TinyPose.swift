public import Foundation
import SwiftProtobuf
import VigieCore
import VigieInference

/// A pose network small enough to be computed by hand, as an ONNX file with its manifest, and footage that it knows.
///
/// It looks at 24 × 32 pixels in 6 × 8 cells of 4. Its person is a red cell upon a green one: shoulders have the value
/// ½ red of the cell + ½ green of the cell below, hips the green of the cell, all other joints 0. So it sees shoulders
/// with a score of 1 if red is above green, and else of ½.
public enum TinyPose {
    /// Writes `pose.onnx` and `pose.json` into a directory and returns the manifest's path.
    @discardableResult
    public static func write(to directory: URL) throws -> String {
        let network = try onnx()
        try Data(network).write(to: directory.appendingPathComponent("pose.onnx"))
        let manifest = directory.appendingPathComponent("pose.json")
        try Data(self.manifest(network).utf8).write(to: manifest)
        return manifest.path
    }

    /// Writes one frame of a person on black as YUV4MPEG2, limited range, 4:4:4, several times.
    ///
    /// - Parameters:
    ///   - shoulders: The top left corner of the red cell, which is 8 × 8 pixels; so is the green one.
    @discardableResult
    public static func writeClip(
        to file: URL, frames: Int = 1, width: Int = 96, height: Int = 96, shoulders: (x: Int, y: Int),
        hips: (x: Int, y: Int)
    ) throws -> String {
        // Y, Cb and Cr of black, red and green by BT.601.
        var planes: [[UInt8]] = [16, 128, 128].map { Array(repeating: $0, count: width * height) }
        for (place, colour) in [(shoulders, [81, 90, 240]), (hips, [145, 54, 34])] as [((x: Int, y: Int), [UInt8])] {
            for plane in 0..<3 {
                for y in place.y..<place.y + 8 {
                    for x in place.x..<place.x + 8 { planes[plane][y * width + x] = colour[plane] }
                }
            }
        }
        var data = Data("YUV4MPEG2 W\(width) H\(height) F10:1 Ip A1:1 C444\n".utf8)
        for _ in 0..<frames { data += Data("FRAME\n".utf8) + Data(planes.joined()) }
        try data.write(to: file)
        return file.path
    }

    private static func onnx() throws -> [UInt8] {
        var graph = Onnx_GraphProto()
        graph.name = "pose"
        graph.input = [TinyModel.picture(width: 24, height: 32)]
        // [17, 3, 8, 4]: the upper 16 values of a channel are the cell, the lower 16 the cell below.
        let weights = (0..<17).flatMap { joint in
            (0..<3).flatMap { channel in
                (0..<32).map { place -> Float in
                    switch (joint, channel, place < 16) {
                    case (5, 0, true), (6, 0, true), (5, 1, false), (6, 1, false): 0.5 / 16
                    case (11, 1, true), (12, 1, true): 1.0 / 16
                    default: 0
                    }
                }
            }
        }
        graph.initializer = [TinyModel.tensor("weights", [17, 3, 8, 4], weights)]
        graph.node = [
            TinyModel.node(
                "Conv", ["images", "weights"], "heatmaps",
                [
                    TinyModel.ints("kernel_shape", [8, 4]), TinyModel.ints("strides", [4, 4]),
                    TinyModel.ints("pads", [0, 0, 4, 0]),
                ])
        ]
        var output = Onnx_ValueInfoProto()
        output.name = "heatmaps"
        graph.output = [output]
        return try TinyModel.bytes(of: graph)
    }

    private static func manifest(_ network: [UInt8]) -> String {
        """
        {
          "name": "pose", "title": "Red on green", "family": "tinypose", "format": "onnx", "licence": "Apache-2.0",
          "origin": "the tests",
          "input": {"width": 24, "height": 32, "order": "rgb", "resize": "stretch", "mean": [0, 0, 0], "std": [255, 255, 255]},
          "decode": {
            "rule": "heatmaps", "stride": 4, "output": "heatmaps",
            "keypoints": [
              "nose", "left_eye", "right_eye", "left_ear", "right_ear", "left_shoulder", "right_shoulder", "left_elbow",
              "right_elbow", "left_wrist", "right_wrist", "left_hip", "right_hip", "left_knee", "right_knee",
              "left_ankle", "right_ankle"
            ]
          },
          "files": [{"name": "pose.onnx", "role": "model", "bytes": \(network.count), "sha256": "\(Digest(of: network))"}]
        }
        """
    }
}
