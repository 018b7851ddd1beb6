internal import CKernels
internal import VigieCore

/// YOLOX: score = objectness × class; centre = (x, y + cell) · stride; size = e^(w, h) · stride.
///
/// Source: Ge et al., YOLOX, 2021 (arXiv 2107.08430), and `demo_postprocess` of its repository.
struct YoloxDecoder: OutputDecoder {
    let outputs: [ExpectedOutput]
    private let grids: [Grid]
    private let classCount: Int

    init(rule: YoloxRule, classCount: Int, input: InputSpecification) {
        grids = Grid.levels(strides: rule.strides, input: input)
        self.classCount = classCount
        outputs = [
            ExpectedOutput(name: rule.output, rows: grids.map(\.count).reduce(0, +), channels: 5 + classCount)
        ]
    }

    func decode(_ outputs: [UnsafeBufferPointer<Float>], into collector: inout CandidateCollector) {
        let channels = 5 + classCount
        for level in grids.indices {
            let grid = grids[level]
            let rows = Rows(outputs[0], channels: channels, first: grid.firstCell, count: grid.count)
            let objectness = Rows(
                outputs[0], channels: channels, first: grid.firstCell, count: grid.count, channel: 4)
            // A class score is at most 1, so that no product exceeds the objectness.
            for hit in 0..<collector.scan(objectness, thresholds: collector.lowestFloor) {
                let cell = Int(collector.hits[hit].row)
                let values = rows[cell]
                let position = grid.position(of: cell)
                let stride = Float(grid.stride)
                let box = InputBox(
                    centreX: (values[0] + Float(position.column)) * stride,
                    centreY: (values[1] + Float(position.row)) * stride, width: vigie_expf(values[2]) * stride,
                    height: vigie_expf(values[3]) * stride)
                for classIndex in 0..<classCount {
                    let score = values[4] * values[5 + classIndex]
                    guard score > collector.floors[classIndex] else { continue }
                    collector.add(
                        classIndex, score: score, box: box, grid: grid, cell: cell, index: grid.firstCell + cell,
                        rawClass: values[5 + classIndex], rawObjectness: values[4])
                }
            }
        }
    }
}
