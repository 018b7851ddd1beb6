public import VigieCore

/// What a posture is told by. Lengths are in units of the person's own trunk, so that distance does not matter.
///
/// Only + − × ÷ √ and comparisons of fp32: the same on every CPU.
public struct PostureMeasures: Sendable, Equatable {
    /// The lowest score of shoulders and hips.
    public var trunkScore: Float
    /// How far the middle of the shoulders is above that of the hips, over the distance between them: the cosine of the
    /// trunk's angle from the vertical. 1 upright, 0 lying, −1 on the head; nil where the distance is 0.
    public var trunkRise: Float?
    /// How far the knees that are seen are below the middle of the hips, on average, in lengths of the trunk; nil where
    /// neither is seen.
    public var kneeDrop: Float?
    /// As `kneeDrop`, of the ankles.
    public var ankleDrop: Float?
    /// The knees' drop over that of the ankles: about a half where legs are straight, from whatever height the camera looks
    /// down; nil where either is not seen, or the ankles are not below the hips.
    public var thighShare: Float?
    /// Width over height of the person's box: a hint for people, which decides nothing.
    public var boxAspect: Float

    /// Takes the values as they are.
    public init(
        trunkScore: Float, trunkRise: Float?, kneeDrop: Float? = nil, ankleDrop: Float? = nil, thighShare: Float? = nil,
        boxAspect: Float
    ) {
        self.trunkScore = trunkScore
        self.trunkRise = trunkRise
        self.kneeDrop = kneeDrop
        self.ankleDrop = ankleDrop
        self.thighShare = thighShare
        self.boxAspect = boxAspect
    }

    /// Measures a pose.
    ///
    /// - Parameters:
    ///   - box: The person's, in pixels of the frame; its height must be positive.
    ///   - seen: The score from which on a keypoint is seen.
    public init(_ pose: Pose, box: Box, seen: Float = PostureThresholds().score) {
        trunkScore = pose.trunkScore
        boxAspect = box.width / box.height
        let shoulderX = 0.5 * (pose[.leftShoulder].x + pose[.rightShoulder].x)
        let shoulderY = 0.5 * (pose[.leftShoulder].y + pose[.rightShoulder].y)
        let hipX = 0.5 * (pose[.leftHip].x + pose[.rightHip].x)
        let hipY = 0.5 * (pose[.leftHip].y + pose[.rightHip].y)
        let (dx, dy) = (hipX - shoulderX, hipY - shoulderY)
        let trunk = (dx * dx + dy * dy).squareRoot()
        guard trunk > 0 else { return }
        trunkRise = dy / trunk
        kneeDrop = Self.drop(pose[.leftKnee], pose[.rightKnee], below: hipY, seen: seen).map { $0 / trunk }
        ankleDrop = Self.drop(pose[.leftAnkle], pose[.rightAnkle], below: hipY, seen: seen).map { $0 / trunk }
        if let kneeDrop, let ankleDrop, ankleDrop > 0 { thighShare = kneeDrop / ankleDrop }
    }

    private static func drop(_ left: Keypoint, _ right: Keypoint, below y: Float, seen: Float) -> Float? {
        switch (left.score >= seen, right.score >= seen) {
        case (true, true): 0.5 * (left.y + right.y) - y
        case (true, false): left.y - y
        case (false, true): right.y - y
        case (false, false): nil
        }
    }
}

extension PostureMeasures {
    /// A measure by the name that logs have for it, beside what `Posture` compares it with.
    public struct Named: Sendable, Equatable {
        /// Such as `trunk_rise`.
        public var name: String
        /// What it came to.
        public var value: Float
        /// What it is compared with; nil for a hint.
        public var threshold: Float?
    }

    /// Those that there are, in alphabetical order.
    public func named(_ thresholds: PostureThresholds = PostureThresholds()) -> [Named] {
        var named: [Named] = []
        func add(_ name: String, _ value: Float?, _ threshold: Float?) {
            if let value { named.append(Named(name: name, value: value, threshold: threshold)) }
        }
        add("ankle_drop", ankleDrop, thresholds.ankleDrop)
        add("box_aspect", boxAspect, nil)
        add("knee_drop", kneeDrop, thresholds.kneeDrop)
        add("thigh_share", thighShare, thresholds.thighShare)
        add("trunk_rise", trunkRise, thresholds.trunkRise)
        add("trunk_score", trunkScore, thresholds.score)
        return named
    }
}
