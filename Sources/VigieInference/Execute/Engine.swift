/// Which executor computes a network.
public enum Engine: String, Sendable, CaseIterable {
    /// Plain C, one accumulation order: the specification. The same bits on every CPU.
    case scalar
    /// The same bits by vector kernels.
    case simd
    /// Convolutions as OpenBLAS matrix products, which sum in an order that depends on the CPU.
    case blas
}
