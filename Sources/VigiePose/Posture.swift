/// How a person holds themselves, as far as keypoints in a picture tell.
///
/// By `PostureMeasures` and `PostureThresholds`; docs/posture.md has the rule, its figures and its limits.
public enum Posture: String, Sendable, CaseIterable {
    /// The trunk is upright, and legs that are seen hang down.
    case upright
    /// The trunk is upright over folded legs, or leans down over legs that stand.
    case seatedOrCrouched = "seated-or-crouched"
    /// The trunk lies, and no leg that is seen stands.
    case lying
    /// The trunk is not seen well enough, has no direction in the picture, or stands on its head.
    case unknown

    /// What the measures say.
    ///
    /// Monotone: of two people who differ in one measure only, the one whose trunk rises more is never nearer to lying
    /// (as long as it does not stand on its head), and the one whose legs hang lower is never called lying or seated
    /// where the other is called upright.
    public init(_ measures: PostureMeasures, thresholds: PostureThresholds = PostureThresholds()) {
        guard measures.trunkScore >= thresholds.score, let rise = measures.trunkRise, rise >= -thresholds.trunkRise
        else {
            self = .unknown
            return
        }
        let kneesHang = measures.kneeDrop.map { $0 >= thresholds.kneeDrop }
        let anklesHang = measures.ankleDrop.map { $0 >= thresholds.ankleDrop }
        if rise > thresholds.trunkRise {
            self = kneesHang == false || anklesHang == false ? .seatedOrCrouched : .upright
        } else {
            self = kneesHang == true || anklesHang == true ? .seatedOrCrouched : .lying
        }
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

    /// By default as measured in docs/posture.md.
    public init(score: Float = 0.3, trunkRise: Float = 0.5, kneeDrop: Float = 0.45, ankleDrop: Float = 0.95) {
        self.score = score
        self.trunkRise = trunkRise
        self.kneeDrop = kneeDrop
        self.ankleDrop = ankleDrop
    }
}
