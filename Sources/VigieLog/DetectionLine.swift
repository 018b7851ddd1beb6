public import VigieCore

/// A `detection` line as the detector has it, in numbers: its ids and raw values become text in the log's own buffer only,
/// so that writing it allocates nothing. `DetectionRecord` is the same line as it is read.
public struct DetectionLine: Sendable {
    /// The stream's name in this log.
    public var stream: String
    /// Index of the frame.
    public var frame: Int
    /// Which of the frame's detections it is, counted from 0.
    public var index: Int
    /// The class's name as the model's manifest has it.
    public var `class`: String
    /// How sure the detector is, 0…1.
    public var score: Float
    /// The score that this class had to exceed, 0…1.
    public var threshold: Float
    /// Where, in pixels of the upright frame.
    public var box: Box
    /// Index into the frame's `crops`.
    public var crop: Int
    /// Stride of the network's grid that it comes from, in pixels of the network's input.
    public var level: Int
    /// The cell of that grid.
    public var cell: DetectionRecord.Cell
    /// The class's own score, as it left the network.
    public var rawClass: Float
    /// The objectness, where the network has one.
    public var rawObjectness: Float?
    /// Which of the frame's rejected candidates it suppressed, counted from 0.
    public var suppressed: [Int]

    /// Takes the values as they are.
    public init(
        stream: String, frame: Int, index: Int, class: String, score: Float, threshold: Float, box: Box, crop: Int,
        level: Int, cell: DetectionRecord.Cell, rawClass: Float, rawObjectness: Float?, suppressed: [Int]
    ) {
        self.stream = stream
        self.frame = frame
        self.index = index
        self.class = `class`
        self.score = score
        self.threshold = threshold
        self.box = box
        self.crop = crop
        self.level = level
        self.cell = cell
        self.rawClass = rawClass
        self.rawObjectness = rawObjectness
        self.suppressed = suppressed
    }
}

extension DetectionLine: CanonicalValue {
    /// Writes the same bytes as the `DetectionRecord` of these values. Allocates nothing but what the buffer grows by.
    public func write(to json: inout CanonicalJSON) {
        json.detection(
            id: CandidateID(stream: stream, frame: frame, index: index, isRejected: false), stream: stream,
            frame: frame, class: `class`, score: score, threshold: threshold, box: box, crop: crop, level: level,
            cell: cell, raw: RawScores(class: rawClass, objectness: rawObjectness),
            suppressed: RejectionIDs(stream: stream, frame: frame, indices: suppressed))
    }
}

/// `DetectionRecord.id(stream:frame:index:)` and `.rejectionID(stream:frame:index:)`.
struct CandidateID: CanonicalValue {
    let stream: String
    let frame, index: Int
    let isRejected: Bool

    func write(to json: inout CanonicalJSON) {
        json.string {
            $0.piece(stream)
            $0.piece("/")
            $0.piece(frame)
            $0.piece(isRejected ? "/r" : "/")
            $0.piece(index)
        }
    }
}

private struct RejectionIDs: CanonicalValue {
    let stream: String
    let frame: Int
    let indices: [Int]

    func write(to json: inout CanonicalJSON) {
        json.array {
            for place in indices.indices {
                $0.element(CandidateID(stream: stream, frame: frame, index: indices[place], isRejected: true))
            }
        }
    }
}

/// `DetectionRecord.raw` of the two names that there are.
private struct RawScores: CanonicalValue {
    let `class`: Float
    let objectness: Float?

    func write(to json: inout CanonicalJSON) {
        json.object {
            $0.member("class", `class`)
            if let objectness { $0.member("objectness", objectness) }
        }
    }
}
