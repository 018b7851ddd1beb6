internal import VigieCore
internal import VigieDetection
internal import VigieLog
internal import VigieMotion
internal import VigieVideo

/// The log's lines for frames.
struct FrameLines {
    private let stream: String
    private let classes: [String]
    private let thresholds: [Float]
    /// The ranks of the candidates that one detection suppressed.
    private var suppressed: [Int] = []
    /// What moves in one frame.
    private var regions: [MovingRegion] = []
    /// What was put down or taken away.
    private var still: [StillArea] = []

    /// - Parameters:
    ///   - classes: The manifest's.
    ///   - thresholds: Of each class.
    init(stream: String, classes: [String], thresholds: [Float]) {
        self.stream = stream
        self.classes = classes
        self.thresholds = thresholds
    }

    /// The line of a frame of which there is no sound picture.
    func writeUnseen(_ frame: Int, at time: MediaTime?, reason: String, to json: inout CanonicalJSON) {
        json.line(
            FrameRecord(
                stream: stream, frame: frame, pts: time?.pts, time: time?.seconds, picture: nil, gate: .skip,
                reason: reason, crops: [], input: []))
    }

    /// The line of a frame that the detector does not look at.
    mutating func writeSkipped(
        _ frame: borrowing Frame, picture: PictureHash, _ sighting: borrowing Sighting, reason: String,
        to json: inout CanonicalJSON
    ) {
        collectRegions(of: sighting)
        json.line(
            FrameRecord(
                stream: stream, frame: frame.index, pts: frame.time?.pts, time: frame.time?.seconds, picture: picture,
                decode: frame.pace.name, gate: .skip, reason: reason, motion: sighting.observation.foreground,
                regions: regions, still: still, crops: [], input: []))
    }

    /// The line of a frame, and one for each of its detections, best first.
    mutating func writeAnalysed(
        _ frame: borrowing Frame, picture: PictureHash, _ sighting: borrowing Sighting,
        _ result: FrameDetector.Result, to json: inout CanonicalJSON
    ) {
        collectRegions(of: sighting)
        json.line(
            FrameRecord(
                stream: stream, frame: frame.index, pts: frame.time?.pts, time: frame.time?.seconds, picture: picture,
                decode: frame.pace.name, gate: .detect, reason: sighting.decision.reason.rawValue,
                motion: sighting.observation.foreground,
                regions: regions, still: still, crops: result.regions, input: result.inputs,
                droppedCandidates: result.detections.dropped))
        var index = 0
        for candidate in result.detections.fates.indices where result.detections.fates[candidate] == .detected {
            write(candidate, of: result.detections, frame: frame.index, index: index, to: &json)
            index += 1
        }
    }

    private mutating func write(
        _ index: Int, of detections: Detections, frame: Int, index rank: Int, to json: inout CanonicalJSON
    ) {
        collectSuppressed(by: index, in: detections.fates)
        let candidate = detections.candidates[index]
        json.line(
            DetectionLine(
                stream: stream, frame: frame, index: rank, class: classes[candidate.classIndex],
                score: candidate.score, threshold: thresholds[candidate.classIndex], box: candidate.box,
                crop: candidate.crop, level: candidate.level,
                cell: DetectionRecord.Cell(x: candidate.column, y: candidate.row), rawClass: candidate.rawClass,
                rawObjectness: candidate.rawObjectness, suppressed: suppressed))
    }

    private mutating func collectRegions(of sighting: borrowing Sighting) {
        regions.removeAll(keepingCapacity: true)
        for index in sighting.observation.regions.indices {
            let region = sighting.observation.regions[index]
            regions.append(
                MovingRegion(
                    box: region.box, area: region.area, centroidX: region.centroidX, centroidY: region.centroidY,
                    age: region.age))
        }
        still.removeAll(keepingCapacity: true)
        for index in sighting.still.indices {
            let region = sighting.still[index]
            still.append(
                StillArea(
                    id: region.id, box: region.box, area: region.area, since: region.onset, kind: region.kind.rawValue))
        }
    }

    /// Rejected candidates count from 0, best first, whatever they gave way to.
    private mutating func collectSuppressed(by keeper: Int, in fates: [Detections.Fate]) {
        suppressed.removeAll(keepingCapacity: true)
        var rank = 0
        for index in fates.indices where fates[index] != .detected {
            if fates[index] == .suppressed(by: keeper) { suppressed.append(rank) }
            rank += 1
        }
    }
}

/// Why a frame was not looked at, as the log says it, where it was not the gate's doing.
enum SkipReason {
    /// The decoder reported damage here or since the last keyframe.
    static let decodeError = "decode-error"
    /// Nobody would have looked at it, so that it was not decoded.
    static let notDecoded = "not-decoded"
    /// The gate would have let it through, but there is no detector.
    static let noModel = "no-model"
}
