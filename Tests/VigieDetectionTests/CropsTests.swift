import Testing
import VigieCore
import VigieDetection

@Suite struct CropsTests {
    private let input = InputSpecification(width: 320, height: 320, order: .rgb, resize: .stretch)

    private func regions(_ crops: Crops, _ width: Int, _ height: Int) throws -> [[Int]] {
        try crops.layout(frameWidth: width, frameHeight: height, input: input).regions
            .map { [$0.x, $0.y, $0.width, $0.height] }
    }

    @Test func offIsTheWholeFrame() throws {
        #expect(try regions(.off, 768, 576) == [[0, 0, 768, 576]])
    }

    @Test func tilesAreSpreadEvenlyAndFlushWithTheEdges() throws {
        // ⌈(768 − 64) / 256⌉ = 3 columns, ⌈(576 − 64) / 256⌉ = 2 rows.
        #expect(
            try regions(.tiles(overlap: 64), 768, 576) == [
                [0, 0, 320, 320], [224, 0, 320, 320], [448, 0, 320, 320],
                [0, 256, 320, 320], [224, 256, 320, 320], [448, 256, 320, 320],
            ])
    }

    @Test func theFullFrameComesFirst() throws {
        let tiles = try regions(.tiles(overlap: 64, fullFrame: true), 768, 576)
        #expect(tiles.count == 7)
        #expect(tiles[0] == [0, 0, 768, 576])
    }

    @Test func aFrameThatOneTileCoversIsOneRegion() throws {
        #expect(try regions(.tiles(), 320, 320) == [[0, 0, 320, 320]])
        #expect(try regions(.tiles(), 200, 100) == [[0, 0, 200, 100]])
    }

    @Test func aFrameNarrowerThanATileGetsSquaresOfItsSide() throws {
        #expect(
            try regions(.tiles(overlap: 0), 700, 300) == [
                [0, 0, 300, 300], [200, 0, 300, 300], [400, 0, 300, 300],
            ])
    }

    @Test(arguments: [(1920, 1080), (769, 577), (321, 1), (5000, 333)], [(320, 64), (320, 319), (100, 0), (7, 3)])
    func tilesCoverEveryPixelAndOverlapEnough(frame: (Int, Int), tile: (Int, Int)) throws {
        let crops = Crops.tiles(side: tile.0, overlap: tile.1)
        let regions = try crops.layout(frameWidth: frame.0, frameHeight: frame.1, input: input).regions
        for (length, spans) in [
            (frame.0, Set(regions.map { [$0.x, $0.width] })), (frame.1, Set(regions.map { [$0.y, $0.height] })),
        ] {
            let sorted = spans.sorted { $0[0] < $1[0] }
            #expect(sorted[0][0] == 0)
            #expect(sorted.last![0] + sorted.last![1] == length)
            for (one, next) in zip(sorted, sorted.dropFirst()) {
                #expect(one[0] + one[1] - next[0] >= min(tile.1, one[1] - 1), "\(one) \(next)")
            }
        }
    }

    @Test func anOverlapAsLargeAsTheTileIsRefused() {
        #expect(throws: DetectionError.self) { try regions(.tiles(side: 100, overlap: 100), 700, 700) }
        #expect(throws: DetectionError.self) { try regions(.tiles(side: 0), 700, 700) }
        #expect(throws: DetectionError.self) { try regions(.tiles(overlap: -1), 700, 700) }
    }

    @Test func boxesAreClampedToTheirTileAndKnowWhetherTheyAreCut() throws {
        let decode = #"{"rule": "yolox", "strides": [16], "output": "out"}"#
        let manifest = try Fixture.manifest(Fixture.json(decode: decode, side: 64))
        var detector = try Detector(manifest: manifest, crops: .tiles(overlap: 0))
        let layout = try detector.layout(frameWidth: 112, frameHeight: 64)
        #expect(layout.regions.map(\.x) == [0, 48])
        /// A box 16 pixels wide around x, from the first of 4 × 4 cells.
        func place(_ x: Float, crop: Int) throws -> Candidate {
            let output: [Float] = [x / 16, 2, 0, 0, 1, 1, 0] + Array(repeating: 0, count: 15 * 7)
            return try #require(detector.candidates([output], crop: crop, of: layout).first)
        }
        let whole = try place(32, crop: 0)
        #expect(whole.box.edges == [24, 24, 40, 40])
        #expect(!whole.isCut)
        // A cell's width from the right edge, and one pixel closer.
        #expect(try !place(40, crop: 0).isCut)
        #expect(try place(41, crop: 0).isCut)
        let cut = try place(60, crop: 0)
        #expect(cut.box.edges == [52, 24, 64, 40] && cut.isCut)
        // The left edge of the left tile is the frame's own.
        let atFrame = try place(4, crop: 0)
        #expect(atFrame.box.edges == [0, 24, 12, 40])
        #expect(!atFrame.isCut)
        let right = try place(4, crop: 1)
        #expect(right.box.edges == [48, 24, 60, 40])
        #expect(right.isCut && right.crop == 1)
    }

    @Test func aCutBoxThatANeighbourShowsAsWellIsDropped() throws {
        let decode = #"{"rule": "yolox", "strides": [16], "output": "out"}"#
        let manifest = try Fixture.manifest(Fixture.json(decode: decode, side: 64))
        var detector = try Detector(manifest: manifest, crops: .tiles(overlap: 16))
        let layout = try detector.layout(frameWidth: 112, frameHeight: 64)
        /// How many boxes stay of one so wide, its centre at x in the left tile.
        func count(x: Float, width: Float) -> Int {
            // The network gives the logarithm of the width in cells.
            let logarithm: Float = width == 16 ? 0 : width == 64 ? 1.3862944 : .nan
            let output: [Float] = [x / 16, 2, logarithm, 0, 1, 1, 0] + Array(repeating: 0, count: 15 * 7)
            return detector.candidates([output], crop: 0, of: layout).count
        }
        #expect(count(x: 32, width: 16) == 1)
        // From 52 to the tile's edge at 64: the right tile begins at 48.
        #expect(count(x: 60, width: 16) == 0)
        // From 16 to 64: the right tile shows less of it.
        #expect(count(x: 48, width: 64) == 1)
    }

    @Test func tilesOverlapByHalfTheirSide() throws {
        // ⌈(768 − 160) / 160⌉ = 4 columns, ⌈(576 − 160) / 160⌉ = 3 rows.
        #expect(try regions(.tiles(), 768, 576).count == 12)
    }
}
