public import VigieCore

/// A look at how a person holds themselves: one line for each, in the frames and for the tracks that rules asked for.
public struct PoseRecord: Sendable, Hashable {
    /// Where a joint was found.
    public struct Keypoint: Sendable, Hashable {
        /// In pixels of the upright frame; may lie outside it.
        public var x, y: Float
        /// The height of the heatmap's peak; no probability.
        public var score: Float

        /// Takes the values as they are.
        public init(x: Float, y: Float, score: Float) {
            self.x = x
            self.y = y
            self.score = score
        }
    }

    /// Unique in the log; see `id(stream:frame:index:)`.
    public var id: String
    /// The stream's name in this log.
    public var stream: String
    /// Index of the frame.
    public var frame: Int
    /// The id of the person's track.
    public var track: String
    /// The track's box in that frame, which the look goes by, in pixels of the upright frame.
    public var box: Box
    /// XXH3 of the network's input, for each view that it saw: as in the frame, and turned to the right and to the left where
    /// the first did not show the trunk.
    public var input: [PictureHash]
    /// The view that counts: `none`, `clockwise` or `counterclockwise`.
    public var turn: String
    /// In the order of the model's manifest.
    public var keypoints: [Keypoint]
    /// What the measures say, such as `lying`.
    public var posture: String
    /// What the posture was told by.
    public var measures: [String: EventRecord.Measure]

    /// Takes the values as they are.
    public init(
        id: String, stream: String, frame: Int, track: String, box: Box, input: [PictureHash], turn: String,
        keypoints: [Keypoint], posture: String, measures: [String: EventRecord.Measure]
    ) {
        self.id = id
        self.stream = stream
        self.frame = frame
        self.track = track
        self.box = box
        self.input = input
        self.turn = turn
        self.keypoints = keypoints
        self.posture = posture
        self.measures = measures
    }

    /// The name of a frame's look number `index`, counted from 0.
    public static func id(stream: String, frame: Int, index: Int) -> String { "\(stream)/\(frame)/p\(index)" }
}

extension PoseRecord: CanonicalValue {
    /// Writes the record as one canonical JSON object.
    public func write(to json: inout CanonicalJSON) {
        json.object {
            $0.member("box", box)
            $0.member("frame", frame)
            $0.member("id", id)
            $0.member("input", input)
            $0.member("keypoints", keypoints)
            $0.member("measures", measures)
            $0.member("posture", posture)
            $0.member("stream", stream)
            $0.member("track", track)
            $0.member("turn", turn)
            $0.member("type", "pose")
        }
    }
}

extension PoseRecord: Decodable {}

/// `[x, y, score]`; null for a number that was not finite.
extension PoseRecord.Keypoint: CanonicalValue, Decodable {
    /// Writes an array of three numbers, each the shortest decimal of its fp32.
    public func write(to json: inout CanonicalJSON) {
        json.array {
            $0.element(x)
            $0.element(y)
            $0.element(score)
        }
    }

    /// Reads an array of three numbers; null becomes NaN.
    ///
    /// - Throws: `DecodingError` where it is another value.
    public init(from decoder: any Decoder) throws {
        let numbers = try [Float?](from: decoder).expecting(3, from: decoder).map { $0 ?? .nan }
        self.init(x: numbers[0], y: numbers[1], score: numbers[2])
    }
}
