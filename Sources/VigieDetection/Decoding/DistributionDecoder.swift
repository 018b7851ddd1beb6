internal import CKernels
internal import VigieCore

/// NanoDet-Plus and PicoDet: a class's score is the network's; each side of the box lies, in strides from the centre, at
/// the mean of a distribution whose logits the network gives.
///
/// Source: Li et al., Generalized Focal Loss, 2020 (arXiv 2006.04388), equation 4.
struct DistributionDecoder: OutputDecoder {
    let outputs: [ExpectedOutput]
    private let grids: [Grid]
    private let bins: Int
    private let centre: Float
    private let classCount: Int
    private let isJoined: Bool

    init(rule: DistributionRule, classCount: Int, input: InputSpecification) {
        grids = Grid.levels(strides: rule.strides, input: input)
        bins = rule.bins
        centre = rule.centre
        self.classCount = classCount
        let sides = 4 * rule.bins
        switch rule.outputs {
        case .joined(let name):
            isJoined = true
            outputs = [
                ExpectedOutput(name: name, rows: grids.map(\.count).reduce(0, +), channels: classCount + sides)
            ]
        case .separate(let scores, let boxes):
            isJoined = false
            outputs =
                zip(scores, grids).map { ExpectedOutput(name: $0, rows: $1.count, channels: classCount) }
                + zip(boxes, grids).map { ExpectedOutput(name: $0, rows: $1.count, channels: sides) }
        }
    }

    func decode(_ outputs: [UnsafeBufferPointer<Float>], into collector: inout CandidateCollector) {
        for level in grids.indices {
            let grid = grids[level]
            let scores: Rows
            let sides: Rows
            if isJoined {
                let channels = classCount + 4 * bins
                scores = Rows(outputs[0], channels: channels, first: grid.firstCell, count: grid.count)
                sides = Rows(
                    outputs[0], channels: channels, first: grid.firstCell, count: grid.count, channel: classCount)
            } else {
                scores = Rows(outputs[level], channels: classCount, count: grid.count)
                sides = Rows(outputs[grids.count + level], channels: 4 * bins, count: grid.count)
            }
            collector.addHits(in: scores, grid: grid, first: grid.firstCell) { cell in
                box(sides[cell], at: grid.position(of: cell), stride: Float(grid.stride))
            }
        }
    }

    private func box(
        _ logits: UnsafePointer<Float>, at cell: (column: Int, row: Int), stride: Float
    ) -> InputBox {
        let x = (Float(cell.column) + centre) * stride
        let y = (Float(cell.row) + centre) * stride
        return InputBox(
            left: x - mean(logits) * stride, top: y - mean(logits + bins) * stride,
            right: x + mean(logits + 2 * bins) * stride, bottom: y + mean(logits + 3 * bins) * stride)
    }

    /// Σ i·softmax(logits)ᵢ, summed in ascending order.
    private func mean(_ logits: UnsafePointer<Float>) -> Float {
        var highest = logits[0]
        for bin in 1..<bins where logits[bin] > highest { highest = logits[bin] }
        var total: Float = 0
        var weighted: Float = 0
        for bin in 0..<bins {
            let weight = vigie_expf(logits[bin] - highest)
            total += weight
            weighted += Float(bin) * weight
        }
        return weighted / total
    }
}
