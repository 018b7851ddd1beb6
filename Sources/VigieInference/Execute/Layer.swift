/// One step of a network, for a person who looks at where its time goes.
public struct Layer: Sendable {
    /// The node of the model's file that it comes from.
    public var name: String
    /// What it does, such as `convolution 3×3 /2`.
    public var operation: String
    /// The shape of what it makes.
    public var output: [Int]
    /// Multiply-adds; 0 where it is no convolution.
    public var multiplications: Int
    /// A 1×1 convolution, which is one matrix product.
    public var isPointwise: Bool

    init(_ step: Step, name: String) {
        self.name = name
        output = step.output.shape
        multiplications = 0
        isPointwise = false
        switch step {
        case .convolve(let step):
            let window = step.convolution.window
            multiplications = step.multiplications
            isPointwise = step.isPointwise
            operation =
                (step.isDepthwise ? "depthwise" : "convolution") + " \(window.height)×\(window.width)"
                + (window.strideY > 1 ? " /\(window.strideY)" : "") + " of \(step.inputChannels)"
                + (step.convolution.activation == .none ? "" : ", \(step.convolution.activation)")
                + (step.residual == nil ? "" : ", added to")
        case .pool(_, _, let window, let mean, _):
            operation = "\(mean ? "mean" : "maximum") \(window.height)×\(window.width)"
        case .resize(_, _, _, _, let nearest): operation = nearest ? "resize, nearest" : "resize, bilinear"
        case .map(_, _, let activation): operation = activation == .none ? "copy" : "\(activation)"
        case .combine(_, _, _, let operation): self.operation = "\(operation)"
        case .softmax: operation = "softmax"
        }
    }
}
