internal import VigieCore

/// Square crops around what moves, at native scale where that fits: a few of them that together show every box.
///
/// Each box gets a margin, as what moves may be only a part of an object. Boxes that fit into one crop of the wanted side
/// share it, nearest first; a box that is larger gets a larger crop, which the network sees scaled down. Where more than
/// `limit` crops are left, those go together whose common crop is smallest. Corners lie on multiples of `grain`, so that
/// crops that follow an object repeat and their resampling tables can be kept.
///
/// Keeps its memory from frame to frame.
struct MotionCrops: Sendable {
    /// Of a crop at native scale, in pixels of the frame.
    let side: Int
    /// How many crops there may be in a frame.
    let limit: Int

    private var clusters: [Cluster] = []

    /// Pixels from one possible corner to the next.
    static let grain = 16
    /// More boxes than this are many small changes all over the picture: then the whole frame is looked at.
    static let mostBoxes = 64
    /// A crop of more than this share of the frame's area shows little that the whole frame does not.
    private static let largestShare = 0.75

    init(side: Int, limit: Int) {
        self.side = side
        self.limit = limit
    }

    /// Edges in whole pixels of the frame, right and bottom exclusive.
    private struct Cluster {
        var left, top, right, bottom: Int

        /// The side of the square that holds it.
        var side: Int { max(right - left, bottom - top) }

        func union(_ other: Cluster) -> Cluster {
            Cluster(
                left: min(left, other.left), top: min(top, other.top), right: max(right, other.right),
                bottom: max(bottom, other.bottom))
        }
    }

    /// Fills the layout's regions for one frame: the whole frame where it is wanted or nothing smaller will do, then the
    /// crops, row by row.
    mutating func arrange(_ attention: Attention, in layout: inout CropLayout) {
        let whole = layout.whole
        layout.regions.removeAll(keepingCapacity: true)
        if attention.wholeFrame || attention.boxes.isEmpty { layout.regions.append(whole) }
        gather(attention.boxes, in: layout)
        share(upTo: side, downTo: 1)
        if clusters.count > limit { share(upTo: .max, downTo: limit) }
        for index in clusters.indices {
            let region = square(around: clusters[index], in: layout)
            if !layout.regions.contains(region) { layout.regions.append(region) }
        }
        layout.regions.heapSort {
            ($0 == whole ? 0 : 1, $0.y, $0.x, $0.width) < ($1 == whole ? 0 : 1, $1.y, $1.x, $1.width)
        }
    }

    private mutating func gather(_ boxes: [Box], in layout: CropLayout) {
        clusters.removeAll(keepingCapacity: true)
        let (width, height) = (layout.frameWidth, layout.frameHeight)
        guard boxes.count <= Self.mostBoxes else {
            clusters.append(Cluster(left: 0, top: 0, right: width, bottom: height))
            return
        }
        for index in boxes.indices {
            let box = boxes[index].clamped(width: Float(width), height: Float(height))
            guard box.area > 0 else { continue }
            let margin = Self.grain + Int(box.width > box.height ? box.width : box.height) / 4
            clusters.append(
                Cluster(
                    left: max(0, Int(box.left) - margin), top: max(0, Int(box.top) - margin),
                    right: min(width, Int(box.right.rounded(.up)) + margin),
                    bottom: min(height, Int(box.bottom.rounded(.up)) + margin)))
        }
    }

    /// Puts clusters together, those first whose union is smallest, as long as it fits and more than `count` are left.
    private mutating func share(upTo largest: Int, downTo count: Int) {
        while clusters.count > count {
            var best = (side: Int.max, a: 0, b: 0)
            for a in clusters.indices {
                for b in a + 1..<clusters.count {
                    let side = clusters[a].union(clusters[b]).side
                    if side < best.side { best = (side, a, b) }
                }
            }
            guard best.side <= largest else { return }
            clusters[best.a] = clusters[best.a].union(clusters[best.b])
            clusters.remove(at: best.b)
        }
    }

    private func square(around cluster: Cluster, in layout: CropLayout) -> Region {
        let (width, height) = (layout.frameWidth, layout.frameHeight)
        let wanted = max(min(side, width, height), (cluster.side + Self.grain - 1) / Self.grain * Self.grain)
        guard max(width, height) > side, wanted <= min(width, height),
            Double(wanted * wanted) <= Self.largestShare * Double(width * height)
        else { return layout.whole }
        func corner(_ low: Int, _ high: Int, _ size: Int) -> Int {
            let centred = max(0, (low + high - wanted) / 2)
            return min((centred + Self.grain / 2) / Self.grain * Self.grain, size - wanted)
        }
        return Region(
            x: corner(cluster.left, cluster.right, width), y: corner(cluster.top, cluster.bottom, height),
            width: wanted, height: wanted)
    }
}
