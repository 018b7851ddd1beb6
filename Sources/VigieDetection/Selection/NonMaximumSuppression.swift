internal import VigieCore

/// Greedy suppression: of candidates that show the same object the best stays.
///
/// Candidates are taken in their order of precedence; each either gives way to the first that stayed and replaces it, or
/// stays. `survivors` are the indices of those that stayed, ascending.
///
/// - Complexity: O(n · survivors); allocates nothing but what `survivors` grows by.
enum NonMaximumSuppression {
    /// Suppression within each crop: class by class, an IoU above `overlap` replaces.
    ///
    /// - Parameter fates: Of each candidate: that it is detected, until it gives way here.
    static func withinCrops(
        _ candidates: [Candidate], overlap: Float, fates: inout [Detections.Fate], survivors: inout [Int]
    ) {
        survivors.removeAll(keepingCapacity: true)
        for other in candidates.indices {
            let better = first(of: survivors, below: survivors.count) { kept in
                candidates[kept].crop == candidates[other].crop
                    && candidates[kept].classIndex == candidates[other].classIndex
                    && candidates[kept].box.iou(with: candidates[other].box) > overlap
            }
            if let better { fates[other] = .suppressed(by: better) } else { survivors.append(other) }
        }
    }

    /// Suppression between crops, of what each crop's own suppression left.
    ///
    /// Of two of one class from different crops the later gives way where their IoU is above `overlap`, or where one is
    /// cut and the other covers more than that share of *it*: of a cut box only a part of the object is known, so that
    /// their union says nothing. What gave way to the later now counts as suppressed by the earlier.
    ///
    /// Letting whole boxes go before cut ones whatever their scores was tried: a weak box around two people then
    /// replaces each, which loses more than it gains.
    static func acrossCrops(
        _ candidates: [Candidate], overlap: Float, fates: inout [Detections.Fate], survivors: inout [Int]
    ) {
        var count = 0
        for rank in survivors.indices {
            let other = survivors[rank]
            let better = first(of: survivors, below: count) { kept in
                showsTheSame(candidates[kept], candidates[other], overlap: overlap)
            }
            if let better {
                fates[other] = .suppressed(by: better)
            } else {
                survivors[count] = other
                count += 1
            }
        }
        survivors.removeSubrange(count...)
        for index in fates.indices {
            if case .suppressed(by: let kept) = fates[index], case .suppressed = fates[kept] {
                fates[index] = fates[kept]
            }
        }
    }

    /// Whether of two candidates, in one crop or in two, the first replaces the second.
    static func replaces(_ kept: Candidate, _ other: Candidate, overlap: Float) -> Bool {
        kept.crop == other.crop
            ? kept.classIndex == other.classIndex && kept.box.iou(with: other.box) > overlap
            : showsTheSame(kept, other, overlap: overlap)
    }

    /// What is compared with the allowed overlap: the IoU; between crops, where one is cut, the share of *it* that the
    /// other covers, if that is more.
    static func overlap(_ kept: Candidate, _ other: Candidate) -> Float {
        var most = kept.box.iou(with: other.box)
        guard kept.crop != other.crop else { return most }
        let shared = kept.box.intersection(with: other.box)
        if kept.isCut, shared / kept.box.area > most { most = shared / kept.box.area }
        if other.isCut, shared / other.box.area > most { most = shared / other.box.area }
        return most
    }

    /// The first of the `count` first survivors that replaces a candidate. (`first(where:)` allocates in a debug build.)
    private static func first(of survivors: [Int], below count: Int, where replaces: (_ kept: Int) -> Bool) -> Int? {
        for rank in 0..<count where replaces(survivors[rank]) { return survivors[rank] }
        return nil
    }

    private static func showsTheSame(_ kept: Candidate, _ other: Candidate, overlap: Float) -> Bool {
        guard kept.classIndex == other.classIndex && kept.crop != other.crop else { return false }
        let shared = kept.box.intersection(with: other.box)
        return kept.box.iou(with: other.box) > overlap
            || kept.isCut && shared > overlap * kept.box.area
            || other.isCut && shared > overlap * other.box.area
    }
}
