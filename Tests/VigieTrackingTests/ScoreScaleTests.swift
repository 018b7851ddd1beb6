import Testing
import VigieCore

@testable import VigieTracking

@Suite struct ScoreScaleTests {
    private func detections(_ scores: [Float]) -> [TrackerDetection] {
        scores.map { TrackerDetection(box: Box(x: 0, y: 0, width: 1, height: 1), score: $0) }
    }

    // Of ten scores the ninth is that which four fifths are below.
    @Test func theFirstFrameIsTheFirstScale() {
        var scale = ScoreScale(birth: 0)
        scale.begin(with: [])
        #expect(scale.value == nil && scale.relative(0.5) == 0)
        scale.begin(with: detections([5, 1, 9, 3, 7, 0, 8, 2, 6, 4, .nan]))
        #expect(scale.value == 8)
        #expect(scale.relative(4) == 0.5 && scale.relative(9) == 1 && scale.relative(-1) == 0)
    }

    @Test func scoresOfWhatProvedToBeThereReplaceIt() {
        var scale = ScoreScale(birth: 0)
        scale.begin(with: detections([9, 9]))
        for _ in 0..<5 { scale.add(0.5) }
        scale.settle()
        scale.begin(with: detections([9, 9]))
        #expect(scale.value == 0.5)
    }

    @Test func theOldestScoreIsForgotten() {
        var scale = ScoreScale(birth: 0)
        for score in 0..<2000 { scale.add(Float(score)) }
        scale.settle()
        // The last 256 are 1744...1999, and 1744 + ⌊0.8 · 256⌋ = 1948.
        #expect(scale.value == 1948)
    }

    // 85 of 100 score 10: four fifths are below 10, but a tenth is at 6, and 6 / 0.75 = 8. With 40 at 6 three tenths are
    // at 6, and 6 / 0.9 is less than 8.
    @Test(arguments: [(0, 10), (15, 8), (40, 6 / 0.9)] as [(Int, Float)])
    func scoresThatAreSpreadLowerIt(low: Int, value: Float) {
        var scale = ScoreScale(birth: 0.9)
        for index in 0..<100 { scale.add(index < low ? 6 : 10) }
        scale.settle()
        #expect(abs((scale.value ?? 0) - value) < 1e-5)
    }

    // A detector whose scores are negative, as a margin may be: nothing is sure.
    @Test func aScaleIsPositive() {
        var scale = ScoreScale(birth: 0)
        scale.begin(with: detections([-1, -2]))
        #expect(scale.value == nil && scale.relative(-1) == 0 && scale.relative(1) == 0)
    }
}
