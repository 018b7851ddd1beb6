internal import CFFmpeg
internal import CKernels
internal import VigieCore
internal import VigieVideo

/// Pictures of one size and format, their background, and the memory of both.
///
/// `@unchecked Sendable`: it owns what its pointers point at, and the analyser that owns it cannot be copied.
final class MotionSequence: @unchecked Sendable {
    let grid: MotionGrid
    private let reader: SampleReader
    private let kernels: UnsafePointer<vigie_motion_kernels>
    private let memory, scratch: UnsafeMutableRawPointer
    private var motion = vigie_motion()
    private var rate = FrameRate()
    private var ignoredCells = 0
    private var detail: UInt64 = 0

    /// - Throws: `unsupportedPicture` where the pixel format cannot be read.
    init(
        _ frame: borrowing Frame, masks: [Polygon], kernels: UnsafePointer<vigie_motion_kernels>
    ) throws(VideoError) {
        reader = try SampleReader(frame)
        grid = MotionGrid(storedWidth: reader.width, storedHeight: reader.height, orientation: frame.orientation)
        self.kernels = kernels
        memory = .allocate(byteCount: vigie_motion_size(grid.storedWidth, grid.storedHeight), alignment: 64)
        scratch = .allocate(byteCount: vigie_motion_scratch_size(reader.width), alignment: 64)
        vigie_motion_begin(&motion, kernels, grid.storedWidth, grid.storedHeight, grid.turn, memory)
        let cells = motion.stride * grid.storedHeight
        if reader.model == .grey {
            motion.picture.1!.update(repeating: 128, count: cells)
            motion.picture.2!.update(repeating: 128, count: cells)
        }
        if !masks.isEmpty { ignore(masks) }
    }

    deinit {
        memory.deallocate()
        scratch.deallocate()
    }

    private func ignore(_ masks: [Polygon]) {
        for y in 0..<grid.storedHeight {
            for x in 0..<grid.storedWidth where grid.isMasked(x: x, y: y, by: masks) {
                motion.ignored[y * motion.shape.words + x / 64] |= 1 << UInt64(x % 64)
                ignoredCells += 1
            }
        }
    }

    func matches(_ frame: borrowing Frame) -> Bool { reader.matches(frame) }

    func step(_ frame: borrowing Frame) throws(VideoError) {
        let picture = try reader.picture(of: frame)
        rate.add(frame.time)
        reduce(picture)
        vigie_motion_step(&motion, rate.perThousandSeconds)
    }

    private func reduce(_ picture: UnsafeMutablePointer<AVFrame>) {
        var first = reader.samples(0, of: picture)
        reduce(&first, into: motion.picture.0, tellsDetail: reader.model != .rgb)
        if reader.model != .grey {
            var second = reader.samples(1, of: picture), third = reader.samples(2, of: picture)
            // U and V in turn, as in NV12, are read once.
            if second.depth == 8, second.step == 2, third.step == 2, third.origin == second.origin + 1 {
                reduce(&second, into: motion.picture.1, with: third.origin, into: motion.picture.2)
            } else {
                // Green is most of luma.
                reduce(&second, into: motion.picture.1, tellsDetail: reader.model == .rgb)
                reduce(&third, into: motion.picture.2)
            }
            if reader.model == .rgb {
                vigie_motion_from_rgb(
                    motion.picture.0, motion.picture.1, motion.picture.2, motion.stride * grid.storedHeight)
            }
        }
    }

    private func reduce(
        _ samples: inout vigie_motion_samples, into out: UnsafeMutablePointer<UInt8>?,
        with second: UnsafePointer<UInt8>? = nil, into secondOut: UnsafeMutablePointer<UInt8>? = nil,
        tellsDetail: Bool = false
    ) {
        var sum: UInt64 = 0
        withUnsafeMutablePointer(to: &sum) { sum in
            vigie_motion_reduce(
                kernels, &samples, second, grid.cell, motion.shape, motion.stride, scratch, out, secondOut,
                tellsDetail ? sum : nil)
        }
        if tellsDetail { detail = sum }
    }

    /// Fills the observation of the last step.
    func tell(_ observation: inout MotionObservation) {
        let cells = grid.width * grid.height
        observation.foreground = share(motion.foreground_cells, of: cells - ignoredCells)
        observation.maskedForeground = share(motion.ignored_foreground_cells, of: ignoredCells)
        observation.isSettling = motion.is_settling != 0
        observation.regions.removeAll(keepingCapacity: true)
        for index in 0..<motion.region_count {
            observation.regions.append(grid.region(motion.regions[index], age: motion.ages[index]))
        }
        let pairs = vigie_motion_pairs(motion.shape, reader.width)
        let mean = Float(motion.luma_sum) / Float(cells)
        // The variance is a difference of large numbers: in whole ones, n · Σ y² − (Σ y)².
        let spread = UInt64(cells) * motion.luma_squares - motion.luma_sum * motion.luma_sum
        observation.picture = PictureStatistics(
            brightness: mean, contrast: Float((Double(spread).squareRoot() / Double(cells))),
            detail: pairs > 0 ? Float(detail) / Float(pairs) : 0,
            change: motion.pictures > 1 ? Float(motion.change) / Float(cells) : nil,
            displacementX: displacement.x, displacementY: displacement.y)
    }

    /// Upright pixels; the analysis tells quarters of a stored cell.
    private var displacement: (x: Float, y: Float) {
        let quarter = Float(grid.cell) / 4
        let x = Float(motion.shift_x) * (grid.orientation.mirrorsStoredX ? -quarter : quarter)
        let y = Float(motion.shift_y) * (grid.orientation.mirrorsStoredY ? -quarter : quarter)
        return grid.orientation.isTransposed ? (y, x) : (x, y)
    }

    private func share(_ count: UInt64, of cells: Int) -> Float { cells > 0 ? Float(count) / Float(cells) : 0 }

    /// 1 where something moves, upright.
    var mask: UnsafeBufferPointer<UInt8> { UnsafeBufferPointer(start: motion.mask, count: grid.width * grid.height) }

    /// The reduced luma, upright.
    var luma: UnsafeBufferPointer<UInt8> { UnsafeBufferPointer(start: motion.luma, count: grid.width * grid.height) }
}
