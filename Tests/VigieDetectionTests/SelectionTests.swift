import TestSupport
import Testing
import VigieCore
import VigieDetection

private func candidate(
    _ score: Float, _ edges: [Float], classIndex: Int = 0, crop: Int = 0, index: Int = 0, isCut: Bool = false
) -> Candidate {
    Candidate(
        classIndex: classIndex, score: score,
        box: Box(left: edges[0], top: edges[1], right: edges[2], bottom: edges[3]),
        crop: crop, index: index, rawClass: score, isCut: isCut)
}

@Suite struct SelectionTests {
    private func merge(_ candidates: [Candidate], filter: DetectionFilter = DetectionFilter(), maximum: Int = 100)
        throws
        -> Detections
    {
        var detector = try Detector(manifest: Fixture.manifest(Fixture.json(maximum: maximum)), filter: filter)
        return detector.merge(candidates)
    }

    @Test func theBetterOfTwoThatOverlapStays() throws {
        // IoU 8 / 12 > 0.5.
        let result = try merge([candidate(0.5, [2, 0, 12, 1]), candidate(0.6, [0, 0, 10, 1])])
        #expect(result.kept == [Detection(candidate: 0, suppressed: [1])])
        #expect(result.candidates.map(\.score) == [0.6, 0.5])
    }

    @Test func anOverlapOfExactlyTheThresholdDoesNotSuppress() throws {
        // IoU 1 / 2.
        #expect(try merge([candidate(0.5, [0, 0, 1, 1]), candidate(0.6, [0, 0, 2, 1])]).kept.count == 2)
    }

    @Test func classesDoNotSuppressEachOther() throws {
        let result = try merge([candidate(0.5, [0, 0, 9, 9]), candidate(0.6, [0, 0, 9, 9], classIndex: 1)])
        #expect(result.kept.count == 2)
    }

    @Test func whatWasSuppressedSuppressesNothing() throws {
        // A chain: 1 overlaps 0, 2 overlaps 1 but not 0.
        let result = try merge([
            candidate(0.9, [0, 0, 10, 1]), candidate(0.8, [3, 0, 13, 1]), candidate(0.7, [6, 0, 16, 1]),
        ])
        #expect(result.kept.map(\.candidate) == [0, 2])
        #expect(result.kept.map(\.suppressed) == [[1], []])
    }

    @Test func eachGivesWayToTheBestThatOverlapsIt() throws {
        // 2 overlaps both that stay.
        let result = try merge([
            candidate(0.9, [0, 0, 10, 1]), candidate(0.8, [5, 0, 15, 1]), candidate(0.7, [2, 0, 13, 1]),
        ])
        #expect(result.kept.map(\.suppressed) == [[2], []])
    }

    @Test func equalScoresAreOrderedByPlaceThenClass() throws {
        let places = [(1, 0, 0), (0, 5, 0), (0, 4, 1), (0, 4, 0)].map {
            candidate(0.5, [0, 0, 1, 1], classIndex: $2, crop: $0, index: $1)
        }
        for order in [[0, 1, 2, 3], [3, 2, 1, 0], [2, 0, 3, 1]] {
            let result = try merge(order.map { places[$0] })
            #expect(result.candidates == [places[3], places[2], places[1], places[0]])
        }
    }

    @Test func theBestCandidatesOfEachCropEnter() throws {
        let result = try merge(
            [0.4, 0.6, 0.5].map { candidate($0, [0, 0, 1, 1]) } + [candidate(0.35, [0, 0, 1, 1], crop: 1)], maximum: 2)
        #expect(result.candidates.map(\.score) == [0.6, 0.5, 0.35])
        #expect(result.dropped == 1)
    }

