internal import VigieCore

/// A candidate that stays, with those that it replaced.
public struct Detection: Sendable, Equatable {
    /// Index into `Detections.candidates`.
    public var candidate: Int
    /// Indices of the candidates that gave way to this one: each to the best that overlaps it.
    public var suppressed: [Int]

    /// A candidate that stays; by default nothing gave way to it.
    public init(candidate: Int, suppressed: [Int] = []) {
        self.candidate = candidate
        self.suppressed = suppressed
    }
}

/// Greedy suppression: of candidates that show the same object the best stays.
enum NonMaximumSuppression {
    /// Takes indices one by one; each either gives way to the first that stayed and replaces it, or stays.
    ///
    /// - Complexity: O(n · kept).
    static func greedy(_ indices: some Sequence<Int>, replaces: (_ kept: Int, _ other: Int) -> Bool) -> [Detection] {
        var kept: [Detection] = []
        for index in indices {
            if let better = kept.firstIndex(where: { replaces($0.candidate, index) }) {
                kept[better].suppressed.append(index)
            } else {
                kept.append(Detection(candidate: index))
            }
        }
        return kept
    }

    /// Suppression within one crop: class by class, an IoU above `overlap` replaces.
    ///
    /// - Parameters:
    ///   - candidates: in their order of precedence.
    ///   - indices: those of the crop, ascending.
    static func withinCrop(_ candidates: [Candidate], _ indices: some Sequence<Int>, overlap: Float) -> [Detection] {
        greedy(indices) { kept, other in
            candidates[kept].classIndex == candidates[other].classIndex
                && candidates[kept].box.iou(with: candidates[other].box) > overlap
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
        _ candidates: [Candidate], _ survivors: [Detection], overlap: Float
    ) -> [Detection] {
        let ranked = survivors.sorted { $0.candidate < $1.candidate }
        let merged = greedy(ranked.indices) { keptRank, otherRank in
            let kept = candidates[ranked[keptRank].candidate]
            let other = candidates[ranked[otherRank].candidate]
            guard kept.classIndex == other.classIndex && kept.crop != other.crop else { return false }
            let shared = kept.box.intersection(with: other.box)
            return kept.box.iou(with: other.box) > overlap
                || kept.isCut && shared > overlap * kept.box.area
                || other.isCut && shared > overlap * other.box.area
        }
        return merged.map { rank in
            let own = ranked[rank.candidate]
            let replaced = rank.suppressed.flatMap { [ranked[$0].candidate] + ranked[$0].suppressed }
            return Detection(candidate: own.candidate, suppressed: (own.suppressed + replaced).sorted())
        }
    }
}
