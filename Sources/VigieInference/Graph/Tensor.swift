/// An array, row-major.
package struct NDArray<Element: Sendable & Equatable>: Sendable, Equatable {
    package var shape: [Int]
    package var elements: [Element]

    /// - Precondition: as many elements as the shape has places.
    package init(shape: [Int], elements: [Element]) {
        precondition(elements.count == shape.reduce(1, *), "\(elements.count) elements for shape \(shape)")
        self.shape = shape
        self.elements = elements
    }
}

/// An fp32 array: weights, biases and other constants of a graph.
package typealias Tensor = NDArray<Float>

extension NDArray {
    /// How far apart neighbours along each axis lie in `elements`.
    var strides: [Int] {
        var strides = [Int](repeating: 1, count: shape.count)
        for axis in shape.indices.dropLast().reversed() { strides[axis] = strides[axis + 1] * shape[axis + 1] }
        return strides
    }

    /// The array whose element at position p is `elements[offset + Σ p·strides]`.
    func gathered(shape: [Int], strides: [Int], offset: Int = 0) -> Self {
        var result: [Element] = []
        result.reserveCapacity(shape.reduce(1, *))
        var position = [Int](repeating: 0, count: shape.count)
        var index = offset
        for _ in 0..<shape.reduce(1, *) {
            result.append(elements[index])
            for axis in shape.indices.reversed() {
                position[axis] += 1
                index += strides[axis]
                guard position[axis] == shape[axis] else { break }
                index -= strides[axis] * shape[axis]
                position[axis] = 0
            }
        }
        return Self(shape: shape, elements: result)
    }

    /// Repeated along the axes where it has one element, or none at all, as in NumPy.
    ///
    /// - Precondition: `shape` is what the array broadcasts to.
    func broadcast(to shape: [Int]) -> Self {
        if shape == self.shape { return self }
        let missing = shape.count - self.shape.count
        let strides = self.strides
        return gathered(
            shape: shape,
            strides: shape.indices.map { axis in
                axis < missing || self.shape[axis - missing] == 1 ? 0 : strides[axis - missing]
            })
    }

    func transposed(_ order: [Int]) -> Self {
        gathered(shape: order.map { shape[$0] }, strides: order.map { strides[$0] })
    }

    /// Elements `start`, `start + step`, … of `axis`, `count` of them.
    func sliced(axis: Int, start: Int, step: Int, count: Int) -> Self {
        var (shape, strides) = (shape, strides)
        let offset = start * strides[axis]
        shape[axis] = count
        strides[axis] *= step
        return gathered(shape: shape, strides: strides, offset: offset)
    }

    /// The arrays one after the other along `axis`; `shape` is the result's.
    static func joined(_ arrays: [Self], axis: Int, shape: [Int]) -> Self {
        var elements: [Element] = []
        elements.reserveCapacity(shape.reduce(1, *))
        for outer in 0..<shape[..<axis].reduce(1, *) {
            for array in arrays {
                let run = array.shape[axis...].reduce(1, *)
                elements += array.elements[outer * run..<(outer + 1) * run]
            }
        }
        return Self(shape: shape, elements: elements)
    }
}
