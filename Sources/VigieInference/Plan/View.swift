/// Where a value lies: a strided window into a buffer.
///
/// Transposing, slicing and most reshaping make another view of the same floats, so they cost nothing at run time.
package struct View: Sendable, Hashable {
    /// Index into the plan's buffers.
    package var buffer: Int
    /// Floats from the start of the buffer.
    package var offset: Int
    /// As in the graph.
    package var shape: [Int]
    /// Floats from one element to the next along each axis; 0 repeats.
    package var strides: [Int]

    package var count: Int {
        // The generic `reduce` would allocate in a debug build, and this is asked for each frame.
        var count = 1
        for axis in shape.indices { count *= shape[axis] }
        return count
    }

    /// A dense view of a whole buffer, axes laid out in `order`, slowest first.
    package static func dense(buffer: Int, shape: [Int], order: [Int]) -> View {
        var strides = Array(repeating: 0, count: shape.count)
        var stride = 1
        for axis in order.reversed() {
            strides[axis] = stride
            stride *= shape[axis]
        }
        return View(buffer: buffer, offset: 0, shape: shape, strides: strides)
    }

    /// Channels last for pictures, row-major for everything else.
    package static func preferredOrder(rank: Int) -> [Int] { rank == 4 ? [0, 2, 3, 1] : Array(0..<rank) }

    package func transposed(_ order: [Int]) -> View {
        View(buffer: buffer, offset: offset, shape: order.map { shape[$0] }, strides: order.map { strides[$0] })
    }

    package func sliced(axis: Int, start: Int, count: Int, step: Int = 1) -> View {
        var result = self
        result.offset += start * strides[axis]
        result.shape[axis] = count
        result.strides[axis] *= step
        return result
    }

    /// The same floats under another shape; nil where that takes a copy.
    ///
    /// Runs of axes whose sizes multiply to the same number are matched from the left; a run can be split freely, and
    /// can be merged where each axis steps over exactly the whole of the next.
    package func reshaped(_ target: [Int]) -> View? {
        let source = shape.indices.filter { shape[$0] != 1 }
        var strides = Array(repeating: 1, count: target.count)
        var i = 0
        var j = 0
        while j < target.count {
            if target[j] == 1 {
                j += 1
                continue
            }
            guard i < source.count else { return nil }
            let firstSource = i
            let firstTarget = j
            var sourceCount = shape[source[i]]
            var targetCount = target[j]
            i += 1
            j += 1
            while sourceCount != targetCount {
                if sourceCount < targetCount {
                    guard i < source.count else { return nil }
                    sourceCount *= shape[source[i]]
                    i += 1
                } else {
                    guard j < target.count else { return nil }
                    targetCount *= target[j]
                    j += 1
                }
            }
            for k in firstSource..<(i - 1)
            where self.strides[source[k]] != self.strides[source[k + 1]] * shape[source[k + 1]] { return nil }
            var stride = self.strides[source[i - 1]]
            for k in (firstTarget..<j).reversed() {
                strides[k] = stride
                stride *= target[k]
            }
        }
        return View(buffer: buffer, offset: offset, shape: target, strides: strides)
    }

    /// This view repeated to a larger shape, as NumPy broadcasts.
    package func broadcast(to target: [Int]) -> View {
        let missing = target.count - shape.count
        let strides = target.indices.map { axis -> Int in
            let own = axis - missing
            return own >= 0 && shape[own] == target[axis] && shape[own] != 1 ? self.strides[own] : 0
        }
        return View(buffer: buffer, offset: offset, shape: target, strides: strides)
    }

    /// True where it is row-major without gaps.
    package var isRowMajor: Bool {
        self == View.dense(buffer: buffer, shape: shape, order: Array(shape.indices)).at(offset, of: self)
    }

    private func at(_ offset: Int, of other: View) -> View {
        var result = self
        result.offset = offset
        // The stride of an axis with one element means nothing.
        for axis in shape.indices where shape[axis] == 1 { result.strides[axis] = other.strides[axis] }
        return result
    }

    /// True where it can be handed to a picture kernel: one picture, its channels side by side.
    package var isPicture: Bool {
        shape.count == 4 && shape[0] == 1 && (strides[1] == 1 || shape[1] == 1)
    }
}
