internal import VigiePose

/// How a network's heatmaps become keypoints. docs/posture.md has the formulas.
public struct HeatmapRule: Sendable, Equatable {
    /// Pixels of the input for each cell of a heatmap.
    public let stride: Int
    /// `[1, 17, height / stride, width / stride]`: a heatmap for each of COCO's keypoints, in COCO's order.
    public let output: String
}

extension HeatmapRule: Decodable {
    private enum CodingKeys: String, CodingKey, CaseIterable { case rule, stride, output, keypoints }

    /// Reads the rule's parameters: `stride`, at least 1, `output`, and `keypoints`, which must be COCO's.
    ///
    /// - Throws: An error with the key's path where one is missing, unknown, or out of its range.
    public init(from decoder: any Decoder) throws {
        let keys = try decoder.strictContainer(keyedBy: CodingKeys.self)
        stride = try keys.value(.stride, expected: "1 or more") { $0 >= 1 }
        output = try keys.value(.output)
        _ = try keys.value(.keypoints, expected: "COCO's 17, in COCO's order") { $0 == Joint.names }
    }
}
