internal import CKernels
internal import VigieCore

/// FastestDet: score = objectness^0.6 · class^0.4; centre = (cell + tanh(x, y)) · stride; size = sigmoid(w, h) · side.
///
/// Source: `handle_preds` in `utils/tool.py` of github.com/dog-qiuqiu/FastestDet.
struct FastestDetDecoder: OutputDecoder {
    let outputs: [ExpectedOutput]
    private let grid: Grid
    private let classCount: Int
    private let input: InputSpecification

    init(rule: FastestDetRule, classCount: Int, input: InputSpecification) {
        grid = Grid.levels(strides: [rule.stride], input: input)[0]
        self.classCount = classCount
        self.input = input
        outputs = [ExpectedOutput(name: rule.output, rows: grid.count, channels: 5 + classCount)]
    }

    func decode(_ outputs: [UnsafeBufferPointer<Float>], into collector: inout CandidateCollector) {
        let rows = Rows(outputs[0], channels: 5 + classCount, count: grid.count)
        for cell in 0..<grid.count {
            let values = rows[cell]
            // A class score is at most 1, so that no product exceeds this.
            let objectness = power(values[0], 0.6)
            guard objectness > collector.lowestFloor[0] else { continue }
            let box = box(values, at: grid.position(of: cell))
            for classIndex in 0..<classCount where collector.floors[classIndex] < .infinity {
                let score = objectness * power(values[5 + classIndex], 0.4)
                guard score > collector.floors[classIndex] else { continue }
                collector.add(
                    classIndex, score: score, box: box, grid: grid, cell: cell, index: cell,
                    rawClass: values[5 + classIndex], rawObjectness: values[0])
            }
        }
    }

    private func box(_ values: UnsafePointer<Float>, at cell: (column: Int, row: Int)) -> InputBox {
        let stride = Float(grid.stride)
        return InputBox(
            centreX: (Float(cell.column) + vigie_tanhf(values[1])) * stride,
            centreY: (Float(cell.row) + vigie_tanhf(values[2])) * stride,
            width: vigie_sigmoidf(values[3]) * Float(input.width),
            height: vigie_sigmoidf(values[4]) * Float(input.height))
    }

    private func power(_ base: Float, _ exponent: Float) -> Float { vigie_expf(exponent * vigie_logf(base)) }
}
