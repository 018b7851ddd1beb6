import TestSupport
import Testing
import VigieCore

@testable import VigieDetection

@Suite struct MotionCropsTests {
    /// Crops of 320 pixels in a frame of 1920 × 1080.
    private func regions(
        _ boxes: [Box], wholeFrame: Bool = false, limit: Int = 4, width: Int = 1920, height: Int = 1080
    ) -> [Region] {
        var crops = MotionCrops(side: 320, limit: limit)
        var layout = CropLayout(frameWidth: width, frameHeight: height, regions: [])
        crops.arrange(Attention(wholeFrame: wholeFrame, boxes: boxes), in: &layout)
        return layout.regions
    }

    private let whole = Region(x: 0, y: 0, width: 1920, height: 1080)

    private func box(_ x: Float, _ y: Float, _ side: Float = 40) -> Box { Box(x: x, y: y, width: side, height: side) }

    @Test func aSmallBoxGetsACropAroundItAtNativeScale() {
        // The box with its margin of 16 + 40 / 4 spans 974…1066 and 474…566; (974 + 1066 − 320) / 2 = 860, to the next 16.
        #expect(regions([box(1000, 500)]) == [Region(x: 864, y: 368, width: 320, height: 320)])
    }

    @Test func boxesThatFitShareACropAndOthersDoNot() {
        #expect(regions([box(1000, 500), box(1100, 560)]).count == 1)
        #expect(regions([box(1000, 500), box(100, 100)]).count == 2)
    }

    @Test func aCropStaysInTheFrame() {
        #expect(regions([box(0, 0)]) == [Region(x: 0, y: 0, width: 320, height: 320)])
        #expect(regions([box(1880, 1040)]) == [Region(x: 1600, y: 760, width: 320, height: 320)])
    }

    @Test func aLargeBoxGetsALargerSquare() {
        // 400 + 2 · (16 + 100) = 632, to the next 16.
        let found = regions([box(500, 300, 400)])
        #expect(found.map { [$0.width, $0.height] } == [[640, 640]])
    }

    @Test func whatFillsTheFrameIsLookedAtWhole() {
        #expect(regions([Box(x: 100, y: 100, width: 1700, height: 800)]) == [whole])
    }

    @Test func thereAreNoMoreCropsThanTheLimit() {
        let corners = [box(50, 50), box(900, 50), box(1800, 50), box(50, 1000), box(900, 1000), box(1800, 1000)]
        for limit in 1...6 { #expect(regions(corners, limit: limit).count <= limit) }
        #expect(regions(corners, limit: 6).count == 6)
    }

    @Test func aSweepSeesTheWholeFrameFirst() {
        #expect(regions([box(1000, 500)], wholeFrame: true).first == whole)
        #expect(regions([], wholeFrame: true) == [whole])
        #expect(regions([]) == [whole])
    }

    @Test func aFrameSmallerThanACropIsLookedAtWhole() {
        #expect(regions([box(10, 10)], width: 300, height: 200) == [Region(x: 0, y: 0, width: 300, height: 200)])
    }

    @Test func manySmallChangesAreTheWholeFrame() {
        let boxes = (0..<100).map { box(Float($0 % 10) * 190, Float($0 / 10) * 100, 8) }
        #expect(regions(boxes) == [whole])
    }

    @Test(arguments: [1, 2, 3, 4, 5, 6, 7, 8])
    func everyBoxIsWholeInACrop(seed: UInt64) {
        var random = SeededRandom(seed: seed)
        let boxes = (0..<Int.random(in: 1...20, using: &random)).map { _ in
            let side = Float.random(in: 2...500, using: &random)
            return Box(
                x: Float.random(in: 0...(1920 - side), using: &random),
                y: Float.random(in: 0...(1080 - side), using: &random), width: side, height: side)
        }
        let found = regions(boxes)
        for box in boxes {
            #expect(
                found.contains {
                    box.left >= Float($0.x) && box.top >= Float($0.y) && box.right <= Float($0.x + $0.width)
                        && box.bottom <= Float($0.y + $0.height)
                }, "\(box) in \(found)")
        }
        for region in found where region != whole {
            #expect(region.width == region.height)
            #expect(
                region.x >= 0 && region.y >= 0 && region.x + region.width <= 1920 && region.y + region.height <= 1080)
        }
        #expect(Set(found).count == found.count)
    }

    @Test func theOrderOfTheBoxesDoesNotMatter() {
        let boxes = [box(50, 50), box(900, 50), box(1800, 50), box(50, 1000)]
        #expect(regions(boxes) == regions(boxes.reversed()))
    }
}
