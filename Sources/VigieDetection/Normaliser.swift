internal import CKernels

/// From the bytes of a resampled picture to a network's input: (v − mean) / deviation, channel by channel.
public struct Normaliser: Sendable {
    /// Three means, then three deviations.
    public let scale: [Float]

    /// - Parameter input: whose means and deviations are in the network's channel order.
    public init(_ input: ModelManifest.Input) {
        scale = input.mean + input.deviation
    }

    /// Fills the network's input, `height × width × 3`.
    ///
    /// - Parameters:
    ///   - pixels: `height × width × 3` bytes, channels interleaved in the network's order.
    ///   - output: as many floats.
    public func apply(_ pixels: UnsafeBufferPointer<UInt8>, to output: UnsafeMutableBufferPointer<Float>) {
        precondition(
            pixels.count == output.count && pixels.count % 3 == 0, "\(pixels.count) bytes for \(output.count) floats")
        guard let source = pixels.baseAddress, let target = output.baseAddress else { return }
        vigie_normalise_u8_f32(source, pixels.count / 3, scale, target)
    }
}
