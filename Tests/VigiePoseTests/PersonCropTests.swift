import Testing
import VigieCore
import VigiePose

@Suite struct PersonCropTests {
    /// An input of 12 × 16 in a frame of 100 × 100, unless said otherwise.
    private func cropped(_ box: Box, _ turn: ViewTurn = .none, frame: Int = 100) -> PersonCrop? {
        PersonCrop(box: box, turn: turn, inputWidth: 12, inputHeight: 16, frameWidth: frame, frameHeight: frame)
    }

    @Test func aSlenderBoxIsWidenedAndGrownByAQuarter() throws {
        // 32 high wants 24 wide; × 1.25 = 40 × 30, about (50, 50).
        let crop = try #require(cropped(Box(x: 48, y: 34, width: 4, height: 32)))
        #expect(crop.whole == Region(x: 35, y: 30, width: 30, height: 40))
        #expect(crop.visible == crop.whole)
        #expect(crop.content == Region(x: 0, y: 0, width: 12, height: 16))
    }

    @Test func aBroadBoxIsHeightened() throws {
        // 24 wide wants 32 high; × 1.25.
        let crop = try #require(cropped(Box(x: 38, y: 48, width: 24, height: 4)))
        #expect(crop.whole == Region(x: 35, y: 30, width: 30, height: 40))
    }

    @Test func aTurnedViewHasTheShapeOfTheInputTurned() throws {
        let crop = try #require(cropped(Box(x: 34, y: 48, width: 32, height: 4), .clockwise))
        #expect(crop.whole == Region(x: 30, y: 35, width: 40, height: 30))
        #expect((crop.canvasWidth, crop.canvasHeight) == (16, 12))
    }

    @Test func behindTheFramesEdgeTheInputStaysBlack() throws {
        // As the first, 50 to the left and 50 up: half of it lies in the frame.
        let crop = try #require(cropped(Box(x: -2, y: -16, width: 4, height: 32)))
        #expect(crop.whole == Region(x: -15, y: -20, width: 30, height: 40))
        #expect(crop.visible == Region(x: 0, y: 0, width: 15, height: 20))
        #expect(crop.content == Region(x: 6, y: 8, width: 6, height: 8))
    }

    @Test(arguments: [
        Box(x: 0, y: 0, width: 0, height: 10), Box(x: 0, y: 0, width: .nan, height: 10),
        Box(x: .infinity, y: 0, width: 10, height: 10), Box(x: 0, y: 0, width: 1e30, height: 1e30),
        Box(x: 200, y: 0, width: 4, height: 32), Box(x: 0, y: -80, width: 4, height: 32),
    ])
    func aBoxWithoutPixelsHasNoCrop(box: Box) {
        #expect(cropped(box) == nil)
    }

    @Test func aBoxOfAPixelIsACrop() throws {
        // 1 × 1 wants 1 × 4/3; × 1.25 = 1.25 × 1.67.
        let crop = try #require(cropped(Box(x: 0, y: 0, width: 1, height: 1), frame: 1))
        #expect(crop.visible == Region(x: 0, y: 0, width: 1, height: 1))
        #expect(crop.content.width >= 1 && crop.content.height >= 1)
    }

    /// The corner of the input whose pixel shows the frame's top left: so placed and mapped back, it is where it was.
    @Test(arguments: zip(ViewTurn.allCases, [(0, 0), (11, 0), (0, 15)]))
    func whatIsPlacedIsMappedBack(turn: ViewTurn, corner: (x: Int, y: Int)) throws {
        let crop = try #require(cropped(Box(x: 40, y: 40, width: 20, height: 20), turn))
        let (first, columnStep, rowStep) = crop.placement(inputWidth: 12)
        #expect(first == corner.y * 12 + corner.x)
        for (column, row) in [(0, 0), (3, 0), (0, 5), (11, 11)] {
            let place = first + column * columnStep + row * rowStep
            let point = crop.framePoint(x: Float(place % 12) + 0.5, y: Float(place / 12) + 0.5)
            let scaleX = Float(crop.whole.width) / Float(crop.canvasWidth)
            let scaleY = Float(crop.whole.height) / Float(crop.canvasHeight)
            #expect(abs(point.x - (Float(crop.whole.x) + (Float(column) + 0.5) * scaleX)) < 1e-3)
            #expect(abs(point.y - (Float(crop.whole.y) + (Float(row) + 0.5) * scaleY)) < 1e-3)
        }
    }
}
