import TestSupport
import Testing
import VigieCore

@testable import VigieTracking

@Suite struct SimilarityTests {
    private func rectangle(_ x: Double, _ y: Double, _ width: Double, _ height: Double) -> Rectangle {
        Rectangle(left: x, top: y, right: x + width, bottom: y + height)
    }

    // Beside each other, 1 of 3 wide: IoU 1/3, heights alike.
    // The lower half of the other: IoU 1/2, heights 1/2.
    // Corner to corner by a half: IoU 1/7, heights 1/3.
    @Test(
        arguments: [
            ((0, 0, 2, 4), (1, 0, 2, 4), 1.0 / 3), ((0, 0, 2, 4), (0, 2, 2, 2), 0.25),
            ((0, 0, 2, 2), (1, 1, 2, 2), 1.0 / 21), ((0, 0, 2, 2), (2, 0, 2, 2), 0), ((0, 0, 2, 2), (0, 0, 2, 2), 1),
        ] as [((Double, Double, Double, Double), (Double, Double, Double, Double), Double)])
    func heightsCountBesideAreas(
        a: (Double, Double, Double, Double), b: (Double, Double, Double, Double), similarity: Double
    ) {
        let (a, b) = (rectangle(a.0, a.1, a.2, a.3), rectangle(b.0, b.1, b.2, b.3))
        #expect(abs(a.heightIoU(with: b) - similarity) < 1e-12)
        #expect(a.heightIoU(with: b) == b.heightIoU(with: a))
    }

    // Two boxes of width 2 that are 1 apart; grown by a half each, they are 4 wide and overlap by 1.
    @Test func grownBoxesMeetAcrossAGap() {
        let (a, b) = (rectangle(0, 0, 2, 4), rectangle(3, 0, 2, 4))
        #expect(a.heightIoU(with: b) == 0)
        #expect(abs(a.grown(by: 0.5).heightIoU(with: b.grown(by: 0.5)) - 1.0 / 7) < 1e-12)
    }

    @Test func onlyWhatCanTouchIsLookedAtAndNothingOfItIsMissed() {
        var random = SeededRandom(seed: 3)
        func number(_ range: ClosedRange<Float>) -> Float { .random(in: range, using: &random) }
        for _ in 0..<200 {
            let detections = (0..<Int.random(in: 0...40, using: &random)).map { _ in
                TrackerDetection(
                    box: Box(x: number(0...300), y: 0, width: number(1...60), height: 20), score: 1)
            }
            var candidates = Candidates()
            var scale = ScoreScale(birth: 0)
            scale.begin(with: detections)
            candidates.prepare(detections, scale)
            let buffer = Double(number(0...0.5))
            let area = rectangle(Double(number(0...300)), 0, Double(number(1...60)), 20).grown(by: buffer)
            var near: Set<Int> = []
            var place = candidates.firstPlace(near: area, buffer: buffer)
            while let index = candidates.detection(at: place, near: area, buffer: buffer) {
                near.insert(index)
                place += 1
            }
            let touching = detections.indices.filter {
                area.heightIoU(with: Rectangle(detections[$0].box).grown(by: buffer)) > 0
            }
            #expect(near.isSuperset(of: touching))
        }
    }
}
