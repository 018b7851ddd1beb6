public import VigieLog

/// How well a clip's change detection does.
public struct ChangeResult: Sendable, Hashable {
    /// Which frames counted.
    public let alignment: TruthAlignment
    /// Each frame that counted, in their order; at least one.
    public let frames: [ChangeMeasurement.Frame]
    /// How many frames the clip has.
    public let clipFrames: Int
    /// How many masks that would count belong to no frame of the clip, as they lie beyond one of its ends.
    public let framesOutside: Int
    /// The pixels of all frames.
    public let total: ChangeCounts

    init(alignment: TruthAlignment, frames: [ChangeMeasurement.Frame], clipFrames: Int, framesOutside: Int) {
        self.alignment = alignment
        self.frames = frames
        self.clipFrames = clipFrames
        self.framesOutside = framesOutside
        total = frames.reduce(into: ChangeCounts()) { $0 += $1.counts }
    }

    /// CDnet's seven figures, in its order, and the rate of false positives in shadow; each with its JSON key.
    public static func figures(of counts: ChangeCounts) -> [(name: String, key: String, value: Double?)] {
        [
            ("recall", "recall", counts.recall),
            ("specificity", "specificity", counts.specificity),
            ("false positive rate", "false_positive_rate", counts.falsePositiveRate),
            ("false negative rate", "false_negative_rate", counts.falseNegativeRate),
            (
                "percentage of wrong classifications", "percentage_of_wrong_classifications",
                counts.percentageOfWrongClassifications
            ),
            ("F-measure", "f_measure", counts.fMeasure),
            ("precision", "precision", counts.precision),
            ("false positive rate in shadow", "shadow_false_positive_rate", counts.shadowFalsePositiveRate),
        ]
    }
}

extension ChangeResult: CanonicalValue {
    /// Writes the counts and figures as one canonical JSON object, null for figures that are not defined.
    public func write(to json: inout CanonicalJSON) {
        json.object {
            $0.member("alignment", alignment)
            $0.member("counts", total)
            $0.member(
                "figures",
                Dictionary(uniqueKeysWithValues: Self.figures(of: total).map { ($0.key, $0.value) }))
            $0.member(
                "frames",
                [
                    "clip": clipFrames, "counted": frames.count, "outside_clip": framesOutside,
                    "without_truth": alignment.numbersWithoutMask,
                ])
        }
    }
}

extension TruthAlignment: CanonicalValue {
    /// Writes `from`, `offset` and `to` as one object.
    public func write(to json: inout CanonicalJSON) {
        json.object {
            $0.member("from", range.lowerBound)
            $0.member("offset", offset)
            $0.member("to", range.upperBound)
        }
    }
}

extension ChangeCounts: CanonicalValue {
    /// Writes all counts as one object.
    public func write(to json: inout CanonicalJSON) {
        json.object {
            $0.member("counted", counted)
            $0.member("false_negatives", falseNegatives)
            $0.member("false_positives", falsePositives)
            $0.member("outside", outside)
            $0.member("shadow", shadow)
            $0.member("shadow_false_positives", shadowFalsePositives)
            $0.member("true_negatives", trueNegatives)
            $0.member("true_positives", truePositives)
            $0.member("unknown", unknown)
        }
    }
}
