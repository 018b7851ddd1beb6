internal import CKernels
public import VigieCore
internal import VigieVideo

/// Tells what was put down in a scene, or taken away, and has stayed so: a bag, a parked car, a person who stands.
///
/// It remembers for each cell what the scene looked like before, beside what it looks like now. A few looks a second are
/// enough; which frames they are is decided by the frames' times. docs/still.md has the formulas.
///
/// `@unchecked Sendable`: its memory is its own, and it cannot be copied.
public struct StillRegions: ~Copyable, @unchecked Sendable {
    private let masks: [Polygon]
    private let stay: Double
    private var scene: StillScene?
    private var lastLook: Double?
    private var count = 0

    /// What there is, by the last look, in the order of their first cells, row by row.
    public private(set) var regions: [StillRegion] = []

    /// Seconds between looks.
    private static let interval = 0.2

    /// Regions of a sequence that nothing is known of.
    ///
    /// - Parameters:
    ///   - masks: Areas of the upright frame to ignore.
    ///   - stay: Seconds for which something must have looked the same to be reported.
    public init(masks: [Polygon] = [], stay: Double = 5) {
        self.masks = masks
        self.stay = stay
        regions.reserveCapacity(16)
    }

    /// Takes the next frame, and looks at it where one is due.
    ///
    /// Everything begins anew where the picture has changed as a whole, where its size has, and where time goes back.
    ///
    /// - Parameters:
    ///   - seconds: Its media time.
    ///   - analyser: That has just observed it.
    /// - Complexity: O(cells of the grid) for a look; allocates nothing once warm.
    public mutating func step(
        seconds: Double, _ observation: borrowing MotionObservation, _ analyser: borrowing MotionAnalyser
    ) {
        guard let grid = analyser.layout else { return }
        analyser.withLuma { step(seconds: seconds, observation.picture, observation.isSettling, $0, grid) }
    }

    /// Takes a frame by its statistics and its reduced luma.
    mutating func step(
        seconds: Double, _ picture: PictureStatistics, _ isSettling: Bool, _ luma: Span<UInt8>, _ grid: MotionGrid
    ) {
        if let lastLook, seconds < lastLook { scene?.forget() }
        if isSettling { scene?.forget() }
        let isDue = lastLook.map { seconds < $0 || seconds - $0 >= Self.interval - 1e-6 } ?? true
        guard isDue || isSettling else { return }
        lastLook = seconds
        regions.removeAll(keepingCapacity: true)
        guard !isSettling else { return }
        if scene?.matches(grid) != true { scene = StillScene(grid, masks: masks, stay: stay) }
        scene?.look(luma, picture, seconds: seconds)
        scene?.tell(&regions, count: &count)
    }
}
