import Testing
import VigieCore

@Suite struct BoxTests {
    @Test func iouOfHalfOverlappingSquaresIsAThird() {
        // Two 2×2 squares that share 2 of 6 square pixels.
        let a = Box(x: 0, y: 0, width: 2, height: 2)
        let b = Box(x: 1, y: 0, width: 2, height: 2)
        #expect(a.iou(with: b) == Float(1) / 3)
        #expect(b.iou(with: a) == Float(1) / 3)
    }

    @Test func boxesThatTouchDoNotOverlap() {
        #expect(Box(x: 0, y: 0, width: 2, height: 2).iou(with: Box(x: 2, y: 0, width: 2, height: 2)) == 0)
    }

    @Test func emptyBoxesHaveNoIoU() {
        let empty = Box(x: 1, y: 1, width: 0, height: 0)
        #expect(empty.iou(with: empty) == 0)
    }

    @Test func clampingCutsAtThePictureAndNeverTurnsInsideOut() {
        let frame: (Float, Float) = (10, 8)
        #expect(
            Box(x: -2, y: 6, width: 4, height: 4).clamped(width: frame.0, height: frame.1)
                == Box(x: 0, y: 6, width: 2, height: 2))
        #expect(Box(x: 20, y: 20, width: 4, height: 4).clamped(width: frame.0, height: frame.1).area == 0)
    }
}

@Suite struct InputMappingTests {
    @Test func stretchedCornersMapToTheRegionsCorners() {
        let input = InputSpecification(width: 416, height: 416, order: .bgr, resize: .stretch)
        let mapping = InputMapping(region: Region(x: 100, y: 50, width: 832, height: 208), input: input)
        #expect(
            mapping.frameBox(left: 0, top: 0, right: 416, bottom: 416) == Box(x: 100, y: 50, width: 832, height: 208))
    }

    @Test(arguments: [
        // 768×576 → r = 416/768; 576·416/768 = 312
        (768, 576, 416, 312), (576, 768, 312, 416), (416, 416, 416, 416), (3000, 1, 416, 1), (7, 3000, 1, 416),
    ])
    func letterboxKeepsTheAspect(width: Int, height: Int, contentWidth: Int, contentHeight: Int) {
        let input = InputSpecification(width: 416, height: 416, order: .bgr, resize: .letterbox(padding: 114))
        let content = InputMapping.contentSize(of: Region(x: 0, y: 0, width: width, height: height), in: input)
        #expect(content.width == contentWidth)
        #expect(content.height == contentHeight)
    }
}

@Suite struct DigestTests {
    @Test func sha256OfTheEmptyStringIsThePublishedOne() {
        #expect(Digest(of: []).hex == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
    }

    @Test func sha256InPiecesEqualsSHA256InOne() {
        var builder = DigestBuilder()
        builder.update(Array("ab".utf8))
        builder.update(Array("c".utf8))
        #expect(builder.finish() == Digest(of: Array("abc".utf8)))
    }

    @Test(arguments: ["", "abc", String(repeating: "G", count: 64), String(repeating: "A", count: 64)])
    func textThatIsNoDigestIsRefused(text: String) { #expect(Digest(hex: text) == nil) }

    @Test func pictureHashInPiecesEqualsTheHashInOne() {
        let bytes: [UInt8] = (0..<1000).map { UInt8(truncatingIfNeeded: $0 * 7) }
        var hasher = PictureHasher()
        bytes.withUnsafeBytes { all in
            hasher.update(UnsafeRawBufferPointer(rebasing: all[..<333]))
            hasher.update(UnsafeRawBufferPointer(rebasing: all[333...]))
        }
        #expect(hasher.finish() == bytes.withUnsafeBytes { PictureHash(of: $0) })
    }

    @Test func pictureHashIsXXH3AsPublished() {
        // XXH3_64bits of no bytes, seed 0, as in the algorithm's own test vectors.
        #expect(PictureHash(of: UnsafeRawBufferPointer(start: nil, count: 0)).description == "2d06800538d394c2")
    }
}
