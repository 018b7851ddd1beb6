public import VigiePose

/// How an object was seen to hold itself in one frame.
public struct SeenPosture: Sendable, Equatable {
    /// One of all that were seen in a stream.
    public struct Place: Sendable, Hashable {
        /// Index of the frame.
        public var frame: Int
        /// Index among the frame's `Scene.postures`.
        public var index: Int

        /// Takes the values as they are.
        public init(frame: Int, index: Int) {
            self.frame = frame
            self.index = index
        }
    }

    /// The object's track id.
    public var object: Int
    /// What the measures say.
    public var posture: Posture
    /// What the posture was told by.
    public var measures: PostureMeasures

    /// Takes the values as they are.
    public init(object: Int, posture: Posture, measures: PostureMeasures) {
        self.object = object
        self.posture = posture
        self.measures = measures
    }
}
