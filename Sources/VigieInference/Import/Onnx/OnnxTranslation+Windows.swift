/// Convolutions, poolings, and what belongs to them.
extension OnnxTranslation {
    mutating func convolution(_ node: inout OnnxNode) throws(ModelError) -> Operand {
        let (picture, weights) = (try operand(node, 0), try operand(node, 1))
        guard case .constant(.numbers(let tensor)) = weights.content else {
            throw node.unsupported("weights that are not constant")
        }
        guard tensor.shape.count == 4, shape(of: picture).count == 4 else {
            throw node.unsupported("a convolution over \(tensor.shape.count - 2) axes, where two are")
        }
        let kernel = Array(tensor.shape[2...])
        guard try node.integers("kernel_shape") ?? kernel == kernel else {
            throw node.malformed("kernel_shape is not that of weights \(tensor.shape)")
        }
        let dilations = try pair("dilations", &node) ?? [1, 1]
        let window = try window(kernel, dilations: dilations, of: picture, &node)
        let groups = try node.integer("group") ?? 1
        var inputs = [picture, weights]
        if let bias = try optional(node, 2) {
            guard case .constant(.numbers) = bias.content else {
                throw node.unsupported("a bias that is not constant")
            }
            inputs.append(bias)
        }
        let convolution = Convolution(
            window: window, dilationY: dilations[0], dilationX: dilations[1], groups: groups)
        return try apply(.convolution(convolution), inputs, node)
    }

    mutating func maxPool(_ node: inout OnnxNode) throws(ModelError) -> Operand {
        // The order of the indices, which are the second output.
        node.ignore("storage_order")
        let (picture, window) = try pooling(&node)
        return try apply(.maxPool(window.padded), [picture], node)
    }

    mutating func averagePool(_ node: inout OnnxNode) throws(ModelError) -> Operand {
        let countsPadding = try node.flag("count_include_pad")
        let (picture, window) = try pooling(&node)
        guard !countsPadding || window.padded == window.given else {
            throw node.unsupported("ceil_mode together with count_include_pad, where the last window is cut off")
        }
        return try apply(.averagePool(window.padded, countsPadding: countsPadding), [picture], node)
    }

    /// - Returns: The window with the padding that the file gives, and with what `ceil_mode` adds below and at the right.
    private mutating func pooling(
        _ node: inout OnnxNode
    ) throws(ModelError) -> (picture: Operand, window: (given: Window, padded: Window)) {
        let picture = try operand(node, 0)
        guard let kernel = try pair("kernel_shape", &node), shape(of: picture).count == 4 else {
            throw node.unsupported("a pooling that is not over two axes")
        }
        guard try pair("dilations", &node) ?? [1, 1] == [1, 1] else { throw node.unsupported("dilations") }
        let ceil = try node.flag("ceil_mode")
        let given = try window(kernel, dilations: [1, 1], of: picture, &node)
        var padded = given
        if ceil {
            let shape = shape(of: picture)
            padded.padding.bottom += Self.ceilPadding(
                shape[2], window: given.height, stride: given.strideY, before: given.padding.top,
                after: given.padding.bottom)
            padded.padding.right += Self.ceilPadding(
                shape[3], window: given.width, stride: given.strideX, before: given.padding.left,
                after: given.padding.right)
        }
        let padding = padded.padding
        guard max(padding.top, padding.bottom) < given.height, max(padding.left, padding.right) < given.width else {
            throw node.unsupported("a padding that is as large as the window")
        }
        return (picture, (given, padded))
    }

    /// What has to be added after an axis so that rounding down gives as many windows as rounding up, without those that
    /// would begin in the padding behind the picture.
    private static func ceilPadding(_ size: Int, window: Int, stride: Int, before: Int, after: Int) -> Int {
        let rest = (size + before + after - window) % stride
        guard rest > 0 else { return 0 }
        let start = size + before + after - window - rest + stride
        return start < size + before ? stride - rest : 0
    }

