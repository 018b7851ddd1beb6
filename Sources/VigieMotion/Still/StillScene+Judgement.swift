extension StillScene {
    /// Across how many cells an outline is looked for.
    private static let span = 3

    /// What the look of a region says.
    ///
    /// - Parameters:
    ///   - mark: What all of its cells are called in `marks`, and only they.
    ///   - threshold: Grey levels up to which lumas are the same.
    func judge(_ region: Int, mark: UInt32, threshold: Int) -> StillTrack.Judgement {
        var pattern = Pattern()
        var count = 0, strong = 0
        cells.forEachCell(of: region) { cell in
            guard let onset = cells.onset(cell) else { return }
            times[count] = onset
            count += 1
            let scene = cells.scene(cell), present = cells.present(cell)
            pattern.add(scene, present)
            if 8 * abs(present - scene) > 13 * threshold { strong += 1 }
        }
        return StillTrack.Judgement(
            onset: median(of: count), kind: kind(of: region, mark: mark, threshold: threshold),
            isLight: pattern.isTheSame,
            isFaint: 2 * strong < leastCells)
    }

    /// Compares the steps of luma across the region's outline now with those of the scene at the same places.
    private func kind(of region: Int, mark: UInt32, threshold: Int) -> StillRegion.Kind {
        let width = cells.width, height = cells.height, span = Self.span
        var rises = 0, falls = 0
        cells.forEachCell(of: region) { cell in
            let x = cell % width, y = cell / width
            for side in 0..<4 {
                let other: Int
                switch side {
                case 0 where x >= span: other = cell - span
                case 1 where x + span < width: other = cell + span
                case 2 where y >= span: other = cell - span * width
                case 3 where y + span < height: other = cell + span * width
                default: continue
                }
                guard marks[other] != mark else { continue }
                let now = abs(cells.present(cell) - cells.present(other))
                let before = abs(cells.scene(cell) - cells.scene(other))
                if 2 * (now - before) > threshold { rises += 1 }
                if 2 * (before - now) > threshold { falls += 1 }
            }
        }
        let balance = 10 * (rises - falls)
        return balance >= max(1, rises + falls) ? .added : -balance >= max(1, rises + falls) ? .removed : .unclear
    }

    /// The median of the first `count` times; 0 of none. Hoare's selection, in place.
    private func median(of count: Int) -> UInt32 {
        guard count > 0 else { return 0 }
        var low = 0, high = count - 1
        let middle = count / 2
        while low < high {
            let pivot = times[(low + high) / 2]
            var left = low, right = high
            while left <= right {
                while times[left] < pivot { left += 1 }
                while times[right] > pivot { right -= 1 }
                if left <= right {
                    // (The standard library's way allocates in a debug build.)
                    let time = times[left]
                    times[left] = times[right]
                    times[right] = time
                    left += 1
                    right -= 1
                }
            }
            if middle <= right { high = right } else if middle >= left { low = left } else { break }
        }
        return times[middle]
    }
}

/// Whether a region shows the pattern that the scene has there.
private struct Pattern {
    private var count = 0, a = 0, b = 0, aa = 0, bb = 0, ab = 0

    mutating func add(_ scene: Int, _ present: Int) {
        count += 1
        a += scene
        b += present
        aa += scene * scene
        bb += present * present
        ab += scene * present
    }

    /// Where both vary by a standard deviation of 4 grey levels or more and correlate by 0.8.
    var isTheSame: Bool {
        let varianceA = count * aa - a * a, varianceB = count * bb - b * b, covariance = count * ab - a * b
        let least = 16 * count * count
        guard varianceA >= least, varianceB >= least, covariance > 0 else { return false }
        return Double(covariance) * Double(covariance) >= 0.64 * Double(varianceA) * Double(varianceB)
    }
}
