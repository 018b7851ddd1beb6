import TestSupport
import Testing
import VigieCore
import VigieMotion
import VigieVideo

/// A scene of 320 × 180 cells of one pixel, in which a bright square of 30 × 30 stands after 30 frames of background.
@Suite struct RegionTests {
    private static let square = Box(x: 100, y: 60, width: 30, height: 30)

    private static func isInside(_ box: Box, _ x: Int, _ y: Int) -> Bool {
        Float(x) >= box.left && Float(x) < box.right && Float(y) >= box.top && Float(y) < box.bottom
    }

    private static func observation(
        format: String = "yuv420p", scale: Int = 1, masks: [Polygon] = [], orientation: Orientation = Orientation(),
        look: (y: Int, u: Int, v: Int) = (220, 128, 128)
    ) throws -> (MotionObservation, mask: [UInt8], grid: (width: Int, height: Int, cell: Int)) {
        let scene = Scene(format, width: 320 * scale, height: 180 * scale) { x, y in
            (texture(x / scale, y / scale), 120, 135)
        }
        scene.area = (100 * scale..<130 * scale, 60 * scale..<90 * scale)
        var analyser = MotionAnalyser(masks: masks)
        var observation = MotionObservation()
        try analyser.run(scene, frames: 0..<33, orientation: orientation, into: &observation) { frame, x, y in
            frame >= 30 && isInside(square, x / scale, y / scale) ? look : nil
        }
        return (observation, analyser.mask, analyser.grid)
    }

    @Test func aSquareIsFoundWhereItIs() throws {
        let (observation, mask, grid) = try Self.observation()
        #expect(grid == (320, 180, 1))
        #expect(!observation.isSettling)
        let region = try #require(observation.regions.first)
        #expect(observation.regions.count == 1)
        // Clean-up may move an edge by a cell, and rounds the corners.
        #expect(region.box.iou(with: Self.square) > 0.85)
        #expect(abs(region.area - 900) < 90)
        #expect(abs(region.centroidX - 115) < 0.51 && abs(region.centroidY - 75) < 0.51)
        #expect(region.age == 3)
        #expect(Float(mask.reduce(0) { $0 + Int($1) }) == region.area)
        #expect(observation.foreground == region.area / (320 * 180))
        #expect(observation.maskedForeground == 0)
    }

    /// Six pixels make a cell of a picture six times as large.
    @Test func regionsAreInPixelsOfTheFrame() throws {
        let (observation, _, grid) = try Self.observation(scale: 6)
        #expect(grid == (320, 180, 6))
        let region = try #require(observation.regions.first)
        #expect(region.box.iou(with: Box(x: 600, y: 360, width: 180, height: 180)) > 0.85)
        #expect(abs(region.area - 32400) < 3240)
        #expect(abs(region.centroidX - 690) < 3.1 && abs(region.centroidY - 450) < 3.1)
    }

    @Test(arguments: ["nv12", "yuv420p10le", "p010le", "yuyv422", "yuv444p", "rgb24", "bgra", "gray", "gray10le"])
    func everyPixelFormatIsRead(format: String) throws {
        let (observation, _, _) = try Self.observation(format: format)
        #expect(observation.regions.count == 1)
        #expect(observation.regions.first.map { $0.box.iou(with: Self.square) > 0.8 } == true)
    }

    /// Luma says the same of all formats of 8 and 10 bits, to the bit.
    @Test(arguments: ["nv12", "yuv420p10le", "p010le", "yuv444p", "yuyv422"])
    func lumaDoesNotDependOnTheFormat(format: String) throws {
        for (width, height) in [(640, 360), (1000, 562), (333, 250)] where format != "yuyv422" || width % 2 == 0 {
            var lumas: [[UInt8]] = []
            for name in ["yuv420p", format] {
                let scene = Scene(name, width: width, height: height) { x, y in (texture(x, y), 128, 128) }
                var analyser = MotionAnalyser()
                var observation = MotionObservation()
                try analyser.run(scene, frames: 0..<1, into: &observation)
                lumas.append(analyser.luma)
            }
            #expect(lumas[0] == lumas[1] && !lumas[0].isEmpty)
        }
    }

