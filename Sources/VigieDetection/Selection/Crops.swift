public import VigieCore

/// Which parts of a frame the network looks at.
public enum Crops: Sendable, Equatable {
    /// The whole frame, once.
    case off
    /// Square tiles at native scale, so that small objects stay as large as they are.
    ///
    /// - side: in pixels of the frame; nil for the shorter side of the network's input. A frame whose shorter side is
    ///   less gets tiles of that side.
    /// - overlap: by how much neighbours overlap at least, in pixels; nil for half of the side. An object up to this
    ///   size is whole in at least one tile.
    /// - fullFrame: whether the whole frame is looked at besides, as crop 0; it costs one more run. An object larger than
    ///   the overlap may be whole in no tile; where all are smaller, the coarse look adds more false boxes than true
    ///   ones (docs/models.md has figures).
    case tiles(side: Int? = nil, overlap: Int? = nil, fullFrame: Bool = false)
    /// Square crops around what moves, at native scale, besides the whole frame where that is wanted.
    ///
    /// - side: in pixels of the frame; nil for the shorter side of the network's input. What does not fit gets a larger
    ///   crop, which is scaled down.
    /// - limit: how many crops a frame may have.
    case motion(side: Int? = nil, limit: Int = 4)

    /// The regions of a frame, whatever moves in it; of `motion` only the whole frame.
    ///
    /// A side of length n is covered by ⌈(n − overlap) / (side − overlap)⌉ tiles, spread evenly on whole pixels, the
    /// first and last flush with the frame's edges. A frame that one tile covers is one region, the whole frame.
    ///
    /// - Throws: `DetectionError.option` unless 0 ≤ overlap < side.
    public func layout(
        frameWidth: Int, frameHeight: Int, input: InputSpecification
    ) throws(DetectionError) -> CropLayout {
        precondition(frameWidth > 0 && frameHeight > 0, "a frame of \(frameWidth)×\(frameHeight)")
        let whole = Region(x: 0, y: 0, width: frameWidth, height: frameHeight)
        guard case .tiles(_, _, let fullFrame) = self, let (full, overlap) = tiling(input: input) else {
            return CropLayout(frameWidth: frameWidth, frameHeight: frameHeight, regions: [whole])
        }
        guard full >= 1, overlap >= 0, overlap < full else {
            throw .option(
                name: "tiles", reason: "a side of \(full) with an overlap of \(overlap): 0 ≤ overlap < side")
        }
        let side = min(full, frameWidth, frameHeight)
        // A frame narrower than a tile must not be cut finer than the overlap allows.
        let shared = min(overlap, side - 1)
        let xs = Self.positions(length: frameWidth, side: side, overlap: shared)
        let ys = Self.positions(length: frameHeight, side: side, overlap: shared)
        var regions: [Region] = []
        if full >= max(frameWidth, frameHeight) {
            regions = [whole]
        } else {
            if fullFrame { regions.append(whole) }
            for y in ys { for x in xs { regions.append(Region(x: x, y: y, width: side, height: side)) } }
        }
        return CropLayout(frameWidth: frameWidth, frameHeight: frameHeight, regions: regions, overlap: shared)
    }

    /// Side and overlap of tiles for a network of this input, defaults resolved and nothing checked; nil for other crops.
    package func tiling(input: InputSpecification) -> (side: Int, overlap: Int)? {
        guard case .tiles(let wanted, let overlap, _) = self else { return nil }
        let side = wanted ?? min(input.width, input.height)
        return (side, overlap ?? side / 2)
    }

    /// What arranges crops around what moves; nil for crops that do not depend on it.
    ///
    /// - Throws: `DetectionError.option` where there is no room for a crop, or for none.
    func followingMotion(input: InputSpecification) throws(DetectionError) -> MotionCrops? {
        guard case .motion(let wanted, let limit) = self else { return nil }
        let side = wanted ?? min(input.width, input.height)
        guard side >= 1, limit >= 1 else {
            throw .option(name: "crops", reason: "\(limit) crops of a side of \(side): both must be at least 1")
        }
        return MotionCrops(side: side, limit: limit)
    }

    static func positions(length: Int, side: Int, overlap: Int) -> [Int] {
        guard length > side else { return [0] }
        let step = side - overlap
        let count = (length - overlap + step - 1) / step
        return (0..<count).map { $0 * (length - side) / (count - 1) }
    }
}

/// The crops of a frame.
public struct CropLayout: Sendable, Equatable {
    /// Size of the upright frame, in pixels.
    public let frameWidth, frameHeight: Int
    /// In the order of their indices: the whole frame where it is one, then tiles or crops row by row.
    public internal(set) var regions: [Region]
    /// By how much neighbours overlap at least, in pixels; 0 where that is not so of all.
    var overlap = 0

    /// The region that is the whole frame.
    var whole: Region { Region(x: 0, y: 0, width: frameWidth, height: frameHeight) }
}
