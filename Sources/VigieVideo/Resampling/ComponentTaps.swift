internal import CKernels

/// The kernel's tables of one component.
final class ComponentTaps {
    private let columns, rows: UnsafeMutableBufferPointer<vigie_tap>
    private let blocks: UnsafeMutableBufferPointer<vigie_column_block>
    /// 0 where the vector kernels have no table.
    private let windows: Int32

    /// - Parameter depth: Bits of a sample.
    init(columns: Axis, rows: Axis, depth: Int) {
        self.columns = .allocateInLines(capacity: columns.count)
        self.rows = .allocateInLines(capacity: rows.count)
        blocks = .allocateInLines(capacity: vigie_column_blocks(columns.count))
        _ = self.columns.initialize(fromContentsOf: columns.taps)
        _ = self.rows.initialize(fromContentsOf: rows.taps)
        windows = vigie_prepare_columns(self.columns.baseAddress, columns.count, Int32(depth), blocks.baseAddress)
    }

    deinit {
        columns.deallocate()
        rows.deallocate()
        blocks.deallocate()
    }

    /// The component as the kernel wants it.
    ///
    /// - Parameter origin: Its first sample in a frame of the geometry that the tables were made for.
    func component(origin: UnsafePointer<UInt8>, depth: Int, shift: Int) -> vigie_component {
        vigie_component(
            origin: origin, columns: columns.baseAddress, rows: rows.baseAddress, blocks: blocks.baseAddress,
            windows: windows, depth: Int32(depth), shift: Int32(shift))
    }
}

extension UnsafeMutableBufferPointer {
    /// Memory that starts with a cache line: vectors that straddle two cost a resampling a tenth of its time.
    static func allocateInLines(capacity: Int) -> UnsafeMutableBufferPointer<Element> {
        let bytes = UnsafeMutableRawBufferPointer.allocate(
            byteCount: capacity * MemoryLayout<Element>.stride, alignment: 64)
        return bytes.bindMemory(to: Element.self)
    }
}
