internal import VigieCore
package import VigieInference
public import VigiePose

/// From a pose network's heatmaps to keypoints in the frame; a pure function of the outputs that allocates nothing.
///
/// A joint is where its heatmap is highest, the first of equals, moved by a quarter of a cell toward the higher of its two
/// neighbours on each axis. Networks whose heatmaps are named by `HeatmapRule` were trained so that the centres of the
/// corner cells lie on those of the input's corner pixels: cell c of n is pixel c · (size − 1) / (n − 1).
///
/// Source: quarter shift: Newell et al., Stacked Hourglass Networks, 2016 (arXiv 1603.06937), section 3.1; corner cells:
/// Huang et al., The Devil is in the Details (UDP), 2020 (arXiv 1911.07524), `use_udp` in the training of PP-TinyPose.
public struct HeatmapReader: Sendable {
    /// The model whose outputs it reads.
    public let manifest: ModelManifest
    private let rule: HeatmapRule
    private let columns, rows: Int
    /// Pixels of the input from cell to cell.
    private let stepX, stepY: Float

    /// - Throws: `DetectionError.option` where the model finds no keypoints.
    public init(manifest: ModelManifest) throws(DetectionError) {
        self.manifest = manifest
        rule = try manifest.pose()
        let input = manifest.input.specification
        (columns, rows) = (input.width / rule.stride, input.height / rule.stride)
        stepX = Float(input.width - 1) / Float(columns - 1)
        stepY = Float(input.height - 1) / Float(rows - 1)
    }

    /// Checks that the network is the manifest's, and makes its heatmaps what `pose(in:of:)` reads.
    ///
    /// - Parameter file: for messages.
    package func prepare(_ graph: inout Graph, file: String) throws(DetectionError) {
        try graph.checkInput(manifest.input.specification, file: file)
        let heatmaps = ExpectedOutput(name: rule.output, rows: rows * columns, channels: Joint.names.count)
        try graph.arrangeOutputs(as: [heatmaps], file: file)
    }

    /// The keypoints that the network saw in a crop.
    ///
    /// - Parameter heatmaps: The output of the network after `prepare`: for each cell, row by row, the values of all
    ///   joints.
    public func pose(in heatmaps: UnsafeBufferPointer<Float>, of crop: PersonCrop) -> Pose {
        let count = Joint.names.count
        precondition(
            heatmaps.count == rows * columns * count,
            "\(heatmaps.count) floats for \(columns)×\(rows) cells of \(count)")
        var highest = [17 of Float](repeating: -.infinity)
        var cells = [17 of Int](repeating: 0)
        for cell in 0..<rows * columns {
            for joint in 0..<count where heatmaps[cell * count + joint] > highest[joint] {
                highest[joint] = heatmaps[cell * count + joint]
                cells[joint] = cell
            }
        }
        var pose = Pose(turn: crop.turn)
        for joint in 0..<count {
            let (row, column) = (cells[joint] / columns, cells[joint] % columns)
            func value(_ row: Int, _ column: Int) -> Float { heatmaps[(row * columns + column) * count + joint] }
            var (x, y) = (Float(column), Float(row))
            if column > 0, column < columns - 1 { x += Self.shift(value(row, column - 1), value(row, column + 1)) }
            if row > 0, row < rows - 1 { y += Self.shift(value(row - 1, column), value(row + 1, column)) }
            let point = crop.framePoint(x: x * stepX + 0.5, y: y * stepY + 0.5)
            pose[joint] = Keypoint(x: point.x, y: point.y, score: highest[joint])
        }
        return pose
    }

    private static func shift(_ before: Float, _ after: Float) -> Float {
        after > before ? 0.25 : after < before ? -0.25 : 0
    }
}
