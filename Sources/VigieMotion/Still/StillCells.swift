internal import CKernels

/// The memory of a grid's cells, and the regions of those that stand out.
///
/// It owns what its pointers point at.
final class StillCells {
    let width, height: Int
    private let memory: UnsafeMutableRawPointer
    private var still = vigie_still()
    private let shape: vigie_mask_shape
    private let differs: UnsafeMutablePointer<UInt8>
    private let bits: (UnsafeMutablePointer<UInt64>, UnsafeMutablePointer<UInt64>)
    private let scratch: UnsafeMutablePointer<UInt64>
    private let runs: UnsafeMutablePointer<vigie_run>
    private let parents: UnsafeMutablePointer<UInt32>
    private var runCount = 0
    /// By the last look, in order of their first cells; as many as `findRegions` said.
    let regions: UnsafeMutablePointer<vigie_region>

    init(width: Int, height: Int) {
        self.width = width
        self.height = height
        let words = (width + 63) / 64
        shape = vigie_mask_shape(width: width, height: height, words: words)
        let cells = width * height, most = vigie_mask_most_runs(shape)
        var layout = Layout()
        let places = (
            levels: (0..<7).map { _ in layout.take(cells, UInt16.self) },
            times: (0..<2).map { _ in layout.take(cells, UInt32.self) },
            bytes: (0..<3).map { _ in layout.take(cells, UInt8.self) },
            differs: layout.take(64 * words * height, UInt8.self),
            bits: (0..<2).map { _ in layout.take(words * height, UInt64.self) },
            scratch: layout.take(max(15 * words, words * height), UInt64.self), runs: layout.take(most, vigie_run.self),
            parents: layout.take(most, UInt32.self), regions: layout.take(most, vigie_region.self)
        )
        memory = .allocate(byteCount: layout.size, alignment: 64)
        memory.initializeMemory(as: UInt8.self, repeating: 0, count: layout.size)
        let memory = memory
        func place<T>(_ offset: Int, _: T.Type) -> UnsafeMutablePointer<T> {
            (memory + offset).assumingMemoryBound(to: T.self)
        }
        let levels = places.levels.map { place($0, UInt16.self) }
        let times = places.times.map { place($0, UInt32.self) }
        let bytes = places.bytes.map { place($0, UInt8.self) }
        still = vigie_still(
            width: width, height: height, scene: levels[0], scene_seen: levels[1], look: (levels[2], levels[3]),
            seen: (levels[4], levels[5]), since: (times[0], times[1]), back: bytes[0], away: levels[6], shown: bytes[1],
            ignored: bytes[2])
        differs = place(places.differs, UInt8.self)
        bits = (place(places.bits[0], UInt64.self), place(places.bits[1], UInt64.self))
        scratch = place(places.scratch, UInt64.self)
        runs = place(places.runs, vigie_run.self)
        parents = place(places.parents, UInt32.self)
        regions = place(places.regions, vigie_region.self)
    }

    deinit { memory.deallocate() }

    /// Places in one block of memory.
    private struct Layout {
        var size = 0

        mutating func take<T>(_ count: Int, _: T.Type) -> Int {
            let place = size
            size += (count * MemoryLayout<T>.stride + 63) / 64 * 64
            return place
        }
    }

    func ignore(x: Int, y: Int) { still.ignored[y * width + x] = 1 }

    /// Takes a picture as the scene.
    func begin(_ luma: Span<UInt8>) {
        luma.withUnsafeBufferPointer { vigie_still_begin(&still, $0.baseAddress) }
    }

    /// Takes the next picture; see `vigie_still_picture`.
    func step(
        _ luma: Span<UInt8>, shiftX: Int, shiftY: Int, time: UInt32, passed: UInt32, stay: UInt32, threshold: UInt32
    ) {
        luma.withUnsafeBufferPointer { luma in
            var picture = vigie_still_picture(
                luma: luma.baseAddress, shift_x: shiftX, shift_y: shiftY, time: time, passed: passed,
                threshold: threshold)
            vigie_still_step(&still, &picture, stay, differs, 64 * shape.words)
        }
    }

    /// Finds the connected regions of cells that stand out: most of 5 × 5 cells around, gaps of up to four closed.
    func findRegions() -> Int {
        vigie_mask_pack(differs, 64 * shape.words, shape, bits.0)
        vigie_mask_majority(bits.0, shape, scratch, bits.1)
        vigie_mask_dilate(bits.1, shape, scratch, bits.0)
        vigie_mask_erode(bits.0, shape, scratch, bits.1)
        return vigie_mask_regions(bits.1, shape, 0, runs, parents, regions, &runCount)
    }

    /// The runs of cells of a region, in order.
    func forEachRun(of region: Int, _ body: (_ row: Int, _ columns: Range<Int>) -> Void) {
        for index in 0..<runCount where Int(runs[index].region) == region {
            body(Int(runs[index].row), Int(runs[index].start)..<Int(runs[index].end))
        }
    }

    /// The cells of a region, in order, by their index.
    func forEachCell(of region: Int, _ body: (_ cell: Int) -> Void) {
        forEachRun(of: region) { row, columns in
            for column in columns { body(row * width + column) }
        }
    }

    /// What is shown in a region becomes the scene.
    func adopt(_ region: Int) {
        forEachRun(of: region) { vigie_still_adopt(&still, $0, $1.lowerBound, $1.upperBound) }
    }

    /// Luma of the scene as it was, in grey levels.
    func scene(_ cell: Int) -> Int { Int(still.scene[cell]) / 128 }

    /// Luma of what a cell shows, in grey levels.
    func present(_ cell: Int) -> Int {
        switch still.shown[cell] {
        case 0: scene(cell)
        case 1: Int(still.look.0![cell]) / 128
        default: Int(still.look.1![cell]) / 128
        }
    }

    /// Since when a cell has looked as it does; nil where it shows the scene.
    func onset(_ cell: Int) -> UInt32? {
        switch still.shown[cell] {
        case 0: nil
        case 1: still.since.0![cell]
        default: still.since.1![cell]
        }
    }
}
