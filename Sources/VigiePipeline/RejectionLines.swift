internal import VigieCore
internal import VigieDetection
internal import VigieLog

/// The log's lines for candidates that became no detections. They explain, and decide nothing.
struct RejectionLines {
    private let stream: String
    private let classes: [String]
    private let thresholds: [Float]
    private let sizes: ClosedRange<Float>
    private let overlap: Float

    /// Nil where the detector does not explain its rejections.
    init?(stream: String, detector: Detector?) {
        guard let detector, detector.explainsRejections else { return nil }
        self.stream = stream
        classes = detector.manifest.classes
        thresholds = detector.thresholds
        sizes = detector.sizes
        overlap = detector.task.thresholds.overlap
    }

    /// The lines of a frame: first those that entered suppression, numbered as `detection.suppressed` has them, then the
    /// others, each best first.
    func write(_ detections: Detections, frame: Int, to json: inout CanonicalJSON) {
        let ids = ids(of: detections, frame: frame)
        var rank = 0
        func write(
            _ candidate: Candidate, _ reason: String, measures: [String: EventRecord.Measure] = [:],
            suppression: Suppression? = nil
        ) {
            json.line(
                RejectionRecord(
                    id: DetectionRecord.rejectionID(stream: stream, frame: frame, index: rank), stream: stream,
                    frame: frame, subject: .candidate(record(of: candidate, suppression, ids)), reason: reason,
                    measures: measures))
            rank += 1
        }
        for index in detections.fates.indices {
            let candidate = detections.candidates[index]
            switch detections.fates[index] {
            case .detected: continue
            case .outsideSize: write(candidate, RejectionRecord.size, measures: sizeMeasure(of: candidate))
            case .suppressed:
                let suppression = detections.suppression(of: index, allowed: overlap)
                let measure = suppression.map { EventRecord.Measure(value: $0.overlap, threshold: overlap) }
                write(
                    candidate, RejectionRecord.suppressed, measures: measure.map { ["overlap": $0] } ?? [:],
                    suppression: suppression)
            }
        }
        for candidate in detections.excluded { write(candidate, candidate.exclusion?.reason ?? "") }
    }

    /// Of each candidate that entered suppression, its id as detection or as rejection.
    private func ids(of detections: Detections, frame: Int) -> [String] {
        var (detected, rejected) = (0, 0)
        return detections.fates.map { fate in
            if fate == .detected {
                defer { detected += 1 }
                return DetectionRecord.id(stream: stream, frame: frame, index: detected)
            }
            defer { rejected += 1 }
            return DetectionRecord.rejectionID(stream: stream, frame: frame, index: rejected)
        }
    }

    private func record(
        of candidate: Candidate, _ suppression: Suppression?, _ ids: [String]
    ) -> RejectionRecord.Candidate {
        var raw = ["class": candidate.rawClass]
        raw["objectness"] = candidate.rawObjectness
        return RejectionRecord.Candidate(
            class: classes[candidate.classIndex], score: candidate.score, threshold: thresholds[candidate.classIndex],
            box: candidate.box, crop: candidate.crop, level: candidate.level,
            cell: DetectionRecord.Cell(x: candidate.column, y: candidate.row), raw: raw,
            by: suppression.map { ids[$0.keeper] }, via: suppression?.intermediate.map { ids[$0] })
    }

    /// The longer side beside the limit that it does not keep.
    private func sizeMeasure(of candidate: Candidate) -> [String: EventRecord.Measure] {
        let side = candidate.box.width > candidate.box.height ? candidate.box.width : candidate.box.height
        let isSmall = side < sizes.lowerBound
        return [
            isSmall ? "least_side" : "largest_side": EventRecord.Measure(
                value: side, threshold: isSmall ? sizes.lowerBound : sizes.upperBound)
        ]
    }
}

extension Candidate.Exclusion {
    /// As the log has it.
    fileprivate var reason: String {
        switch self {
        case .belowThreshold: RejectionRecord.threshold
        case .shownByNeighbour: RejectionRecord.neighbour
        case .beyondLimit: RejectionRecord.limit
        }
    }
}
