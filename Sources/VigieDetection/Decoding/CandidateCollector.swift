internal import CKernels
internal import VigieCore

/// Edges in pixels of the network's input.
struct InputBox: Equatable {
    var left, top, right, bottom: Float

    init(left: Float, top: Float, right: Float, bottom: Float) {
        self.left = left
        self.top = top
        self.right = right
        self.bottom = bottom
    }

    init(centreX: Float, centreY: Float, width: Float, height: Float) {
        self.init(
            left: centreX - 0.5 * width, top: centreY - 0.5 * height, right: centreX + 0.5 * width,
            bottom: centreY + 0.5 * height)
    }
}

/// Where decoders put what they find: knows the thresholds, and how the crop lies in the frame.
struct CandidateCollector {
    /// By class, what a candidate must exceed to be one; +∞ for a class that is not wanted.
    let floors: [Float]
    /// The smallest of them, as the only element.
    let lowestFloor: [Float]
    /// By class, what a candidate must exceed to enter suppression.
    private let thresholds: [Float]
    /// Whether candidates that do not enter suppression are kept.
    private let keepsExcluded: Bool
    private(set) var candidates: [Candidate] = []

    private var crop: CropPlacement
    /// What the last scan found, and behind that what earlier ones did.
    private(set) var hits: [vigie_scan_hit]

    /// - Parameter floorShare: Candidates above this share of their thresholds are kept, and others that do not enter
    ///   suppression, too; nil for only those that do.
    init(thresholds: [Float], floorShare: Float?, crop: CropPlacement) {
        self.thresholds = thresholds
        keepsExcluded = floorShare != nil
        floors = thresholds.map { $0 * (floorShare ?? 1) }
        lowestFloor = [floors.min() ?? .infinity]
        self.crop = crop
        hits = Array(repeating: vigie_scan_hit(), count: 4096)
    }

    /// Begins another crop, without candidates.
    mutating func start(_ crop: CropPlacement) {
        self.crop = crop
        candidates.removeAll(keepingCapacity: true)
    }

    /// Fills the first of `hits`, in order, with the places in `rows` whose score is above the threshold of its column.
    ///
    /// - Returns: How many there are.
    mutating func scan(_ rows: Rows, thresholds: [Float]) -> Int {
        func scan() -> Int {
            hits.withUnsafeMutableBufferPointer { hits in
                vigie_scan_f32(
                    rows.base, rows.count, rows.stride, thresholds.count, thresholds, hits.baseAddress, hits.count)
            }
        }
        var found = scan()
        if found > hits.count {
            hits = Array(repeating: vigie_scan_hit(), count: found)
            found = scan()
        }
        return found
    }

    /// Adds a candidate for each class score above its floor.
    ///
    /// - Parameters:
    ///   - scores: a row of class scores for each cell, or for each of `perCell` anchors of each cell.
    ///   - first: the level's first row among all of the network's.
    ///   - box: the box of a row; asked once per row that has a hit.
    mutating func addHits(
        in scores: Rows, grid: Grid, perCell: Int = 1, first: Int, box: (_ row: Int) -> InputBox
    ) {
        var last: (row: Int, box: InputBox)?
        for hit in 0..<scan(scores, thresholds: floors) {
            let row = Int(hits[hit].row)
            let classIndex = Int(hits[hit].column)
            if last?.row != row { last = (row, box(row)) }
            let score = scores[row][classIndex]
            add(
                classIndex, score: score, box: last!.box, grid: grid, cell: row / perCell, index: first + row,
                rawClass: score)
        }
    }

    /// Adds a candidate, unless nothing of its box lies in the crop, or it would not enter suppression and nobody wants
    /// to know.
    mutating func add(
        _ classIndex: Int, score: Float, box: InputBox, grid: Grid, cell: Int, index: Int, rawClass: Float,
        rawObjectness: Float? = nil
    ) {
        let (inFrame, isCut) = crop.place(box)
        guard inFrame.area > 0 else { return }
        var exclusion: Candidate.Exclusion?
        if !(score > thresholds[classIndex]) {
            exclusion = .belowThreshold
        } else if isCut && crop.isShownByNeighbour(inFrame) {
            exclusion = .shownByNeighbour
        }
        guard exclusion == nil || keepsExcluded else { return }
        let position = grid.position(of: cell)
        candidates.append(
            Candidate(
                classIndex: classIndex, score: score, box: inFrame, crop: crop.index, level: grid.stride,
                column: position.column, row: position.row, index: index, rawClass: rawClass,
                rawObjectness: rawObjectness, isCut: isCut, exclusion: exclusion))
    }
}

/// How one crop lies in its frame.
struct CropPlacement {
    let index: Int
    private let region: Region
    private let mapping: InputMapping
    /// The crop's edges, moved inwards by the margin, behind which the frame goes on; infinite for the frame's own.
    private let innerLeft, innerTop, innerRight, innerBottom: Float
    /// A box that ends at an inner edge and is no wider, or no higher, lies in what a neighbour shows too; 0 where that
    /// is not known.
    private let sharedWidth, sharedHeight: Float

    /// - Parameter margin: in pixels of the network's input: a box that ends closer to an inner edge counts as cut.
    init(index: Int, layout: CropLayout, input: InputSpecification, margin: Int) {
        self.index = index
        region = layout.regions[index]
        mapping = InputMapping(region: region, input: input)
        let marginX = Float(margin) * mapping.scaleX
        let marginY = Float(margin) * mapping.scaleY
        let right = region.x + region.width
        let bottom = region.y + region.height
        let isShared = layout.overlap > 0 && layout.regions.count > 1 && region != layout.whole
        sharedWidth = isShared ? Float(layout.overlap) + marginX : 0
        sharedHeight = isShared ? Float(layout.overlap) + marginY : 0
        innerLeft = region.x > 0 ? Float(region.x) + marginX : -.infinity
        innerTop = region.y > 0 ? Float(region.y) + marginY : -.infinity
        innerRight = right < layout.frameWidth ? Float(right) - marginX : .infinity
        innerBottom = bottom < layout.frameHeight ? Float(bottom) - marginY : .infinity
    }

    /// A box in pixels of the frame, clamped to the crop (nothing behind its edges was seen), and whether it is cut.
    func place(_ box: InputBox) -> (box: Box, isCut: Bool) {
        let mapped = mapping.frameBox(left: box.left, top: box.top, right: box.right, bottom: box.bottom)
        func clamp(_ value: Float, _ low: Int, _ length: Int) -> Float {
            let low = Float(low)
            let high = low + Float(length)
            return value > low ? (value < high ? value : high) : low
        }
        let placed = Box(
            left: clamp(mapped.left, region.x, region.width), top: clamp(mapped.top, region.y, region.height),
            right: clamp(mapped.right, region.x, region.width), bottom: clamp(mapped.bottom, region.y, region.height))
        let isCut =
            placed.left < innerLeft || placed.top < innerTop || placed.right > innerRight || placed.bottom > innerBottom
        return (placed, isCut)
    }

    /// Whether a cut box, in pixels of the frame, lies wholly in what the neighbour behind that edge shows too: it shows
    /// the object whole, or as much of it.
    func isShownByNeighbour(_ box: Box) -> Bool {
        ((box.left < innerLeft || box.right > innerRight) && box.width <= sharedWidth)
            || ((box.top < innerTop || box.bottom > innerBottom) && box.height <= sharedHeight)
    }
}
