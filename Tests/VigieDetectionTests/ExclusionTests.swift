import TestSupport
import Testing
import VigieCore
import VigieDetection

/// What a detector that explains itself tells of candidates that did not enter suppression.
@Suite struct ExclusionTests {
    private func candidate(
        _ score: Float, at x: Float, width: Float = 10, classIndex: Int = 0, crop: Int = 0, index: Int = 0,
        isCut: Bool = false, _ exclusion: Candidate.Exclusion? = nil
    ) -> Candidate {
        Candidate(
            classIndex: classIndex, score: score, box: Box(x: x, y: 0, width: width, height: 10), crop: crop,
            index: index, rawClass: score, isCut: isCut, exclusion: exclusion)
    }

    private func merge(_ candidates: [Candidate], maximum: Int = 100, filter: DetectionFilter = DetectionFilter())
        throws
        -> Detections
    {
        var detector = try Detector(
            manifest: Fixture.manifest(Fixture.json(maximum: maximum)), filter: filter, explainsRejections: true)
        return detector.merge(candidates)
    }

    @Test func whatLiesBesideADetectionSaysNothingNew() throws {
        let result = try merge([
            candidate(0.9, at: 0), candidate(0.2, at: 1, .belowThreshold), candidate(0.15, at: 50, .belowThreshold),
            // The same place again, and another class there.
            candidate(0.1, at: 51, .belowThreshold), candidate(0.1, at: 1, classIndex: 1, .belowThreshold),
        ])
        #expect(result.candidates.map(\.score) == [0.9])
        #expect(result.excluded.map(\.score) == [0.15, 0.1])
        #expect(result.excluded.map(\.classIndex) == [0, 1])
    }

    @Test func whatIsTooSmallAlsoStandsForItsNeighbours() throws {
        let result = try merge(
            [candidate(0.9, at: 0), candidate(0.2, at: 1, .belowThreshold)], filter: DetectionFilter(minimumSize: 50))
        #expect(result.outsideSize.count == 1)
        #expect(result.excluded.isEmpty)
    }

    @Test func candidatesBeyondTheLimitAreToldOf() throws {
        let result = try merge([candidate(0.9, at: 0), candidate(0.8, at: 50), candidate(0.7, at: 51)], maximum: 1)
        #expect(result.dropped == 2)
        #expect(result.excluded.map(\.score) == [0.8])
        #expect(result.excluded[0].exclusion == .beyondLimit)
    }

    @Test func noMoreAreToldOfThanMayEnter() throws {
        let many = (0..<9).map { candidate(0.1, at: Float($0) * 20, index: $0, .belowThreshold) }
        #expect(try merge(many, maximum: 4).excluded.map(\.index) == [0, 1, 2, 3])
    }

    @Test func aDetectorThatDoesNotExplainKeepsNothing() throws {
        var detector = try Detector(manifest: Fixture.manifest(Fixture.json(maximum: 1)))
        #expect(detector.merge([candidate(0.9, at: 0), candidate(0.8, at: 50)]).excluded.isEmpty)
    }

