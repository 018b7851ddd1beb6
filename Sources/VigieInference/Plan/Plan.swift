/// A graph made ready to run: steps in order, and a place in one arena for every value that they pass on.
package struct Plan: Sendable {
    /// A buffer of the arena.
    package struct Buffer: Sendable {
        package var count: Int
        /// Floats from the start of the arena.
        package var offset: Int
        /// The first and last step that touches it.
        package var lifetime: ClosedRange<Int>
    }

    package var steps: [Step]
    /// The node that each step comes from.
    package var stepNames: [String]
    package var buffers: [Buffer]
    /// Floats in the arena.
    package var arenaCount: Int
    /// Weights, biases and other constants, packed for the kernels.
    package var constants: [Float]
    /// Where in the constants there are enough 0 for a row of any convolution's window.
    package var zeros: Int
    /// The view of the picture that a frame starts with, `[1, C, H, W]`, channels last.
    package var input: View
    /// Row-major, in the order of the graph's outputs.
    package var outputs: [View]
    package var outputNames: [String]

    /// The buffer number under which views name the constants.
    package static let constantBuffer = -1

    /// The one step that reads the input, where it is a convolution that can read the picture's bytes itself.
    package var bytesStep: Int? {
        let readers = steps.indices.filter { steps[$0].inputs.contains { $0.buffer == input.buffer } }
        guard readers.count == 1, let reader = readers.first, case .convolve(let step) = steps[reader],
            step.input == input, step.residual == nil, step.convolution.groups == 1,
            step.convolution.dilationY == 1, step.convolution.dilationX == 1,
            step.convolution.window.height <= Self.largestByteWindow,
            !outputs.contains(where: { $0.buffer == input.buffer })
        else { return nil }
        return reader
    }

    /// Rows that a convolution of bytes keeps at a time.
    private static let largestByteWindow = 16

    /// Multiply-adds of all convolutions.
    package var multiplications: Int {
        steps.reduce(0) { sum, step in
            if case .convolve(let convolution) = step { sum + convolution.multiplications } else { sum }
        }
    }
}

extension Plan {
    /// Floats that a buffer's start is a multiple of: one cache line.
    private static let alignment = 16

    /// Gives each buffer a place so that none overlaps another that lives at the same time.
    ///
    /// Largest first, each at the lowest gap that is free for its whole life.
    static func place(_ buffers: inout [Buffer]) -> Int {
        var placed: [Int] = []
        var total = 0
        let order = buffers.indices.sorted { (buffers[$0].count, $1) > (buffers[$1].count, $0) }
        for index in order {
            let size = (buffers[index].count + alignment - 1) / alignment * alignment
            var offset = 0
            for other in placed.sorted(by: { buffers[$0].offset < buffers[$1].offset })
            where buffers[other].lifetime.overlaps(buffers[index].lifetime) {
                if buffers[other].offset >= offset + size { break }
                offset = max(
                    offset, (buffers[other].offset + buffers[other].count + alignment - 1) / alignment * alignment)
            }
            buffers[index].offset = offset
            total = max(total, offset + size)
            placed.append(index)
        }
        return total
    }
}
