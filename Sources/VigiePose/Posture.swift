/// How a person holds themselves, as far as keypoints in a picture tell.
///
/// By `PostureMeasures` and `PostureThresholds`; docs/posture.md has the rule, its figures and its limits.
public enum Posture: String, Sendable, CaseIterable {
    /// The trunk is upright, and legs that are seen hang.
    case upright
    /// The trunk is upright and the legs do not hang, or it leans down and they do.
    case seatedOrCrouched = "seated-or-crouched"
    /// The trunk lies, and legs that are seen do not hang.
    case lying
    /// The trunk is not seen well enough, has no direction in the picture, or stands on its head.
    case unknown

    /// What the measures say.
    ///
    /// Monotone: upright is above seated or crouched, and that above lying. Of two people who differ in one measure only,
    /// none of them unknown, the one with the greater measure is never called the lower.
    public init(_ measures: PostureMeasures, thresholds: PostureThresholds = PostureThresholds()) {
        guard measures.trunkScore >= thresholds.score, let rise = measures.trunkRise, rise >= -thresholds.trunkRise
        else {
            self = .unknown
            return
        }
        let legs = measures.legsHang(thresholds)
        if rise > thresholds.trunkRise {
            self = legs == false ? .seatedOrCrouched : .upright
        } else {
            self = legs == true ? .seatedOrCrouched : .lying
        }
    }
}

extension PostureMeasures {
    /// Whether the legs hang as those of someone who stands do: no measure of them is below its threshold; nil where they
    /// are not seen.
    fileprivate func legsHang(_ thresholds: PostureThresholds) -> Bool? {
        guard kneeDrop != nil || ankleDrop != nil else { return nil }
        func hangs(_ value: Float?, _ threshold: Float) -> Bool { value.map { $0 >= threshold } ?? true }
        return hangs(kneeDrop, thresholds.kneeDrop) && hangs(ankleDrop, thresholds.ankleDrop)
            && hangs(thighShare, thresholds.thighShare)
    }
}

/// What postures are told apart by.
public struct PostureThresholds: Sendable, Equatable {
    /// A keypoint with at least this score is seen.
    public var score: Float
    /// A trunk that rises by more than this share of its length is upright; one that rises by less, and sinks by no more,
    /// lies. 0.5 is 60° from the vertical.
    public var trunkRise: Float
    /// Knees that are at least so far below the hips, in lengths of the trunk, hang.
    public var kneeDrop: Float
    /// Ankles that are at least so far below the hips, in lengths of the trunk, hang.
    public var ankleDrop: Float
    /// Thighs that are at least this share of the way from the hips down to the ankles hang; less is a lap.
    public var thighShare: Float

    /// By default as measured in docs/posture.md.
    public init(
        score: Float = 0.3, trunkRise: Float = 0.5, kneeDrop: Float = 0.3, ankleDrop: Float = 0.6,
        thighShare: Float = 0.4
    ) {
        self.score = score
        self.trunkRise = trunkRise
        self.kneeDrop = kneeDrop
        self.ankleDrop = ankleDrop
        self.thighShare = thighShare
    }
}
