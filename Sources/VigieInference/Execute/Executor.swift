internal import CKernels

/// Computes the convolutions of a plan; everything else is the same kernels for all.
protocol Executor {
    /// How results may differ from the specification's; nil where they are equal to the bit.
    var tolerance: Float? { get }
    /// What a log says beside the engine's name, where there is something to say.
    var detail: String? { get }
    func convolve(_ command: inout vigie_convolution)
}

/// Convolutions by the kernels of one instruction set.
struct KernelExecutor: Executor {
    let kernels: UnsafePointer<vigie_kernels>

    var tolerance: Float? { nil }
    var detail: String? { nil }

    func convolve(_ command: inout vigie_convolution) { kernels.pointee.convolve(&command) }
}
