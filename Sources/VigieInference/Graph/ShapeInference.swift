extension Graph {
    /// No value has more elements: 1 GiB of fp32 is beyond every network for a small computer, so a file that asks for
    /// more is damaged.
    package static let elementLimit = 1 << 28

    /// The number of elements of `shape`; nil for sizes below 1 and for more than `elementLimit`.
    package static func elementCount(_ shape: [Int]) -> Int? {
        var count = 1
        for size in shape {
            guard size > 0, size <= elementLimit else { return nil }
            count *= size
            guard count <= elementLimit else { return nil }
        }
        return count
    }

    /// The shape of a node's output, from the shapes of its inputs.
    ///
    /// - Throws: a sentence on what does not fit.
    package static func outputShape(of operation: Operation, inputs: [[Int]]) throws(ShapeMismatch) -> [Int] {
        let shape = try uncheckedOutputShape(of: operation, inputs: inputs)
        guard elementCount(shape) != nil else {
            throw ShapeMismatch(reason: "makes \(shape), which is empty or has more than \(elementLimit) elements")
        }
        return shape
    }

    private static func uncheckedOutputShape(
        of operation: Operation, inputs: [[Int]]
    ) throws(ShapeMismatch) -> [Int] {
        func expect(_ condition: Bool, _ reason: @autoclosure () -> String) throws(ShapeMismatch) {
            guard condition else { throw ShapeMismatch(reason: reason()) }
        }
        func picture(_ shape: [Int]) throws(ShapeMismatch) {
            try expect(shape.count == 4, "wants a picture [N, C, H, W] and gets \(shape)")
        }
        try expect(!inputs.isEmpty, "has no input")
        let input = inputs[0]
        switch operation {
        case .convolution(let convolution):
            try picture(input)
            try expect(inputs.count >= 2 && inputs[1].count == 4, "wants weights [O, C, kH, kW]")
            let weights = inputs[1]
            let window = convolution.window
            try expect(
                convolution.groups > 0 && convolution.groups <= input[1] && weights[1] * convolution.groups == input[1]
                    && weights[0] % convolution.groups == 0,
                "weights \(weights) in \(convolution.groups) groups do not fit \(input[1]) channels")
            try expect(
                weights[2] == window.height && weights[3] == window.width,
                "weights \(weights) for a \(window.height)×\(window.width) kernel")
            if inputs.count > 2 {
                try expect(inputs[2] == [weights[0]], "bias \(inputs[2]) for \(weights[0]) outputs")
            }
            let size = try window.outputSize(
                of: input, dilationY: convolution.dilationY, dilationX: convolution.dilationX)
            return [input[0], weights[0], size.height, size.width]
        case .activation: return input
        case .binary:
            try expect(inputs.count == 2, "wants two inputs")
            return try broadcast(input, inputs[1])
        case .maxPool(let window), .averagePool(let window, _):
            try picture(input)
            let size = try window.outputSize(of: input, dilationY: 1, dilationX: 1)
            return [input[0], input[1], size.height, size.width]
        case .globalAveragePool:
            try picture(input)
            return [input[0], input[1], 1, 1]
        case .concat(let axis):
            try expect(input.indices.contains(axis), "has no axis \(axis) in \(input)")
            var result = input
            result[axis] = 0
            for shape in inputs {
                try expect(
                    shape.count == input.count && shape.indices.allSatisfy { $0 == axis || shape[$0] == input[$0] },
                    "cannot join \(shape) to \(input) along axis \(axis)")
                result[axis] += shape[axis]
            }
            return result
        case .slice(let axis, let start, let end, let step):
            try expect(
                input.indices.contains(axis) && step > 0 && start >= 0 && start < end && end <= input[axis],
                "slice \(start)..<\(end) of axis \(axis) does not fit \(input)")
            var result = input
            result[axis] = (end - start - 1) / step + 1
            return result
        case .reshape(let shape):
            try expect(
                elementCount(shape) != nil && elementCount(shape) == elementCount(input),
                "cannot make \(shape) of \(input)")
            return shape
        case .transpose(let order):
            try expect(order.sorted() == Array(input.indices), "order \(order) does not fit \(input)")
            return order.map { input[$0] }
        case .resize(let resize):
            try picture(input)
            return [input[0], input[1], resize.height, resize.width]
        case .softmax(let axis):
            try expect(input.indices.contains(axis), "has no axis \(axis) in \(input)")
            return input
        case .pad(let before, let after, _):
            try expect(
                before.count == input.count && after.count == input.count
                    && (before + after).allSatisfy { (0...elementLimit).contains($0) },
                "padding \(before), \(after) does not fit \(input)")
            return input.indices.map { input[$0] + before[$0] + after[$0] }
        }
    }

    private static func broadcast(_ a: [Int], _ b: [Int]) throws(ShapeMismatch) -> [Int] {
        let rank = max(a.count, b.count)
        let a = Array(repeating: 1, count: rank - a.count) + a
        let b = Array(repeating: 1, count: rank - b.count) + b
        for axis in 0..<rank where a[axis] != b[axis] && a[axis] != 1 && b[axis] != 1 {
            throw ShapeMismatch(reason: "cannot broadcast \(a) and \(b)")
        }
        return (0..<rank).map { max(a[$0], b[$0]) }
    }

    /// Fills in every value's shape.
    ///
    /// - Parameter file: for messages.
    package mutating func inferShapes(file: String) throws(ModelError) {
        for node in nodes {
            var shapes: [[Int]] = []
            for input in node.inputs {
                guard let shape = values[input].shape else {
                    throw .shape(file: file, node: node.name, reason: "input \(values[input].name) comes from nowhere")
                }
                shapes.append(shape)
            }
            do { values[node.output].shape = try Self.outputShape(of: node.operation, inputs: shapes) } catch {
                throw .shape(file: file, node: node.name, reason: error.reason)
            }
        }
    }
}

/// What does not fit, as the end of a sentence that begins with the node.
package struct ShapeMismatch: Error, Equatable {
    package var reason: String
}

extension Window {
    /// The largest side, stride, dilation or padding that makes sense; keeps what hostile files say from overflowing.
    package static let limit = 1 << 16

    /// Rows and columns of the output: ⌊(size + padding − reach) / stride⌋ + 1.
    ///
    /// - Throws: where the window is larger than the padded picture, or a parameter is out of range.
    package func outputSize(
        of picture: [Int], dilationY: Int, dilationX: Int
    ) throws(ShapeMismatch) -> (height: Int, width: Int) {
        let parameters = [height, width, strideY, strideX, dilationY, dilationX]
        let sides = [padding.top, padding.left, padding.bottom, padding.right]
        guard parameters.allSatisfy({ (1...Self.limit).contains($0) }),
            sides.allSatisfy({ (0...Self.limit).contains($0) })
        else { throw ShapeMismatch(reason: "has a window, stride, dilation or padding out of range") }
        let y = picture[2] + padding.top + padding.bottom - ((height - 1) * dilationY + 1)
        let x = picture[3] + padding.left + padding.right - ((width - 1) * dilationX + 1)
        guard y >= 0, x >= 0 else {
            throw ShapeMismatch(reason: "a \(height)×\(width) window does not fit \(picture)")
        }
        return (y / strideY + 1, x / strideX + 1)
    }
}
