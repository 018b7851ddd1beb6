internal import CKernels
internal import VigieCore

/// SSD: a box is coded against its anchor a: centre = t·a.size / factor + a.centre; size = e^(t / factor) · a.size.
///
/// Source: `FasterRcnnBoxCoder` of TensorFlow's Object Detection API; Liu et al., SSD, 2016 (arXiv 1512.02325).
struct SSDDecoder: OutputDecoder {
    let outputs: [ExpectedOutput]
    private let grids: [Grid]
    private let perCell: [Int]
    private let anchors: [Anchor]
    private let classCount: Int
    private let scaleFactors: [Float]

    init(rule: SSDRule, classCount: Int, input: InputSpecification) {
        grids = Grid.levels(strides: rule.anchors.strides, input: input)
        perCell = rule.anchors.perCell
        anchors = rule.anchors.anchors(grids: grids, input: input)
        self.classCount = classCount
        scaleFactors = rule.scaleFactors
        outputs = [
            ExpectedOutput(name: rule.scores, rows: anchors.count, channels: classCount),
            ExpectedOutput(name: rule.boxes, rows: anchors.count, channels: 4),
        ]
    }

    func decode(_ outputs: [UnsafeBufferPointer<Float>], into collector: inout CandidateCollector) {
        var first = 0
        for level in grids.indices {
            let grid = grids[level]
            let count = grid.count * perCell[level]
            let scores = Rows(outputs[0], channels: classCount, first: first, count: count)
            let offsets = Rows(outputs[1], channels: 4, first: first, count: count)
            collector.addHits(in: scores, grid: grid, perCell: perCell[level], first: first) { row in
                box(offsets[row], anchor: anchors[first + row])
            }
            first += count
        }
    }

    private func box(_ offsets: UnsafePointer<Float>, anchor: Anchor) -> InputBox {
        InputBox(
            centreX: offsets[1] / scaleFactors[1] * anchor.width + anchor.centreX,
            centreY: offsets[0] / scaleFactors[0] * anchor.height + anchor.centreY,
            width: vigie_expf(offsets[3] / scaleFactors[3]) * anchor.width,
            height: vigie_expf(offsets[2] / scaleFactors[2]) * anchor.height)
    }
}
