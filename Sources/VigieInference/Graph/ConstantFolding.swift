extension Operation {
    /// The output for constant inputs of fp32; nil for an operator that is left to the executor.
    ///
    /// - Precondition: `shape` is what shape inference says for these inputs.
    func folded(_ inputs: [Tensor], shape: [Int]) -> Tensor? {
        folded(inputs, shape: shape) { (operation, a, b) -> Float? in
            switch operation {
            case .add: a + b
            case .subtract: a - b
            case .multiply: a * b
            case .divide: a / b
            }
        }
    }

    /// The output for constant inputs of whole numbers, division truncated as in ONNX; nil also for what overflows and
    /// for division by 0.
    func folded(_ inputs: [NDArray<Int>], shape: [Int]) -> NDArray<Int>? {
        folded(inputs, shape: shape) { (operation, a, b) -> Int? in
            let (result, overflow) =
                switch operation {
                case .add: a.addingReportingOverflow(b)
                case .subtract: a.subtractingReportingOverflow(b)
                case .multiply: a.multipliedReportingOverflow(by: b)
                case .divide: a.dividedReportingOverflow(by: b)
                }
            return overflow ? nil : result
        }
    }

    private func folded<Element>(
        _ inputs: [NDArray<Element>], shape: [Int], combine: (BinaryOperator, Element, Element) -> Element?
    ) -> NDArray<Element>? {
        let input = inputs[0]
        switch self {
        case .binary(let operation):
            let (a, b) = (input.broadcast(to: shape), inputs[1].broadcast(to: shape))
            var elements: [Element] = []
            elements.reserveCapacity(a.elements.count)
            for (x, y) in zip(a.elements, b.elements) {
                guard let element = combine(operation, x, y) else { return nil }
                elements.append(element)
            }
            return NDArray(shape: shape, elements: elements)
        case .concat(let axis): return .joined(inputs, axis: axis, shape: shape)
        case .slice(let axis, let start, _, let step):
            return input.sliced(axis: axis, start: start, step: step, count: shape[axis])
        case .reshape: return NDArray(shape: shape, elements: input.elements)
        case .transpose(let order): return input.transposed(order)
        case .convolution, .activation, .maxPool, .averagePool, .globalAveragePool, .resize, .softmax, .pad: return nil
        }
    }
}
