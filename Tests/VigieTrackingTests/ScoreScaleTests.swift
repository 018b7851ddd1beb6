import Testing
import VigieCore

@testable import VigieTracking

@Suite struct ScoreScaleTests {
    private func detections(_ scores: [Float]) -> [TrackerDetection] {
        scores.map { TrackerDetection(box: Box(x: 0, y: 0, width: 1, height: 1), score: $0) }
    }

    // Of ten scores the ninth is that which four fifths are below.
    @Test func theFirstFrameIsTheFirstScale() {
        var scale = ScoreScale(birth: 0, sure: 0)
        scale.begin(with: [])
        #expect(scale.value == nil && scale.relative(0.5) == 0)
        scale.begin(with: detections([5, 1, 9, 3, 7, 0, 8, 2, 6, 4, .nan]))
        #expect(scale.value == 8)
        #expect(scale.relative(4) == 0.5 && scale.relative(9) == 1 && scale.relative(-1) == 0)
    }

    @Test func scoresOfWhatProvedToBeThereReplaceIt() {
        var scale = ScoreScale(birth: 0, sure: 0)
        scale.begin(with: detections([9, 9]))
        for _ in 0..<5 { scale.add(0.5) }
        scale.settle()
        scale.begin(with: detections([9, 9]))
        #expect(scale.value == 0.5)
    }

    @Test func theOldestScoreIsForgotten() {
        var scale = ScoreScale(birth: 0, sure: 0)
        for score in 0..<2000 { scale.add(Float(score)) }
        scale.settle()
        // The last 256 are 1744...1999, and 1744 + ⌊0.8 · 256⌋ = 1948.
        #expect(scale.value == 1948)
    }

    // A detector whose scores are negative, as a margin may be: nothing is sure.
    @Test func aScaleIsPositive() {
        var scale = ScoreScale(birth: 0, sure: 0)
        scale.begin(with: detections([-1, -2]))
        #expect(scale.value == nil && scale.relative(-1) == 0 && scale.relative(1) == 0)
    }
}
