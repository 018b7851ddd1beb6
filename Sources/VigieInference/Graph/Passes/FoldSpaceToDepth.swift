extension Graph {
    /// Lets a convolution read the picture itself where its input is the picture's even and odd pixels side by side (the
    /// "focus" of some networks): a window of k on half the pixels is one of 2k, twice as far apart, on all of them.
    mutating func foldSpaceToDepth() {
        let producers = producers
        for index in nodes.indices {
            guard case .convolution(var convolution) = nodes[index].operation, convolution.groups == 1,
                convolution.dilationY == 1, convolution.dilationX == 1, !convolution.addsResidual,
                let weights = constants[nodes[index].inputs[1]],
                let (picture, parts) = parts(nodes[index].inputs[0], producers),
                let channels = values[picture].shape?[1], parts.count == 4, Set(parts).count == 4
            else { continue }
            let window = convolution.window
            let kernel = (height: 2 * window.height, width: 2 * window.width)
            var folded = Tensor(
                shape: [weights.shape[0], channels, kernel.height, kernel.width],
                elements: .init(repeating: 0, count: weights.elements.count))
            for output in 0..<weights.shape[0] {
                for (part, phase) in parts.enumerated() {
                    for channel in 0..<channels {
                        for ky in 0..<window.height {
                            for kx in 0..<window.width {
                                let from =
                                    ((output * weights.shape[1] + part * channels + channel) * window.height + ky)
                                let to = (output * channels + channel) * kernel.height + 2 * ky + phase.y
                                folded.elements[to * kernel.width + 2 * kx + phase.x] =
                                    weights.elements[from * window.width + kx]
                            }
                        }
                    }
                }
            }
            let padding = window.padding
            convolution.window = Window(
                height: kernel.height, width: kernel.width, strideY: 2 * window.strideY, strideX: 2 * window.strideX,
                padding: Padding(
                    top: 2 * padding.top, left: 2 * padding.left, bottom: 2 * padding.bottom, right: 2 * padding.right))
            nodes[index].operation = .convolution(convolution)
            nodes[index].inputs[0] = picture
            nodes[index].inputs[1] = addConstant("\(nodes[index].name) weights", folded)
        }
    }

    /// Which of two rows and two columns a slice keeps.
    private struct Phase: Hashable {
        var y = 0
        var x = 0
    }

    /// The picture, and what of it each part of a concatenation along channels is.
    private func parts(_ value: ValueID, _ producers: [Int?]) -> (picture: ValueID, parts: [Phase])? {
        guard let source = producers[value], nodes[source].operation == .concat(axis: 1) else { return nil }
        var picture: ValueID?
        var parts: [Phase] = []
        for input in nodes[source].inputs {
            guard let (origin, phase) = everySecond(input, producers), picture == nil || picture == origin else {
                return nil
            }
            picture = origin
            parts.append(phase)
        }
        return picture.map { ($0, parts) }
    }

    /// The picture whose every second row and column `value` is.
    private func everySecond(_ value: ValueID, _ producers: [Int?]) -> (ValueID, Phase)? {
        var (value, phase, axes) = (value, Phase(), Set<Int>())
        while let source = producers[value], case .slice(let axis, let start, let end, 2) = nodes[source].operation,
            start < 2, axis >= 2, axes.insert(axis).inserted,
            let shape = values[nodes[source].inputs[0]].shape, shape.count == 4, shape[axis] % 2 == 0,
            end > shape[axis] - 2 + start
        {
            if axis == 2 { phase.y = start } else { phase.x = start }
            value = nodes[source].inputs[0]
        }
        return axes.count == 2 ? (value, phase) : nil
    }
}
