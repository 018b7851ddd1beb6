/// The graph of an ncnn network as far as it has been built.
struct NcnnTranslation {
    let file: String
    var weights: NcnnWeights
    var builder: GraphBuilder
    private let inputShape: [Int]
    private var blobs: [String: Graph.ValueID] = [:]

    init(file: String, weights: NcnnWeights, inputShape: [Int]) {
        self.file = file
        self.weights = weights
        self.inputShape = inputShape
        builder = GraphBuilder(file: file)
    }

    mutating func add(_ layer: inout NcnnLayer) throws(ModelError) {
        var inputs: [Graph.ValueID] = []
        for name in layer.inputs {
            guard let blob = blobs[name] else { throw layer.malformed("no line before makes blob \(name)") }
            inputs.append(blob)
        }
        let results = try translate(&layer, inputs)
        guard results.count == layer.outputs.count else {
            throw layer.malformed("\(layer.type) makes \(results.count) blobs, not \(layer.outputs.count)")
        }
        for (name, result) in zip(layer.outputs, results) {
            guard blobs.updateValue(result, forKey: name) == nil else {
                throw layer.malformed("blob \(name) exists already")
            }
        }
    }

    mutating func addOutput(_ name: String) throws(ModelError) {
        guard let blob = blobs[name] else {
            throw .malformed(file: file, place: "output \(name)", reason: "no layer makes that blob")
        }
        try builder.addOutput(name, blob)
    }

    mutating func addNode(
        _ layer: NcnnLayer, _ operation: Operation, _ inputs: [Graph.ValueID], output: Int = 0
    ) throws(ModelError) -> Graph.ValueID {
        try builder.addNode(
            layer.description, operation, inputs,
            output: layer.outputs.indices.contains(output) ? layer.outputs[output] : "")
    }

    func shape(_ value: Graph.ValueID) -> [Int] { builder.shape(of: value) }

    /// The blobs that a layer makes.
    private mutating func translate(
        _ layer: inout NcnnLayer, _ inputs: [Graph.ValueID]
    ) throws(ModelError) -> [Graph.ValueID] {
        if layer.type == "Input" { return [try input(&layer)] }
        guard let first = inputs.first else { throw layer.malformed("\(layer.type) has no input") }
        switch layer.type {
        case "Split": return layer.outputs.map { _ in first }
        case "Slice": return try slice(&layer, first)
        case "Concat": return [try concat(&layer, inputs)]
        case "BinaryOp": return [try binary(&layer, inputs)]
        case "Eltwise": return [try elementwise(&layer, inputs)]
        default: break
        }
        guard inputs.count == 1 else { throw layer.unsupported("\(inputs.count) inputs") }
        return [try translate(&layer, first)]
    }

    private mutating func translate(
        _ layer: inout NcnnLayer, _ input: Graph.ValueID
    ) throws(ModelError) -> Graph.ValueID {
        switch layer.type {
        case "Convolution", "ConvolutionDepthWise": try convolution(&layer, input)
        case "Pooling": try pooling(&layer, input)
        case "BatchNorm": try batchNorm(&layer, input)
        case "Interp": try interp(&layer, input)
        case "Crop": try crop(&layer, input)
        case "ShuffleChannel": try shuffleChannel(&layer, input)
        case "Reshape": try reshape(&layer, input)
        case "Permute": try permute(&layer, input)
        case "Flatten": try addNode(layer, .reshape([1, shape(input).reduce(1, *)]), [input])
        case "Softmax": try softmax(&layer, input)
        case "Noop", "Dropout": input
        case "ReLU", "Sigmoid", "TanH", "Swish", "HardSwish", "HardSigmoid", "Clip": try activation(&layer, input)
        default: throw layer.unsupported("layer \(layer.type)")
        }
    }

    private mutating func input(_ layer: inout NcnnLayer) throws(ModelError) -> Graph.ValueID {
        guard builder.graph.inputs.isEmpty, let name = layer.outputs.first else {
            throw layer.unsupported("more or less than one input")
        }
        // The size that the network was made for; the caller's counts.
        for key in 0...2 { _ = try layer.integer(key) }
        return try builder.addInput(name, shape: inputShape)
    }
}