    /// The means over both axes of a picture, or an error.
    mutating func reduceMean(_ node: inout OnnxNode) throws(ModelError) -> Operand {
        let input = try operand(node, 0)
        let shape = shape(of: input)
        let keeps = try node.flag("keepdims", default: true)
        try node.require("noop_with_empty_axes", 0)
        let given = try integers("axes", or: 1, &node) ?? Array(shape.indices)
        var axes: Set<Int> = []
        for axis in given { axes.insert(try self.axis(axis, rank: shape.count, node)) }
        guard shape.count == 4, axes == [2, 3] else {
            throw node.unsupported("a mean over axes \(axes.sorted()) of \(shape), where height and width are")
        }
        let mean = try apply(.globalAveragePool, [input], node)
        return keeps ? mean : try apply(.reshape([shape[0], shape[1]]), [mean], node)
    }

    /// (x − mean) / √(variance + ε) · scale + bias, as x · factor + term for each channel.
    mutating func batchNormalisation(_ node: inout OnnxNode) throws(ModelError) -> Operand {
        node.ignore("momentum")
        try node.require("training_mode", 0)
        try node.require("spatial", 1)
        let epsilon = Double(try node.number("epsilon") ?? 1e-5)
        let input = try operand(node, 0)
        let shape = shape(of: input)
        var parameters: [[Float]] = []
        for index in 1...4 {
            guard let tensor = try numbers(node, index), shape.count >= 2, tensor.shape == [shape[1]] else {
                throw node.shapeMismatch("input \(index) does not have one number for each channel of \(shape)")
            }
            parameters.append(tensor.elements)
        }
        let perChannel = [shape[1]] + [Int](repeating: 1, count: shape.count - 2)
        let factors = (0..<shape[1]).map { c in
            Double(parameters[0][c]) / (Double(parameters[3][c]) + epsilon).squareRoot()
        }
        let terms = (0..<shape[1]).map { c in
            Double(parameters[1][c]) - Double(parameters[2][c]) * factors[c]
        }
        func constant(_ name: String, _ numbers: [Double]) -> Operand {
            let tensor = Tensor(shape: perChannel, elements: numbers.map { Float($0) })
            return Operand(name: "\(node.name) \(name)", content: .constant(.numbers(tensor)))
        }
        let scaled = try apply(.binary(.multiply), [input, constant("factor", factors)], node)
        return try apply(.binary(.add), [scaled, constant("term", terms)], node)
    }

    // MARK: - Attributes of windows

    /// Two sizes, those of height and width; nil where the attribute is left out.
    private func pair(_ name: String, _ node: inout OnnxNode) throws(ModelError) -> [Int]? {
        guard let sizes = try node.integers(name) else { return nil }
        guard sizes.count == 2, sizes.allSatisfy({ (1...Window.limit).contains($0) }) else {
            throw node.unsupported("\(name) = \(sizes)")
        }
        return sizes
    }

    private func window(
        _ kernel: [Int], dilations: [Int], of picture: Operand, _ node: inout OnnxNode
    ) throws(ModelError) -> Window {
        let strides = try pair("strides", &node) ?? [1, 1]
        let pads = try node.integers("pads")
        guard pads == nil || pads?.count == 4, (pads ?? []).allSatisfy({ (0...Window.limit).contains($0) }) else {
            throw node.unsupported("pads = \(pads ?? [])")
        }
        var window = Window(height: kernel[0], width: kernel[1], strideY: strides[0], strideX: strides[1])
        let rule = try node.text("auto_pad", default: "NOTSET")
        switch rule {
        case "NOTSET":
            if let pads { window.padding = Padding(top: pads[0], left: pads[1], bottom: pads[2], right: pads[3]) }
        case "VALID": break
        case "SAME_UPPER", "SAME_LOWER":
            let size = shape(of: picture)
            window.padding = .same(
                window, dilationY: dilations[0], dilationX: dilations[1], height: size[2], width: size[3],
                moreAfter: rule == "SAME_UPPER")
        default: throw node.unsupported("auto_pad = \(rule)")
        }
        return window
    }
}
