public import VigieCore

/// What the tracker knows of one object after a step.
public struct TrackedObject: Sendable, Hashable {
    /// How far a track has come.
    public enum State: String, Sendable, Hashable {
        /// Seen too seldom to be believed.
        case tentative
        /// Believed, and seen in this step.
        case confirmed
        /// Believed, but not seen in this step: the box is a prediction.
        case lost
        /// Given up: the track is not told of again.
        case removed
    }

    /// How a detection came to be a track's.
    public enum Match: String, Sendable, Hashable {
        /// No track claimed it: the track begins.
        case new
        /// A sure detection, near where the object was expected.
        case predicted
        /// An unsure detection, near where the object was expected.
        case weak
        /// A sure detection, near where the object was last seen.
        case recovered
    }

    /// The detection that was taken for the object, and how close that decision was.
    public struct Association: Sendable, Hashable {
        /// The detection's index in what the step was given.
        public var detection: Int
        /// How it was found; costs are comparable among equal ones.
        public var match: Match
        /// One less the similarity, 0…1; nil where the track begins.
        public var cost: Float?
        /// What the cost had to be below; nil where the track begins.
        public var limit: Float?
        /// The least cost at which the track could have had another detection of its kind, or another track this one;
        /// nil where neither was possible. It may be less than `cost`, as the sum over all tracks decides.
        public var runnerUp: Float?
    }

    /// Counts the stream's tracks from 0, in the order in which they begin.
    public var id: Int
    /// The class of all its detections.
    public var classIndex: Int
    /// How far it has come.
    public var state: State
    /// Whether `state` is another than after the step before, or this is the first.
    public var isChanged: Bool
    /// Where it is, in pixels: estimated with the detection, or predicted where there is none.
    public var box: Box
    /// The detection that was taken for it; nil where it was not seen.
    public var association: Association?
    /// The score of its last detection, on the detector's scale.
    public var score: Float
    /// Seconds of media time since its first detection.
    public var age: Double
    /// How many detections it has had.
    public var hits: Int

    /// Whether a detection was taken for it in this step; where not, `box` is a prediction.
    public var isMeasured: Bool { association != nil }
}

/// What a step of the tracker tells; given to the next step again, it keeps its memory.
public struct TrackerOutput: Sendable {
    /// The tracks in the order of their ids, those that were given up in this step included.
    public internal(set) var tracks: [TrackedObject] = []
    /// By how much the picture was taken to have moved because the camera did, in pixels.
    public internal(set) var shift = SIMD2<Double>.zero
    /// What a sure detection scores on the detector's scale; nil before the first detection.
    public internal(set) var scoreScale: Float?
    /// The number of detections that nothing could be done with: see `TrackerDetection.isUsable`.
    public internal(set) var unusable = 0

    /// Nothing yet.
    public init() {}
}
