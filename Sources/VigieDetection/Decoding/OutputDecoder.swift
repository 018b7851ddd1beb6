internal import VigieCore

/// Turns a network's outputs into candidates; a pure function of the outputs.
protocol OutputDecoder: Sendable {
    /// The outputs that `decode` reads, in the order in which it gets them.
    var outputs: [ExpectedOutput] { get }

    /// Adds every candidate above its class's floor.
    ///
    /// - Parameter outputs: row-major `rows × channels` floats, as `self.outputs` says.
    func decode(_ outputs: [UnsafeBufferPointer<Float>], into collector: inout CandidateCollector)
}

/// An output as a decoder reads it: `rows × channels`, a row per cell.
package struct ExpectedOutput: Sendable, Equatable {
    package let name: String
    package let rows, channels: Int
}

/// Rows of floats at equal distances.
struct Rows {
    let base: UnsafePointer<Float>
    let count: Int
    /// Floats from row to row.
    let stride: Int

    /// `count` rows of `output`, each `channels` long, from row `first`; each read from `channel` on.
    init(_ output: UnsafeBufferPointer<Float>, channels: Int, first: Int = 0, count: Int, channel: Int = 0) {
        precondition(
            (first + count) * channels <= output.count,
            "\(output.count) floats are not \(first + count) rows of \(channels)")
        base = output.baseAddress! + first * channels + channel
        self.count = count
        stride = channels
    }

    subscript(row: Int) -> UnsafePointer<Float> { base + row * stride }
}

extension DecodeRule {
    /// The decoder for a model with so many classes.
    func decoder(classCount: Int, input: InputSpecification) -> any OutputDecoder {
        switch self {
        case .distribution(let rule): DistributionDecoder(rule: rule, classCount: classCount, input: input)
        case .yolox(let rule): YoloxDecoder(rule: rule, classCount: classCount, input: input)
        case .fastestDet(let rule): FastestDetDecoder(rule: rule, classCount: classCount, input: input)
        case .ssd(let rule): SSDDecoder(rule: rule, classCount: classCount, input: input)
        }
    }
}
