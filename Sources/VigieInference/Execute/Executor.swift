internal import CKernels

/// Runs the commands of a plan.
///
/// An executor decides how a convolution is computed; everything else is the same kernels for all.
protocol Executor {
    /// How results may differ from the specification's; nil where they are equal to the bit.
    var tolerance: Float? { get }
    /// What a log says beside the engine's name, where there is something to say.
    var detail: String? { get }
    func convolve(_ command: inout vigie_convolution)
}

/// The specification: the plain C kernels.
struct ScalarExecutor: Executor {
    private let kernels = vigie_kernels_scalar()!

    var tolerance: Float? { nil }
    var detail: String? { nil }

    func convolve(_ command: inout vigie_convolution) { kernels.pointee.convolve(&command) }
}