    @Test func sizesAreOfTheLongerSideAndJudgedLast() throws {
        let filter = DetectionFilter(minimumSize: 10, maximumSize: 20)
        let result = try merge(
            [
                candidate(0.9, [0, 0, 9, 9]),
                // Suppressed by the one before, and not resurrected by its being too small.
                candidate(0.8, [0, 0, 9, 10]),
                candidate(0.7, [50, 0, 52, 10]),
                candidate(0.6, [50, 50, 71, 51]),
            ], filter: filter)
        #expect(result.kept.map(\.candidate) == [2])
        #expect(result.outsideSize.map(\.candidate) == [0, 3])
        #expect(result.outsideSize[0].suppressed == [1])
    }

    @Test func threeThousandCandidatesAreSelectedAlike() throws {
        // Rows of boxes ten wide, each one pixel from the last: order of arrival must not matter.
        let many = (0..<3000).map { place -> Candidate in
            let x = Float(place % 100)
            let y = Float(place / 100) * 20
            return candidate(Float((place * 7919) % 3000) / 3000, [x, y, x + 10, y + 10], index: place)
        }
        let one = try merge(many, maximum: 3000)
        let other = try merge(many.reversed(), maximum: 3000)
        #expect(one == other)
        #expect(one.kept.count + one.kept.map(\.suppressed.count).reduce(0, +) == 3000)
    }

    @Test(arguments: 0..<40 as Range<UInt64>) func selectionIsThatOfThePlainWay(seed: UInt64) throws {
        var random = SeededRandom(seed: seed)
        let sizes: ClosedRange<Float> = 6...18
        let filter = DetectionFilter(minimumSize: sizes.lowerBound, maximumSize: sizes.upperBound)
        var detector = try Detector(manifest: Fixture.manifest(Fixture.json(maximum: 40)), filter: filter)
        var detections = Detections()
        // Frame after frame with the same memory, with few scores, so that many are equal.
        for count in [0, 1, 31, 32, 33, 300] {
            var candidates = (0..<count).map { index in
                let (x, y) = (Float.random(in: 0...60, using: &random), Float.random(in: 0...60, using: &random))
                return candidate(
                    Float(Int.random(in: 1...20, using: &random)) / 20,
                    [
                        x, y, x + Float(Int.random(in: 1...20, using: &random)),
                        y + Float(Int.random(in: 1...20, using: &random)),
                    ], classIndex: Int.random(in: 0...1, using: &random), crop: Int.random(in: 0...3, using: &random),
                    index: index, isCut: Bool.random(using: &random))
            }
            let expected = SelectionOracle.detections(of: candidates, maximum: 40, overlap: 0.5, sizes: sizes)
            detector.merge(&candidates, into: &detections)
            #expect(detections.candidates == expected.candidates)
            #expect(detections.kept == expected.kept)
            #expect(detections.outsideSize == expected.outsideSize)
            #expect(detections.dropped == expected.dropped)
        }
    }

    @Test func nothingOfAnEarlierFrameIsLeft() throws {
        var detector = try Detector(manifest: Fixture.manifest(Fixture.json(maximum: 2)))
        var many = (0..<5).map { candidate(0.9, [0, 0, 9, 9], crop: $0 % 2, index: $0) }
        var few = [candidate(0.5, [0, 0, 1, 1]), candidate(0.4, [0, 0, 1, 1], crop: 1, index: 1)]
        var detections = Detections()
        detector.merge(&many, into: &detections)
        detector.merge(&few, into: &detections)
        #expect(detections == detector.merge(few))
        #expect(detections.dropped == 0 && detections.kept == [Detection(candidate: 0, suppressed: [1])])
    }
}

/// Two tiles side by side, the left one's right part shown again by the right one.
@Suite struct CropMergeTests {
    private func merge(_ candidates: [Candidate]) throws -> Detections {
        var detector = try Detector(manifest: Fixture.manifest(Fixture.json()))
        return detector.merge(candidates)
    }

    @Test func theSameBoxFromTwoCropsIsOneDetection() throws {
        let result = try merge([candidate(0.9, [0, 0, 10, 10]), candidate(0.8, [0, 0, 10, 11], crop: 1)])
        #expect(result.kept == [Detection(candidate: 0, suppressed: [1])])
    }