    /// Turned by a quarter to the right, the stored column 100…130 is a row from the top, and the stored row is counted from
    /// the right.
    @Test func turnedFramesAreUpright() throws {
        let turned = Orientation(isTransposed: true, mirrorsStoredX: false, mirrorsStoredY: true)
        let (observation, mask, grid) = try Self.observation(orientation: turned)
        #expect(grid == (180, 320, 1))
        let region = try #require(observation.regions.first)
        #expect(region.box.iou(with: Box(x: 90, y: 100, width: 30, height: 30)) > 0.85)
        #expect(mask[115 * 180 + 105] == 1 && mask[75 * 180 + 115] == 0)
        #expect(region.age == 3)
    }

    @Test func mirroredFramesCountWhatIsLeftOverFromTheOtherSide() throws {
        // 641 pixels are 320 cells of two; mirrored, the odd column is the first.
        let scene = Scene(width: 641, height: 360) { x, y in (texture(x / 2, y / 2), 128, 128) }
        scene.area = (200..<260, 120..<180)
        var analyser = MotionAnalyser()
        var observation = MotionObservation()
        try analyser.run(
            scene, frames: 0..<33, orientation: Orientation(mirrorsStoredX: true), into: &observation
        ) { frame, x, y in
            frame >= 30 && (200..<260).contains(x) && (120..<180).contains(y) ? (220, 128, 128) : nil
        }
        let region = try #require(observation.regions.first)
        #expect(abs(region.centroidX - (641 - 230)) < 1.1)
    }

    @Test func maskedCellsMakeNoRegion() throws {
        let left = Polygon([.init(x: 0, y: 0), .init(x: 0.5, y: 0), .init(x: 0.5, y: 1), .init(x: 0, y: 1)])
        let (observation, mask, _) = try Self.observation(masks: [left])
        #expect(observation.regions.isEmpty && observation.foreground == 0 && !mask.contains(1))
        #expect(abs(observation.maskedForeground - 900 / (160 * 180)) < 0.004)
    }

    @Test func aMaskTakesNothingFromElsewhere() throws {
        let right = Polygon([.init(x: 0.5, y: 0), .init(x: 1, y: 0), .init(x: 1, y: 1), .init(x: 0.5, y: 1)])
        let (observation, _, _) = try Self.observation(masks: [right])
        #expect(observation.regions.count == 1 && observation.maskedForeground == 0)
        #expect(abs(observation.foreground - 900 / (160 * 180)) < 0.004)
    }

    /// Three fifths as bright, of the same colour: 128 + (120 − 128) · 0.6 and so on.
    @Test func aShadowIsNoRegion() throws {
        let scene = Scene(width: 320, height: 180) { x, y in (texture(x, y), 112, 144) }
        scene.area = (100..<130, 60..<90)
        var analyser = MotionAnalyser()
        var observation = MotionObservation()
        try analyser.run(scene, frames: 0..<40, into: &observation) { frame, x, y in
            frame >= 30 && Self.isInside(Self.square, x, y) ? (texture(x, y) * 6 / 10, 118, 138) : nil
        }
        #expect(observation.regions.isEmpty)
    }

    @Test func somethingDarkOfAnotherColourIsARegion() throws {
        let (observation, _, _) = try Self.observation(look: (60, 160, 90))
        #expect(observation.regions.count == 1)
    }

    @Test func polygonsFollowTheEvenOddRule() {
        let square = Polygon([.init(x: 0, y: 0), .init(x: 1, y: 0), .init(x: 1, y: 1), .init(x: 0, y: 1)])
        #expect(
            square.contains(x: 0.5, y: 0.5) && !square.contains(x: 1.5, y: 0.5) && !square.contains(x: -0.1, y: 0.5))
        let bow = Polygon([.init(x: 0, y: 0), .init(x: 1, y: 1), .init(x: 1, y: 0), .init(x: 0, y: 1)])
        #expect(bow.contains(x: 0.1, y: 0.5) && !bow.contains(x: 0.5, y: 0.1))
        #expect(!Polygon([]).contains(x: 0, y: 0) && !Polygon([.init(x: 0, y: 0)]).contains(x: 0, y: 0))
    }
}
