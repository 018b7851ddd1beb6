/// Convolutions, poolings, and what belongs to them.
extension NcnnTranslation {
    mutating func convolution(_ layer: inout NcnnLayer, _ input: Graph.ValueID) throws(ModelError) -> Graph.ValueID {
        let isDepthwise = layer.type == "ConvolutionDepthWise"
        let outputs = try layer.integer(0) ?? 0
        let dilationX = try layer.integer(2) ?? 1
        let dilationY = try layer.integer(12) ?? dilationX
        let width = try layer.integer(1) ?? 0
        let strideX = try layer.integer(3) ?? 1
        var window = Window(
            height: try layer.integer(11) ?? width, width: width, strideY: try layer.integer(13) ?? strideX,
            strideX: strideX)
        let groups = isDepthwise ? try layer.integer(7) ?? 1 : 1
        let hasBias = try layer.integer(5) ?? 0 != 0
        let count = try layer.integer(6) ?? 0
        // A dynamic weight would come from another layer.
        try layer.require(19, 0)
        let shape = shape(input)
        guard shape.count == 4 else { throw layer.unsupported("a convolution of a blob that is no picture: \(shape)") }
        let sides = [
            outputs, window.height, window.width, dilationX, dilationY, window.strideX, window.strideY, groups,
        ]
        guard sides.allSatisfy({ (1...Window.limit).contains($0) }), outputs % groups == 0, shape[1] % groups == 0,
            let expected = Graph.elementCount([outputs, shape[1] / groups, window.height, window.width]),
            expected == count
        else {
            throw layer.malformed("\(count) weights do not fit its sizes and the \(shape[1]) channels of its input")
        }
        window.padding = try padding(
            &layer, window, dilationY: dilationY, dilationX: dilationX, height: shape[2], width: shape[3],
            keys: (left: 4, right: 15, top: 14, bottom: 16))
        let (kernel, bias) = try convolutionWeights(
            &layer, count: count, outputs: outputs, groups: isDepthwise ? groups : nil, hasBias: hasBias)
        let weights = Tensor(
            shape: [outputs, shape[1] / groups, window.height, window.width], elements: kernel)
        var inputs = [input, try builder.addConstant("\(layer.name) weights", weights)]
        if let bias {
            inputs.append(try builder.addConstant("\(layer.name) bias", Tensor(shape: [outputs], elements: bias)))
        }
        let activation = try fusedActivation(&layer)
        return try addNode(
            layer,
            .convolution(
                Convolution(
                    window: window, dilationY: dilationY, dilationX: dilationX, groups: groups, activation: activation)),
            inputs)
    }

    /// Weights as fp32, divided by their scales where they are int8.
    ///
    /// - Parameter groups: Of a depthwise convolution, which has a scale for each.
    private mutating func convolutionWeights(
        _ layer: inout NcnnLayer, count: Int, outputs: Int, groups: Int?, hasBias: Bool
    ) throws(ModelError) -> (kernel: [Float], bias: [Float]?) {
        let quantisation = try layer.integer(8) ?? 0
        var (kernel, isQuantised) = try weights.weights(count, of: layer)
        guard isQuantised == (quantisation != 0) else {
            throw layer.malformed("parameter 8=\(quantisation) does not fit how the weights are stored")
        }
        let bias = hasBias ? try weights.singles(outputs, of: layer) : nil
        guard isQuantised else { return (kernel, bias) }
        let scaleCount: Int
        switch quantisation {
        case 1, 101: scaleCount = groups ?? outputs
        case 2, 102: scaleCount = groups == nil ? outputs : 1
        default: throw layer.unsupported("parameter 8=\(quantisation)")
        }
        let scales = try weights.singles(scaleCount, of: layer)
        // The scales of the input, and above 100 of the output: for activations in int8.
        _ = try weights.singles(quantisation > 100 ? 2 : 1, of: layer)
        guard scales.allSatisfy({ $0 > 0 }) else { throw layer.malformed("a weight scale is not above 0") }
        // The quantiser writes an infinite scale for a channel without weights, and then any bytes.
        let perScale = count / scaleCount
        for i in kernel.indices {
            let scale = scales[i / perScale]
            kernel[i] = scale.isInfinite ? 0 : kernel[i] / scale
        }
        return (kernel, bias)
    }

    /// Reads the paddings: each is the one before it where it is left out; −233 and −234 at the left stand for all of
    /// "same", with the odd pixel after or before.
    private func padding(
        _ layer: inout NcnnLayer, _ window: Window, dilationY: Int, dilationX: Int, height: Int, width: Int,
        keys: (left: Int, right: Int, top: Int, bottom: Int)
    ) throws(ModelError) -> Padding {
        let left = try layer.integer(keys.left) ?? 0
        let right = try layer.integer(keys.right) ?? left
        let top = try layer.integer(keys.top) ?? left
        let bottom = try layer.integer(keys.bottom) ?? top
        if left == -233 || left == -234 {
            return .same(
                window, dilationY: dilationY, dilationX: dilationX, height: height, width: width,
                moreAfter: left == -233)
        }
        return Padding(top: top, left: left, bottom: bottom, right: right)
    }

