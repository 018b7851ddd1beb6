internal import CKernels
public import VigieCore
public import VigieVideo

/// Tells what moves in a sequence of frames: each is compared with a background that follows the scene, on a reduced picture.
///
/// What it says depends on the frames, their times and the configuration only. docs/motion.md has the formulas.
///
/// `@unchecked Sendable`: its sequence is its own, and it cannot be copied.
public struct MotionAnalyser: ~Copyable, @unchecked Sendable {
    private let masks: [Polygon]
    private let kernels: UnsafePointer<vigie_motion_kernels>
    private var sequence: MotionSequence?

    /// An analyser that has seen nothing.
    ///
    /// - Parameters:
    ///   - masks: Areas of the upright frame to ignore. A cell is masked where its centre lies in one of them.
    ///   - instructionSet: Whose kernels run; the result is the same.
    public init(masks: [Polygon] = [], instructionSet: InstructionSet = .best) {
        self.masks = masks
        kernels = vigie_motion_for(instructionSet.kernels)
    }

    /// Looks at the next frame.
    ///
    /// The first frame begins the background, and so does one whose size, pixel format or orientation differs from those
    /// before. Rates are in media time; where frames have none, 25 a second are assumed.
    ///
    /// - Parameters:
    ///   - frame: In presentation order; all of them need not be shown.
    ///   - observation: Overwritten; its memory is kept.
    /// - Throws: `unsupportedPicture` where neither Vigie nor swscale can read the pixel format; `failed` where swscale
    ///   fails or memory is lacking.
    /// - Complexity: O(width × height), one pass over the decoded planes; allocates nothing once warm.
    public mutating func step(
        _ frame: borrowing Frame, into observation: inout MotionObservation
    ) throws(VideoError) {
        let current: MotionSequence
        if let sequence, sequence.matches(frame) {
            current = sequence
        } else {
            current = try MotionSequence(frame, masks: masks, kernels: kernels)
            sequence = current
        }
        try current.step(frame)
        current.tell(&observation)
    }

    /// The upright grid: cells, and the side of one in pixels of the decoded picture. All 0 before the first frame.
    ///
    /// Pixels that fill no whole cell, fewer than `cell` at the right and at the bottom of the stored picture, are left out.
    public var grid: (width: Int, height: Int, cell: Int) {
        guard let grid = sequence?.grid else { return (0, 0, 0) }
        return (grid.width, grid.height, grid.cell)
    }

    /// How the grid lies in the frame; nil before the first.
    var layout: MotionGrid? { sequence?.grid }

    /// The foreground of the last frame after clean-up, outside the masks: 1 where something moves, else 0; upright, row by
    /// row. Empty before the first frame.
    public func withMask<R>(_ body: (Span<UInt8>) -> R) -> R {
        body((sequence?.mask ?? UnsafeBufferPointer(start: nil, count: 0)).span)
    }

    /// The reduced luma of the last frame, levels as stored, 8 bits; upright, row by row. Empty before the first frame.
    public func withLuma<R>(_ body: (Span<UInt8>) -> R) -> R {
        body((sequence?.luma ?? UnsafeBufferPointer(start: nil, count: 0)).span)
    }
}
