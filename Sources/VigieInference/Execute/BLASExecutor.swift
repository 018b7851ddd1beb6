internal import CKernels
internal import COpenBLAS
internal import Synchronization

#if canImport(Glibc)
    internal import Glibc
#endif

/// Convolutions as matrix products of OpenBLAS, on one thread.
///
/// A pointwise convolution multiplies the picture as it lies; others first gather each pixel's taps into a row. Several
/// groups, which only depthwise kernels have in practice, stay with the plain kernels.
final class BLASExecutor: Executor {
    /// Taps of a block of output pixels: pixels × kH·kW·C.
    private let patches: UnsafeMutableBufferPointer<Float>

    /// The sum of k products in another order differs by at most about k·2⁻²⁴ of the sum of their sizes; over the
    /// networks here this was at most 2e-4, and the published bound of the project is 1e-3.
    var tolerance: Float? { 1e-3 }
    var detail: String? { "OpenBLAS \(OpenBLAS.core)" }

    /// Output pixels gathered at a time: the block stays in the second-level cache.
    private static let blockPixels = 256

    /// - Parameter plan: With plain weights.
    init(plan: Plan) {
        OpenBLAS.prepare()
        let largest = plan.steps.reduce(0) { largest, step in
            guard case .convolve(let step) = step, !step.isPointwise || step.parts > 1, step.convolution.groups == 1
            else {
                return largest
            }
            return max(largest, step.convolution.window.height * step.convolution.window.width * step.inputChannels)
        }
        patches = .allocate(capacity: max(1, largest * Self.blockPixels))
    }

    deinit { patches.deallocate() }

    func convolve(_ command: inout vigie_convolution) {
        guard command.groups == 1 else { return vigie_kernels_scalar().pointee.convolve(&command) }
        if command.isPointwise {
            let (input, output) = (command.input, command.output)
            // Rows without gaps are one long row.
            let isDense =
                input.row_stride == input.width * input.pixel_stride
                && output.row_stride == output.width * output.pixel_stride
            let (rows, pixels) = isDense ? (1, output.height * output.width) : (output.height, output.width)
            for y in 0..<rows {
                multiply(
                    command, pixels: pixels, taps: input.channels, input.data + y * input.row_stride,
                    stride: input.pixel_stride, output.data + y * output.row_stride)
            }
        } else {
            let taps = command.window.height * command.window.width * command.input.channels
            for y in 0..<command.output.height {
                for x in stride(from: 0, to: command.output.width, by: Self.blockPixels) {
                    let count = min(Self.blockPixels, command.output.width - x)
                    gather(command, y: y, x: x, count: count)
                    multiply(
                        command, pixels: count, taps: taps, patches.baseAddress!, stride: taps,
                        command.output.data + y * command.output.row_stride + x * command.output.pixel_stride)
                }
            }
        }
        activate(command)
        addResidual(command)
    }

    /// row = bias + input × weights
    private func multiply(
        _ command: vigie_convolution, pixels: Int, taps: Int, _ input: UnsafePointer<Float>, stride: Int,
        _ row: UnsafeMutablePointer<Float>
    ) {
        let output = command.output
        for pixel in 0..<pixels {
            (row + pixel * output.pixel_stride).update(from: command.bias, count: output.channels)
        }
        cblas_sgemm(
            CblasRowMajor, CblasNoTrans, CblasNoTrans, blasint(pixels), blasint(output.channels), blasint(taps), 1,
            input,
            blasint(stride), command.weights, blasint(output.channels), 1, row, blasint(output.pixel_stride))
    }

    private func gather(_ command: vigie_convolution, y: Int, x: Int, count: Int) {
        let (input, window) = (command.input, command.window)
        var target = patches.baseAddress!
        for pixel in x..<(x + count) {
            for ky in 0..<window.height {
                for kx in 0..<window.width {
                    let row = y * window.stride_y + ky * window.dilation_y - window.pad_top
                    let column = pixel * window.stride_x + kx * window.dilation_x - window.pad_left
                    if row >= 0 && row < input.height && column >= 0 && column < input.width {
                        let source = input.data + row * input.row_stride + column * input.pixel_stride
                        let each = input.channels / command.parts
                        for part in 0..<command.parts {
                            (target + part * each).update(from: source + part * command.part_stride, count: each)
                        }
                    } else {
                        target.update(repeating: 0, count: input.channels)
                    }
                    target += input.channels
                }
            }
        }
    }

    private func activate(_ command: vigie_convolution) {
        guard command.activation.function != VIGIE_IDENTITY else { return }
        let output = command.output
        var mapping = vigie_mapping(
            output: output.data, a: output.data,
            walk: vigie_walk(
                size: (1, 1, 1, output.height, output.width, output.channels),
                output: (0, 0, 0, output.row_stride, output.pixel_stride, 1),
                a: (0, 0, 0, output.row_stride, output.pixel_stride, 1), b: (0, 0, 0, 0, 0, 0)),
            activation: command.activation)
        // In place, which only the plain kernels allow.
        vigie_kernels_scalar().pointee.map(&mapping)
    }

    private func addResidual(_ command: vigie_convolution) {
        guard command.residual.data != nil else { return }
        let (output, residual) = (command.output, command.residual)
        var combination = vigie_combination(
            output: output.data, a: output.data, b: residual.data,
            walk: vigie_walk(
                size: (1, 1, 1, output.height, output.width, output.channels),
                output: (0, 0, 0, output.row_stride, output.pixel_stride, 1),
                a: (0, 0, 0, output.row_stride, output.pixel_stride, 1),
                b: (0, 0, 0, residual.row_stride, residual.pixel_stride, 1)),
            operator_: VIGIE_ADD)
        vigie_kernels_scalar().pointee.combine(&combination)
    }
}

extension vigie_convolution {
    /// One matrix product over the pixels.
    fileprivate var isPointwise: Bool {
        parts == 1 && window.height == 1 && window.width == 1 && window.stride_y == 1 && window.stride_x == 1
            && window.pad_top == 0
            && window.pad_left == 0 && output.height == input.height && output.width == input.width
    }
}

/// OpenBLAS, set up once for the process.
///
/// Its CPU detection does not know recent CPUs and falls back to kernels that are five times slower, so the kernels are
/// chosen here by what the CPU can do and the library is told to choose again.
enum OpenBLAS {
    private static let ready = Mutex(false)

    static func prepare() {
        ready.withLock { ready in
            guard !ready else { return }
            ready = true
            if let core = bestCore {
                // The user's own choice stays.
                setenv("OPENBLAS_CORETYPE", core, 0)
                gotoblas_dynamic_quit()
                gotoblas_dynamic_init()
            }
            openblas_set_num_threads(1)
        }
    }

    /// The kernels in use, as the library names them.
    static var core: String { String(cString: openblas_get_corename()) }

    /// The name of the kernels for this CPU; nil where the library's own choice is good.
    static var bestCore: String? {
        vigie_cpu_has_avx512() != 0 ? "SkylakeX" : vigie_cpu_has_avx2() != 0 ? "Haswell" : nil
    }
}