    private func fusedActivation(_ layer: inout NcnnLayer) throws(ModelError) -> Activation {
        let kind = try layer.integer(9) ?? 0
        let parameters = try layer.numbers(10) ?? []
        switch (kind, parameters.count) {
        case (0, _): return .none
        case (1, _): return .relu
        case (2, 1): return .leakyRelu(slope: parameters[0])
        case (3, 2): return .clip(min: parameters[0], max: parameters[1])
        case (4, _): return .sigmoid
        case (6, 2) where Self.isHardSwish(alpha: parameters[0], beta: parameters[1]): return .hardSwish
        default: throw layer.unsupported("activation \(kind) with parameters \(parameters)")
        }
    }

    mutating func pooling(_ layer: inout NcnnLayer, _ input: Graph.ValueID) throws(ModelError) -> Graph.ValueID {
        let isMean = try layer.integer(0) ?? 0 == 1
        let width = try layer.integer(1) ?? 0
        let strideX = try layer.integer(2) ?? 1
        var window = Window(
            height: try layer.integer(11) ?? width, width: width, strideY: try layer.integer(12) ?? strideX,
            strideX: strideX)
        let isGlobal = try layer.integer(4) ?? 0 != 0
        let mode = try layer.integer(5) ?? 0
        let countsPadding = try layer.integer(6) ?? 0 != 0
        try layer.require(7, 0)
        let shape = shape(input)
        guard shape.count == 4 else { throw layer.unsupported("a pooling of a blob that is no picture: \(shape)") }
        let given = try padding(
            &layer, window, dilationY: 1, dilationX: 1, height: shape[2], width: shape[3],
            keys: (left: 3, right: 14, top: 13, bottom: 15))
        if isGlobal {
            return try addNode(
                layer, isMean ? .globalAveragePool : .maxPool(Window(height: shape[2], width: shape[3])), [input])
        }
        let sides = [window.height, window.width, window.strideY, window.strideX]
        guard sides.allSatisfy({ (1...Window.limit).contains($0) }) else {
            throw layer.malformed("a window of no size")
        }
        switch mode {
        case 0:
            window.padding = given
            window.padding.bottom += Self.rest(shape[2] + given.top + given.bottom - window.height, window.strideY)
            window.padding.right += Self.rest(shape[3] + given.left + given.right - window.width, window.strideX)
        case 1: window.padding = given
        case 2, 3:
            window.padding = .same(
                window, dilationY: 1, dilationX: 1, height: shape[2], width: shape[3], moreAfter: mode == 2)
        default: throw layer.unsupported("parameter 5=\(mode)")
        }
        let padding = window.padding
        guard max(padding.top, padding.bottom) < window.height, max(padding.left, padding.right) < window.width else {
            throw layer.unsupported("a padding that is as large as the window")
        }
        return try addNode(
            layer, isMean ? .averagePool(window, countsPadding: countsPadding) : .maxPool(window), [input])
    }

    /// What is to be added so that windows at this stride reach the end.
    private static func rest(_ room: Int, _ stride: Int) -> Int {
        room > 0 && room % stride > 0 ? stride - room % stride : 0
    }

    /// slope · (x − mean) / √(variance + ε) + bias for each channel.
    mutating func batchNorm(_ layer: inout NcnnLayer, _ input: Graph.ValueID) throws(ModelError) -> Graph.ValueID {
        let channels = try layer.integer(0) ?? 0
        let epsilon = Double(try layer.number(1) ?? 0)
        let shape = shape(input)
        guard shape.count == 4, channels == shape[1] else {
            throw layer.malformed("\(channels) channels for a blob \(shape)")
        }
        let slopes = try weights.singles(channels, of: layer)
        let means = try weights.singles(channels, of: layer)
        let variances = try weights.singles(channels, of: layer)
        let biases = try weights.singles(channels, of: layer)
        let factors = zip(slopes, variances).map { Double($0) / (Double($1) + epsilon).squareRoot() }
        let terms = (0..<channels).map { Double(biases[$0]) - Double(means[$0]) * factors[$0] }
        func tensor(_ numbers: [Double]) -> Tensor {
            Tensor(shape: [1, channels, 1, 1], elements: numbers.map { Float($0) })
        }
        let factor = try builder.addConstant("\(layer.name) factor", tensor(factors))
        let term = try builder.addConstant("\(layer.name) term", tensor(terms))
        let scaled = try addNode(layer, .binary(.multiply), [input, factor])
        return try addNode(layer, .binary(.add), [scaled, term])
    }
}
