import Foundation
import Testing
import VigieCore
import VigieDetection

/// Each family on outputs that are zero but for a cell whose box can be worked out by hand.
@Suite struct DecoderTests {
    // 16 × 16 pixels: 2 × 2 cells of stride 8, then 1 of stride 16. Two classes, 4 bins: 18 channels.
    @Test func distributionsMeanIsTheSideInStrides() throws {
        var detector = try Detector(manifest: Fixture.manifest(Fixture.json()))
        var output = Array(repeating: Float(0), count: 5 * 18)
        let row = 3 * 18  // cell (1, 1) of stride 8
        output[row + 1] = 0.75
        // left: all of it in bin 0; top: in bin 1; right: evenly in bins 0 and 1; bottom: evenly in all four, 1.5.
        for (side, bins) in [[50, 0, 0, 0], [0, 50, 0, 0], [50, 50, 0, 0], [0, 0, 0, 0]].enumerated() {
            for (bin, logit) in bins.enumerated() { output[row + 2 + 4 * side + bin] = Float(logit) }
        }
        let found = try detector.candidates([output])
        #expect(found.count == 1)
        let candidate = try #require(found.first)
        // The centre is (8, 8); 8 + 1.5 · 8 is clamped to 16.
        #expect(near(candidate.box.edges, [8, 0, 12, 16]))
        #expect(candidate.score == 0.75 && candidate.rawClass == 0.75 && candidate.rawObjectness == nil)
        #expect(
            (candidate.classIndex, candidate.level, candidate.column, candidate.row, candidate.index) == (1, 8, 1, 1, 3)
        )
    }

    @Test func distributionsCentreMayLieInTheMiddleOfTheCell() throws {
        let decode =
            #"{"rule": "distribution", "strides": [8], "bins": 2, "centre": 0.5, "scores": ["s"], "boxes": ["b"]}"#
        var detector = try Detector(manifest: Fixture.manifest(Fixture.json(decode: decode)))
        var scores = Array(repeating: Float(0), count: 4 * 2)
        scores[0] = 0.5
        // Two equal bins: each side is half a stride away.
        let found = try detector.candidates([scores, Array(repeating: 0, count: 4 * 8)])
        #expect(found.map(\.box.edges) == [[0, 0, 8, 8]])
    }

    @Test func everyClassOfACellAboveItsThresholdIsACandidate() throws {
        let manifest = try Fixture.manifest(Fixture.json(perClass: #"{"car": 0.9}"#))
        var detector = try Detector(manifest: manifest)
        var output = Array(repeating: Float(0), count: 5 * 18)
        // The one cell of stride 16, centre (0, 0), each side 1.5 · 16.
        output[4 * 18] = 0.4
        output[4 * 18 + 1] = 0.85
        #expect(try detector.candidates([output]).map(\.classIndex) == [0])
        output[4 * 18 + 1] = 0.95
        let both = try detector.candidates([output])
        #expect(both.map(\.classIndex) == [0, 1])
        #expect(both.map(\.level) == [16, 16] && both.map(\.index) == [4, 4])
    }

    @Test func distributionLevelsRoundUp() throws {
        // 20 pixels: ⌈20 / 8⌉² + ⌈20 / 16⌉² = 9 + 4 rows.
        var detector = try Detector(manifest: Fixture.manifest(Fixture.json(side: 20)))
        var output = Array(repeating: Float(0), count: 13 * 18)
        output[12 * 18] = 1
        let candidate = try #require(try detector.candidates([output]).first)
        #expect((candidate.level, candidate.column, candidate.row, candidate.index) == (16, 1, 1, 12))
    }

    @Test func yoloxMultipliesObjectnessAndClass() throws {
        let decode = #"{"rule": "yolox", "strides": [8, 16], "output": "out"}"#
        var detector = try Detector(manifest: Fixture.manifest(Fixture.json(decode: decode)))
        var output = Array(repeating: Float(0), count: 5 * 7)
        // Cell (1, 0) of stride 8: centre (1.25 · 8, 0.5 · 8), size (e⁰ · 8, 2 · 8).
        output.replaceSubrange(7..<14, with: [0.25, 0.5, 0, Float(log(2.0)), 0.8, 0.5, 0.3])
        let found = try detector.candidates([output], frameWidth: 16, frameHeight: 16)
        #expect(found.count == 1)
        let candidate = try #require(found.first)
        #expect(candidate.score == Float(0.4))
        #expect(candidate.rawClass == 0.5 && candidate.rawObjectness == 0.8)
        #expect(near(candidate.box.edges, [6, 0, 14, 12]))
        #expect((candidate.level, candidate.column, candidate.row) == (8, 1, 0))
    }

    @Test func fastestDetWeighsObjectnessAndClass() throws {
        let decode = #"{"rule": "fastestdet", "stride": 8, "output": "out"}"#
        var detector = try Detector(manifest: Fixture.manifest(Fixture.json(decode: decode)))
        var output = Array(repeating: Float(0), count: 4 * 7)
        // Cell (1, 1): centre ((1 + tanh 0.5) · 8, 8), size (16 · sigmoid 0, 16 · sigmoid −1).
        output.replaceSubrange(21..<28, with: [0.5, 0.5, 0, 0, -1, 0.9, 0.001])
        let candidate = try #require(try detector.candidates([output]).first)
        #expect(abs(candidate.score - Float(pow(0.5, 0.6) * pow(0.9, 0.4))) < 1e-6)
        #expect(candidate.rawClass == 0.9 && candidate.rawObjectness == 0.5)
        let x = Float((1 + tanh(0.5)) * 8)
        let half = Float(16 / (1 + exp(1.0)) / 2)
        #expect(near(candidate.box.edges, [x - 4, 8 - half, 16 - max(0, 16 - x - 4), 8 + half]))
    }

    @Test func letterboxedBoxesAreScaledByOneFactor() throws {
        let decode = #"{"rule": "yolox", "strides": [16], "output": "out"}"#
        let manifest = try Fixture.manifest(Fixture.json(decode: decode, resize: "letterbox"))
        var detector = try Detector(manifest: manifest)
        // Centre (8, 4), size (8, 4), in a frame of 64 × 32 that fills the upper half of 16 × 16.
        let output = [0.5, 0.25, Float(log(0.5)), Float(log(0.25)), 1, 1, 0]
        let candidate = try #require(try detector.candidates([output], frameWidth: 64, frameHeight: 32).first)
        #expect(near(candidate.box.edges, [16, 8, 48, 24]))
    }

    @Test func aBoxOutsideTheFrameIsNoCandidate() throws {
        let decode = #"{"rule": "yolox", "strides": [16], "output": "out"}"#
        var detector = try Detector(manifest: Fixture.manifest(Fixture.json(decode: decode)))
        #expect(try detector.candidates([[-5, 0, 0, 0, 1, 1, 0]]).isEmpty)
        #expect(try detector.candidates([[.nan, .nan, .nan, .nan, 1, 1, 0]]).isEmpty)
    }

    @Test func moreHitsThanExpectedAreAllFound() throws {
        let classes = (0..<200).map { "class \($0)" }
        let decode =
            #"{"rule": "distribution", "strides": [8], "bins": 2, "centre": 0, "scores": ["s"], "boxes": ["b"]}"#
        var detector = try Detector(
            manifest: Fixture.manifest(Fixture.json(decode: decode, classes: classes, side: 64)))
        let found = try detector.candidates([
            Array(repeating: 0.9, count: 64 * 200), Array(repeating: 0, count: 64 * 8),
        ])
        #expect(found.count == 64 * 200)
    }
}

@Suite struct SSDTests {
    static let decode = #"""
        {"rule": "ssd", "scores": "s", "boxes": "b", "scale_factors": [10, 10, 5, 5],
         "anchors": {"strides": [16, 32, 64, 128, 256, 512], "min_scale": 0.2, "max_scale": 0.95,
                     "aspect_ratios": [1, 2, 0.5, 3, 0.3333], "interpolated_aspect_ratio": 1,
                     "reduce_lowest_level": true}}
        """#
    /// 19² · 3 + (10² + 5² + 3² + 2² + 1²) · 6
    static let anchors = 1917

    private func candidate(_ index: Int, _ offsets: [Float]) throws -> Candidate? {
        let json = Fixture.json(decode: Self.decode, classes: ["person"], side: 300)
        var detector = try Detector(manifest: Fixture.manifest(json))
        var scores = Array(repeating: Float(0), count: Self.anchors)
        var boxes = Array(repeating: Float(0), count: Self.anchors * 4)
        scores[index] = 0.5
        boxes.replaceSubrange(4 * index..<4 * index + 4, with: offsets)
        return try detector.candidates([scores, boxes]).first
    }

    @Test func anchorsAreThoseOfTensorFlow() throws {
        // Cell (1, 0) of 19 × 19: its three anchors have scale 0.1, then 0.2 with ratio 2 and ½.
        let x = Float(1.5 * 300 / 19)
        let y = Float(0.5 * 300 / 19)
        let first = try #require(try candidate(3, [0, 0, 0, 0]))
        #expect(near(first.box.edges, [x - 15, max(0, y - 15), x + 15, y + 15]))
        #expect((first.level, first.column, first.row, first.index) == (16, 1, 0, 3))
        let wide = try #require(try candidate(4, [0, 0, 0, 0]))
        #expect(near([wide.box.right], [x + 30 * Float(2).squareRoot()]))
        let high = try #require(try candidate(5, [0, 0, 0, 0]))
        #expect(near([high.box.bottom], [y + 30 * Float(2).squareRoot()]))
        // The middle cell of 5 × 5, level 2: scale 0.2 + 0.75 · 2 / 5 = 0.5, the next 0.65.
        let middle = 1083 + 600 + (2 * 5 + 2) * 6
        let square = try #require(try candidate(middle, [0, 0, 0, 0]))
        #expect(near(square.box.edges, [75, 75, 225, 225]))
        #expect((square.level, square.column, square.row) == (64, 2, 2))
        let between = try #require(try candidate(middle + 5, [0, 0, 0, 0]))
        let half = 150 * Float(0.5 * 0.65).squareRoot()
        #expect(near(between.box.edges, [150 - half, 150 - half, 150 + half, 150 + half], within: 1e-3))
        // The last: scale √(0.95 · 1), clamped by the frame.
        let last = try #require(try candidate(Self.anchors - 1, [0, 0, 0, 0]))
        let side = 150 * Float(0.95).squareRoot()
        #expect(near(last.box.edges, [150 - side, 150 - side, 150 + side, 150 + side], within: 1e-3))
    }

    @Test func offsetsMoveAndScaleTheAnchor() throws {
        // The anchor [75, 225]²; half its height down, a tenth of its width left; 1.2 times as wide, half as high.
        let middle = 1083 + 600 + (2 * 5 + 2) * 6
        let found = try candidate(middle, [5, -1, Float(5 * log(0.5)), Float(5 * log(1.2))])
        let box = try #require(found).box
        #expect(near(box.edges, [45, 187.5, 225, 262.5], within: 1e-3))
    }
}
