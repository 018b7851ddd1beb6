internal import CKernels
internal import VigieCore

/// What was put down or taken away in pictures of one size: the memory of their cells, and the regions that stand out.
///
/// `@unchecked Sendable`: it owns what its pointers point at, and the value that owns it cannot be copied.
final class StillScene: @unchecked Sendable {
    private let grid: MotionGrid
    /// Tenths of a second for which something must have looked the same.
    private let stay: UInt32
    /// Cells below which nothing is a region.
    let leastCells: Int

    let cells: StillCells
    /// What the region of a cell was called when it was last seen there: see `StillTrack.mark`.
    var marks: [UInt32]
    private var lastMark: UInt32 = 0
    private var tracks: [StillTrack] = []
    /// By track: cells that it has in common with a region.
    private var shared: [Int] = []
    /// Times of a region's cells.
    var times: [UInt32]

    /// When the scene was begun, in seconds of media time; nil before.
    private var beginning: Double?
    private var time: UInt32 = 0

    init(_ grid: MotionGrid, masks: [Polygon], stay: Double) {
        self.grid = grid
        self.stay = UInt32((stay * 10).rounded())
        leastCells = max(4, grid.width * grid.height / 1280)
        cells = StillCells(width: grid.width, height: grid.height)
        marks = Array(repeating: 0, count: grid.width * grid.height)
        times = Array(repeating: 0, count: grid.width * grid.height)
        // More than are there as a rule.
        tracks.reserveCapacity(64)
        shared.reserveCapacity(64)
        for y in 0..<grid.height {
            for x in 0..<grid.width where grid.isMasked(uprightX: x, y: y, by: masks) { cells.ignore(x: x, y: y) }
        }
    }

    func matches(_ other: MotionGrid) -> Bool {
        grid.width == other.width && grid.height == other.height && grid.cell == other.cell
            && grid.frameWidth == other.frameWidth && grid.frameHeight == other.frameHeight
    }

    /// The next look begins anew.
    func forget() { beginning = nil }

    func look(_ luma: Span<UInt8>, _ picture: PictureStatistics, seconds: Double) {
        precondition(luma.count == grid.width * grid.height, "a luma of another size than the grid")
        guard let beginning else {
            beginning = seconds
            time = 1
            tracks.removeAll(keepingCapacity: true)
            cells.begin(luma)
            return
        }
        let now = UInt32(((seconds - beginning) * 10 + 1e-6).rounded(.down)) + 1
        let passed = min(max(now - time, 1), Self.mostPassed)
        time = now
        cells.step(
            luma, shiftX: Self.whole(picture.displacementX, grid.cell),
            shiftY: Self.whole(picture.displacementY, grid.cell), time: now, passed: passed, stay: stay,
            threshold: Self.threshold(contrast: picture.contrast))
        follow(threshold: Int(Self.threshold(contrast: picture.contrast)))
    }

    /// What a look counts for at most, in tenths of a second.
    private static let mostPassed: UInt32 = 20

    private static func whole(_ displacement: Float, _ cell: Int) -> Int {
        Int((displacement / Float(cell)).rounded(.toNearestOrEven))
    }

    /// Grey levels up to which lumas are the same: less where the scene is pale.
    private static func threshold(contrast: Float) -> UInt32 {
        UInt32(min(max(15 * contrast / 40, 8), 15))
    }

    // MARK: Regions

    /// Finds the regions, and which of them were there before.
    private func follow(threshold: Int) {
        for index in tracks.indices { tracks[index].isPresent = false }
        for region in 0..<cells.findRegions() where cells.regions[region].cells * 2 >= leastCells {
            guard let index = track(of: region) else { continue }
            lastMark = lastMark == .max ? 1 : lastMark + 1
            tracks[index].mark = lastMark
            cells.forEachCell(of: region) { marks[$0] = lastMark }
            let judgement = judge(region, mark: lastMark, threshold: threshold)
            tracks[index].step(judgement, cells.regions[region], time: time, stay: stay)
            if tracks[index].isAccepted(time: time) { adopt(region, index) }
        }
        var kept = 0
        for index in tracks.indices where time - tracks[index].lastSeen < StillTrack.lostAfter {
            tracks[kept] = tracks[index]
            kept += 1
        }
        tracks.removeSubrange(kept...)
    }

    /// The track that has most cells in common with a region; a new one for a region that is large enough.
    private func track(of region: Int) -> Int? {
        shared.removeAll(keepingCapacity: true)
        for _ in tracks.indices { shared.append(0) }
        cells.forEachCell(of: region) { cell in
            let mark = marks[cell]
            guard mark > 0 else { return }
            for index in tracks.indices where tracks[index].mark == mark { shared[index] += 1 }
        }
        var best: Int?
        var most = 0
        for index in tracks.indices where !tracks[index].isPresent && shared[index] > most {
            (best, most) = (index, shared[index])
        }
        if best == nil, Int(cells.regions[region].cells) >= leastCells {
            tracks.append(StillTrack())
            best = tracks.count - 1
        }
        return best
    }

    private func adopt(_ region: Int, _ index: Int) {
        cells.adopt(region)
        tracks[index].isPresent = false
        tracks[index].lastSeen = 0
    }

    /// Appends what is to be reported; those that are for the first time get their ids.
    func tell(_ regions: inout [StillRegion], count: inout Int) {
        guard let beginning else { return }
        for index in tracks.indices where tracks[index].isPresent && tracks[index].isReported {
            let track = tracks[index]
            let id = track.id ?? count
            if track.id == nil {
                tracks[index].id = id
                count += 1
            }
            let side = Float(grid.cell)
            // To a tenth of a second, which is how well it is known.
            let onset = ((beginning + Double(track.onset - 1) / 10) * 10).rounded() / 10
            regions.append(
                StillRegion(
                    id: id, box: grid.box(track.region), area: Float(track.region.cells) * side * side, onset: onset,
                    kind: track.kind))
        }
    }
}
