internal import CKernels

#if canImport(Glibc)
    internal import Glibc
#endif

/// The floats that a network runs in: constants, then every buffer of its plan.
///
/// Allocated once, freed with the network; views are turned into pointers once, when commands are made of steps.
final class Arena {
    private let base: UnsafeMutablePointer<Float>
    private let plan: Plan
    private let constantCount: Int
    private static let largePage = 2 << 20

    init(plan: Plan) {
        self.plan = plan
        constantCount = (plan.constants.count + 15) / 16 * 16
        let count = constantCount + plan.arenaCount
        let byteCount = max(count, 1) * MemoryLayout<Float>.stride
        let raw = UnsafeMutableRawPointer.allocate(byteCount: byteCount, alignment: Self.largePage)
        #if canImport(Glibc)
            // Every layer walks through megabytes. Where the system has no large pages, small ones do.
            _ = madvise(raw, byteCount, MADV_HUGEPAGE)
        #endif
        base = raw.bindMemory(to: Float.self, capacity: count)
        base.initialize(repeating: 0, count: count)
        plan.constants.withUnsafeBufferPointer { constants in
            if let start = constants.baseAddress { base.update(from: start, count: constants.count) }
        }
    }

    deinit { UnsafeMutableRawPointer(base).deallocate() }

    func pointer(_ view: View) -> UnsafeMutablePointer<Float> {
        view.buffer == Plan.constantBuffer
            ? base + view.offset : base + constantCount + plan.buffers[view.buffer].offset + view.offset
    }

    func constant(at offset: Int) -> UnsafePointer<Float> { UnsafePointer(base + offset) }

    /// As many 0 as the widest window of a convolution reads in a row.
    var zeros: UnsafePointer<Float> { constant(at: plan.zeros) }

    /// A picture whose channels lie in parts: `[1, C / parts, parts, H, W]`.
    func picture(inParts view: View) -> vigie_picture {
        precondition(view.shape.count == 5 && view.strides[1] == 1, "a convolution was given \(view)")
        return vigie_picture(
            data: pointer(view), height: view.shape[3], width: view.shape[4], channels: view.shape[1] * view.shape[2],
            row_stride: view.strides[3], pixel_stride: view.strides[4])
    }

    /// - Precondition: `view.isPicture`.
    func picture(_ view: View) -> vigie_picture {
        precondition(view.isPicture, "a picture kernel was given \(view)")
        return vigie_picture(
            data: pointer(view), height: view.shape[2], width: view.shape[3], channels: view.shape[1],
            row_stride: view.strides[2], pixel_stride: view.strides[3])
    }
}
