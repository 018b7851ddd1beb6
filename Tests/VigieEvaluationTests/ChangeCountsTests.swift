import Testing
import VigieEvaluation

@Suite struct ChangeCountsTests {
    /// The figures of changedetection.net's own formulas, by hand: TP 6, FP 2, FN 4, TN 88.
    @Test func figuresAreThoseOfTheFormulas() {
        var counts = ChangeCounts()
        counts.truePositives = 6
        counts.falsePositives = 2
        counts.falseNegatives = 4
        counts.trueNegatives = 88
        counts.shadow = 8
        counts.shadowFalsePositives = 1
        #expect(counts.recall == 0.6)
        #expect(counts.specificity == 88.0 / 90)
        #expect(counts.falsePositiveRate == 2.0 / 90)
        #expect(counts.falseNegativeRate == 0.4)
        #expect(counts.percentageOfWrongClassifications == 6)
        #expect(counts.precision == 0.75)
        // 2 · 0.75 · 0.6 / (0.75 + 0.6) = 0.9 / 1.35
        #expect(counts.fMeasure == 12.0 / 18)
        #expect(counts.shadowFalsePositiveRate == 0.125)
    }

    @Test func aRatioOfNothingIsNotKnown() {
        let counts = ChangeCounts()
        #expect(ChangeResult.figures(of: counts).allSatisfy { $0.value == nil })
    }

    /// Nothing is foreground: what was found cannot be right or wrong, but the F-measure is as bad as it gets.
    @Test func findingNothingHasNoPrecisionAndAnFMeasureOf0() {
        var counts = ChangeCounts()
        counts.falseNegatives = 3
        counts.trueNegatives = 5
        #expect(counts.precision == nil)
        #expect(counts.fMeasure == 0)
        #expect(counts.recall == 0)
        #expect(counts.specificity == 1)
    }

    @Test func nothingToFindHasNoRecall() {
        var counts = ChangeCounts()
        counts.trueNegatives = 5
        #expect(counts.recall == nil)
        #expect(counts.falseNegativeRate == nil)
        #expect(counts.fMeasure == nil)
        #expect(counts.percentageOfWrongClassifications == 0)
    }

    @Test func countsAreSummedBeforeRatiosAreTaken() {
        var (a, b) = (ChangeCounts(), ChangeCounts())
        a.truePositives = 1
        b.truePositives = 1
        b.falseNegatives = 8
        a += b
        // 2 of 10, where the mean of both would be (1 + 1/9) / 2.
        #expect(a.recall == 0.2)
    }
}
