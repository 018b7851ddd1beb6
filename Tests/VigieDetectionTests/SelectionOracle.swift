import VigieCore
import VigieDetection

/// Selection the plain way, as its documentation says it: crop by crop, then between crops, in new arrays.
enum SelectionOracle {
    static func detections(
        of candidates: [Candidate], maximum: Int, overlap: Float, sizes: ClosedRange<Float>
    ) -> (candidates: [Candidate], kept: [Detection], outsideSize: [Detection], dropped: Int) {
        let crops = Dictionary(grouping: candidates.sorted(by: Candidate.precedes), by: \.crop)
        let entered = crops.values.flatMap { $0.prefix(maximum) }.sorted(by: Candidate.precedes)
        let survivors = crops.keys.sorted().flatMap { crop in
            greedy(entered.indices.filter { entered[$0].crop == crop }.map { Detection(candidate: $0) }) {
                entered[$0].classIndex == entered[$1].classIndex
                    && entered[$0].box.iou(with: entered[$1].box) > overlap
            }
        }
        let merged = greedy(survivors.sorted { $0.candidate < $1.candidate }) {
            let (kept, other) = (entered[$0], entered[$1])
            guard kept.classIndex == other.classIndex, kept.crop != other.crop else { return false }
            let shared = kept.box.intersection(with: other.box)
            return kept.box.iou(with: other.box) > overlap || kept.isCut && shared > overlap * kept.box.area
                || other.isCut && shared > overlap * other.box.area
        }
        let fits = merged.map { sizes.contains(max(entered[$0.candidate].box.width, entered[$0.candidate].box.height)) }
        return (
            entered, zip(merged, fits).filter(\.1).map(\.0), zip(merged, fits).filter { !$0.1 }.map(\.0),
            candidates.count - entered.count
        )
    }

    /// Each gives way, with all that gave way to it, to the first that stayed and replaces it.
    private static func greedy(
        _ detections: [Detection], replaces: (_ kept: Int, _ other: Int) -> Bool
    ) -> [Detection] {
        var kept: [Detection] = []
        for detection in detections {
            if let better = kept.firstIndex(where: { replaces($0.candidate, detection.candidate) }) {
                kept[better].suppressed = (kept[better].suppressed + [detection.candidate] + detection.suppressed)
                    .sorted()
            } else {
                kept.append(detection)
            }
        }
        return kept
    }
}
