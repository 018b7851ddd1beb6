internal import VigieCore

/// What a detector makes of one frame.
public struct Detections: Sendable, Equatable {
    /// Every candidate that entered suppression, best first (`Candidate.precedes`).
    public let candidates: [Candidate]
    /// What was detected, best first.
    public let kept: [Detection]
    /// What would have been, but for its size.
    public let outsideSize: [Detection]
    /// Candidates beyond the manifest's number, which did not enter.
    public let dropped: Int
}

extension Detections {
    /// Selects detections.
    ///
    /// - Parameters:
    ///   - candidates: of all crops of a frame, in any order.
    ///   - maximum: the best so many of each crop enter.
    ///   - overlap: two boxes of a class that overlap by more show the same object.
    ///   - sizes: the longer side of a box that may be detected, in pixels of the frame.
    init(of candidates: [Candidate], maximum: Int, overlap: Float, sizes: ClosedRange<Float>) {
        var entered: [Candidate] = []
        var byCrop: [[Int]] = []
        var dropped = 0
        for candidate in candidates.sorted(by: Candidate.precedes) {
            while byCrop.count <= candidate.crop { byCrop.append([]) }
            guard byCrop[candidate.crop].count < maximum else {
                dropped += 1
                continue
            }
            byCrop[candidate.crop].append(entered.count)
            entered.append(candidate)
        }
        let survivors = byCrop.flatMap {
            NonMaximumSuppression.withinCrop(entered, $0, overlap: overlap)
        }
        let merged =
            byCrop.count > 1
            ? NonMaximumSuppression.acrossCrops(entered, survivors, overlap: overlap) : survivors
        // Sizes are judged last: a box that suppression would have replaced must not return in another's place.
        func fits(_ detection: Detection) -> Bool {
            let box = entered[detection.candidate].box
            return sizes.contains(box.width > box.height ? box.width : box.height)
        }
        self.candidates = entered
        kept = merged.filter(fits)
        outsideSize = merged.filter { !fits($0) }
        self.dropped = dropped
    }
}
