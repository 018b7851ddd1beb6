/// Pixels by what the truth and a hypothesis say of them, over any number of frames, and the figures of CDnet 2014.
///
/// Counts are summed before ratios are taken. A ratio whose denominator is 0 is nil: it is not known.
///
/// - Source: CDnet 2014 (Wang et al., CVPR workshops 2014), section 4.1, and the comparator of changedetection.net.
public struct ChangeCounts: Sendable, Hashable {
    /// Motion that was found.
    public var truePositives = 0
    /// What was taken for motion and is static or shadow.
    public var falsePositives = 0
    /// Motion that was not found.
    public var falseNegatives = 0
    /// Static or shadow that was not taken for motion.
    public var trueNegatives = 0
    /// The false positives that are shadow.
    public var shadowFalsePositives = 0
    /// All pixels of shadow that counted.
    public var shadow = 0
    /// Pixels that do not count, as nobody can tell whether they move.
    public var unknown = 0
    /// Pixels that do not count, as they are outside the region of interest.
    public var outside = 0

    /// No pixels.
    public init() {}

    /// Adds the pixels of other frames.
    public static func += (sum: inout ChangeCounts, other: ChangeCounts) {
        sum.truePositives += other.truePositives
        sum.falsePositives += other.falsePositives
        sum.falseNegatives += other.falseNegatives
        sum.trueNegatives += other.trueNegatives
        sum.shadowFalsePositives += other.shadowFalsePositives
        sum.shadow += other.shadow
        sum.unknown += other.unknown
        sum.outside += other.outside
    }

    /// How many pixels counted: the sum of the four kinds.
    public var counted: Int { truePositives + falsePositives + falseNegatives + trueNegatives }

    /// TP / (TP + FN), 0…1.
    public var recall: Double? { ratio(truePositives, truePositives + falseNegatives) }

    /// TN / (TN + FP), 0…1.
    public var specificity: Double? { ratio(trueNegatives, trueNegatives + falsePositives) }

    /// FP / (FP + TN), 0…1.
    public var falsePositiveRate: Double? { ratio(falsePositives, falsePositives + trueNegatives) }

    /// FN / (TP + FN), 0…1.
    public var falseNegativeRate: Double? { ratio(falseNegatives, truePositives + falseNegatives) }

    /// 100 · (FN + FP) / (TP + FN + FP + TN), 0…100.
    public var percentageOfWrongClassifications: Double? { ratio(100 * (falseNegatives + falsePositives), counted) }

    /// 2 · TP / (2 · TP + FP + FN), 0…1.
    ///
    /// That is 2 · P · R / (P + R) wherever the latter is defined. It is defined, and 0, also where nothing was found: a
    /// hypothesis does not get away with finding nothing.
    public var fMeasure: Double? { ratio(2 * truePositives, 2 * truePositives + falsePositives + falseNegatives) }

    /// TP / (TP + FP), 0…1.
    public var precision: Double? { ratio(truePositives, truePositives + falsePositives) }

    /// The share of shadow that was taken for motion, 0…1: CDnet's FPR-S.
    public var shadowFalsePositiveRate: Double? { ratio(shadowFalsePositives, shadow) }

    private func ratio(_ part: Int, _ whole: Int) -> Double? { whole == 0 ? nil : Double(part) / Double(whole) }
}