    @Test(arguments: [nil, 0.3, 0] as [Float?]) func floorsAreAShareOfTheThresholds(score: Float?) throws {
        let manifest = try Fixture.manifest(
            Fixture.json(decode: #"{"rule": "yolox", "strides": [8], "output": "out"}"#))
        // Four cells with one class score each; the threshold is 0.3, the floor a third of that.
        let output = [0.5, 0.2, 0.11, 0.09].flatMap { [0.5, 0.5, 0, 0, 1, $0, 0] as [Float] }
        var explaining = try Detector(
            manifest: manifest, filter: DetectionFilter(score: score), explainsRejections: true)
        var plain = try Detector(manifest: manifest, filter: DetectionFilter(score: score))
        let explained = try explaining.candidates([output])
        #expect(try plain.candidates([output]) == explained.filter { $0.exclusion == nil })
        let excluded = explained.filter { $0.exclusion == .belowThreshold }.map(\.score)
        #expect(excluded == (score == 0 ? [] : [0.2, 0.11]))
    }

    @Test func whatANeighbouringCropShowsIsToldOf() throws {
        let manifest = try Fixture.manifest(
            Fixture.json(decode: #"{"rule": "yolox", "strides": [8], "output": "out"}"#))
        let crops = Crops.tiles(side: 16, overlap: 8)
        var explaining = try Detector(manifest: manifest, crops: crops, explainsRejections: true)
        var plain = try Detector(manifest: manifest, crops: crops)
        let layout = try plain.layout(frameWidth: 24, frameHeight: 16)
        // Cells of 8 pixels: the two at the inner edge end there.
        let output = [0.5, 0.5, 0.5, 0.5].flatMap { [0.5, 0.5, 0, 0, 1, $0, 0] as [Float] }
        let explained = explaining.candidates([output], crop: 0, of: layout)
        #expect(explained.filter { $0.exclusion == .shownByNeighbour }.map(\.column) == [1, 1])
        #expect(explained.filter { $0.exclusion == nil } == plain.candidates([output], crop: 0, of: layout))
    }

    @Test(arguments: 0..<20 as Range<UInt64>) func explainingDecidesNothing(seed: UInt64) throws {
        var random = SeededRandom(seed: seed)
        let candidates = (0..<300).map { index in
            candidate(
                Float(Int.random(in: 1...20, using: &random)) / 20, at: .random(in: 0...60, using: &random),
                width: .random(in: 1...20, using: &random), classIndex: .random(in: 0...1, using: &random),
                crop: .random(in: 0...3, using: &random), index: index, isCut: .random(using: &random),
                [nil, .belowThreshold, .shownByNeighbour].randomElement(using: &random) ?? nil)
        }
        let explained = try merge(candidates, maximum: 20)
        var plain = try Detector(manifest: Fixture.manifest(Fixture.json(maximum: 20)))
        let expected = plain.merge(candidates.filter { $0.exclusion == nil })
        #expect(explained.candidates == expected.candidates)
        #expect(explained.fates == expected.fates)
        #expect(explained.dropped == expected.dropped)
    }
}

@Suite struct SuppressionTests {
    private func candidate(_ score: Float, _ edges: [Float], crop: Int = 0, isCut: Bool = false) -> Candidate {
        Candidate(
            classIndex: 0, score: score, box: Box(left: edges[0], top: edges[1], right: edges[2], bottom: edges[3]),
            crop: crop, rawClass: score, isCut: isCut)
    }

    private func merge(_ candidates: [Candidate]) throws -> Detections {
        var detector = try Detector(manifest: Fixture.manifest(Fixture.json()))
        return detector.merge(candidates)
    }

    @Test func theOverlapIsTheIoU() throws {
        // IoU 8 / 12.
        let result = try merge([candidate(0.6, [0, 0, 10, 1]), candidate(0.5, [2, 0, 12, 1])])
        #expect(result.suppression(of: 0, allowed: 0.5) == nil)
        #expect(
            result.suppression(of: 1, allowed: 0.5) == Suppression(keeper: 0, intermediate: nil, overlap: 8.0 / 12))
    }

    @Test func ofACutBoxTheOverlapIsItsShare() throws {
        let result = try merge([candidate(0.9, [0, 0, 10, 10], crop: 1), candidate(0.8, [0, 0, 4, 10], isCut: true)])
        #expect(result.suppression(of: 1, allowed: 0.5) == Suppression(keeper: 0, intermediate: nil, overlap: 1))
    }

    @Test func whatGaveWayToAnotherThatGaveWaySaysSo() throws {
        // 2 overlaps 1 by 6 / 10 and 0 not at all; 1 is cut, and 0 covers 6 of its 10 columns.
        let result = try merge([
            candidate(0.9, [0, 0, 6, 10], crop: 1), candidate(0.8, [0, 0, 10, 10], isCut: true),
            candidate(0.7, [4, 0, 10, 10]),
        ])
        #expect(result.fates == [.detected, .suppressed(by: 0), .suppressed(by: 0)])
        #expect(
            result.suppression(of: 2, allowed: 0.5) == Suppression(keeper: 0, intermediate: 1, overlap: 0.6))
    }
}