    @Test func aCutBoxAndTheWholeOneAreOneDetection() throws {
        // The tile shows 4 of 10 columns: IoU 0.4, but all of the cut box lies in the whole one.
        for scores in [(Float(0.9), Float(0.5)), (0.5, 0.9)] {
            let cut = candidate(scores.0, [0, 0, 4, 10], isCut: true)
            let result = try merge([cut, candidate(scores.1, [0, 0, 10, 10], crop: 1)])
            #expect(result.kept == [Detection(candidate: 0, suppressed: [1])])
        }
    }

    @Test func aWholeBoxInsideALargerStays() throws {
        let result = try merge([candidate(0.9, [0, 0, 10, 10]), candidate(0.5, [0, 0, 4, 10], crop: 1)])
        #expect(result.kept.count == 2)
    }

    @Test func aCutBoxThatOnlyTouchesAnotherStays() throws {
        let result = try merge([
            candidate(0.9, [0, 0, 10, 10], crop: 1), candidate(0.8, [8, 0, 18, 10], isCut: true),
        ])
        #expect(result.kept.count == 2)
    }

    @Test func withinACropCutBoxesAreAsOthers() throws {
        let result = try merge([
            candidate(0.9, [0, 0, 4, 10], isCut: true), candidate(0.8, [0, 0, 10, 10]),
            candidate(0.3, [20, 0, 21, 1], crop: 1),
        ])
        #expect(result.kept.count == 3)
    }

    @Test func whatABoxSuppressedIsHandedOnWithIt() throws {
        let result = try merge([
            candidate(0.9, [0, 0, 10, 10], crop: 1), candidate(0.8, [0, 0, 4, 10], isCut: true),
            candidate(0.7, [0, 0, 4, 9], isCut: true),
        ])
        #expect(result.kept == [Detection(candidate: 0, suppressed: [1, 2])])
    }
}

@Suite struct FilterTests {
    private let manifest: ModelManifest

    init() throws {
        let json = Fixture.json(classes: ["person", "car", "cart"], perClass: #"{"car": 0.6}"#)
        manifest = try Fixture.manifest(json)
    }

    @Test func theNarrowerWordWins() throws {
        #expect(try DetectionFilter().thresholds(for: manifest) == [0.3, 0.6, 0.3])
        #expect(try DetectionFilter(score: 0.5).thresholds(for: manifest) == [0.5, 0.5, 0.5])
        #expect(try DetectionFilter(score: 0.5, perClass: ["cart": 0.1]).thresholds(for: manifest) == [0.5, 0.5, 0.1])
        #expect(try DetectionFilter(classes: ["car"]).thresholds(for: manifest) == [.infinity, 0.6, .infinity])
    }

    @Test func anUnknownClassIsAUsageErrorWithNearNames() {
        let error = #expect(throws: DetectionError.self) {
            try DetectionFilter(classes: ["person", "Cat"]).thresholds(for: manifest)
        }
        #expect(error == .unknownClass(name: "Cat", model: "test", near: ["car", "cart"]))
        #expect(error?.description == "the model test has no class 'Cat'; did you mean car or cart?")
        #expect(error?.exitCode == .usage)
        let far = DetectionError.unknownClass(name: "zebra", model: "test", near: [])
        #expect(throws: far) { try DetectionFilter(perClass: ["zebra": 0.1]).thresholds(for: manifest) }
        #expect(far.description == "the model test has no class 'zebra'; 'vigie model info test' lists them")
    }

    @Test func impossibleWishesAreRefused() {
        #expect(throws: DetectionError.self) { try DetectionFilter(score: 1.5).thresholds(for: manifest) }
        #expect(throws: DetectionError.self) { try DetectionFilter(score: .nan).thresholds(for: manifest) }
        #expect(throws: DetectionError.self) { try DetectionFilter(classes: []).thresholds(for: manifest) }
        #expect(throws: DetectionError.self) {
            try Detector(manifest: manifest, filter: DetectionFilter(minimumSize: 30, maximumSize: 20))
        }
    }
}
