import CFFmpeg
import Testing
import VigieCore

@testable import VigieVideo

private let palette = Palette(matrix: AVCOL_SPC_SMPTE170M)
private let hasFont = (try? GlyphAtlas(fontSize: 12)) != nil

/// Draws without text.
private func draw(_ annotations: [Annotation], on picture: Picture) {
    AnnotationPainter(pictureHeight: picture.rows(0), palette: palette, atlas: nil)
        .draw(annotations, caption: "", on: YUVCanvas(picture.frame))
}

private func annotation(_ box: Box, isBlurred: Bool = false, colourIndex: Int = 0) -> Annotation {
    Annotation(box: box, label: "person 0.83", colourIndex: colourIndex, isBlurred: isBlurred)
}

@Suite struct AnnotateDrawingTests {
    @Test func mosaicReplacesABlockByItsMean() throws {
        let picture = try Picture(width: 16, height: 8) { plane, x, _ in plane == 0 ? (x % 2 == 0 ? 10 : 21) : UInt8(x)
        }
        YUVCanvas(picture.frame).mosaic(PixelRect(left: 0, top: 0, right: 16, bottom: 8), blockSide: 8)
        // (10 + 21) / 2 = 15.5, rounded up; chroma (0 + 1 + 2 + 3) / 4 = 1.5 and (4 + 5 + 6 + 7) / 4 = 5.5, likewise.
        #expect(picture.samples[0] == Array(repeating: 16, count: 128))
        #expect(picture.samples[1] == Array(repeating: [2, 2, 2, 2, 6, 6, 6, 6], count: 4).flatMap(\.self))
        #expect(picture.samples[2] == picture.samples[1])
    }

    @Test(arguments: [(44, 8), (32, 8), (6, 8), (62, 12), (2, 8), (94, 16)])
    func mosaicKeepsNothingSmallerThanABlock(side: Int, blockSide: Int) throws {
        let picture = try Picture.noise(width: 128, height: 128)
        YUVCanvas(picture.frame).mosaic(
            PixelRect(left: 10, top: 10, right: 10 + side, bottom: 10 + side), blockSide: blockSide)
        for plane in 0..<3 {
            let (first, last) = plane == 0 ? (10, 10 + side) : (5, 5 + side / 2)
            let least = min(plane == 0 ? blockSide : blockSide / 2, last - first)
            for line in first..<last {
                #expect(shortestRun((first..<last).map { picture[plane, $0, line] }) >= least)
                #expect(shortestRun((first..<last).map { picture[plane, line, $0] }) >= least)
            }
        }
    }

    private func shortestRun(_ values: [UInt8]) -> Int {
        var (shortest, length) = (values.count, 1)
        for (a, b) in zip(values, values.dropFirst()) {
            if a == b { length += 1 } else { (shortest, length) = (min(shortest, length), 1) }
        }
        return min(shortest, length)
    }

    @Test func blurHidesTheBoxAndALittleAroundIt() throws {
        let picture = try Picture.noise(width: 200, height: 200)
        let before = picture.samples
        draw([annotation(Box(x: 40, y: 60, width: 80, height: 100), isBlurred: true)], on: picture)
        // Grown by 5 %: x 36 … 124, y 55 … 165, so 54 … 166 in even numbers. Blocks: a sixth of 88 is 15, even 16.
        for y in 0..<200 {
            for x in 0..<200 where !(36..<124).contains(x) || !(54..<166).contains(y) {
                #expect(picture[0, x, y] == before[0][y * 200 + x])
            }
        }
        // 88 / 16 = 5 columns, the third from 36 + 2 ⌊44 · 2 / 5⌋ = 70 to 36 + 2 ⌊44 · 3 / 5⌋ = 88; 7 rows of 16, the
        // second from 70. This block lies inside the lines.
        #expect(Set((70..<88).flatMap { x in (70..<86).map { y in picture[0, x, y] } }).count == 1)
        #expect(Set((35..<44).flatMap { x in (35..<43).map { y in picture[1, x, y] } }).count == 1)
        #expect(Set((35..<44).flatMap { x in (35..<43).map { y in picture[2, x, y] } }).count == 1)
    }

    @Test func linesLieJustInsideEvenEdges() throws {
        let picture = try Picture.grey(width: 100, height: 100)
        draw([annotation(Box(x: 20, y: 30, width: 40, height: 50))], on: picture)
        let colour = palette[0].plate
        for y in 0..<100 {
            for x in 0..<100 {
                let isInside = (20..<60).contains(x) && (30..<80).contains(y)
                let isLine = isInside && !((22..<58).contains(x) && (32..<78).contains(y))
                #expect(picture[0, x, y] == (isLine ? colour.y : 100), "luma at \(x), \(y)")
                #expect(picture[1, x / 2, y / 2] == (isLine ? colour.u : 128), "chroma at \(x), \(y)")
                #expect(picture[2, x / 2, y / 2] == (isLine ? colour.v : 128), "chroma at \(x), \(y)")
            }
        }
    }

    @Test(arguments: [(240, 2), (576, 2), (720, 2), (1080, 4), (2160, 6)])
    func linesGrowWithThePicture(height: Int, width: Int) {
        #expect(AnnotationPainter(pictureHeight: height, palette: palette, atlas: nil).lineWidth == width)
    }

    @Test(arguments: [
        Box(x: -50, y: 10, width: 40, height: 40), Box(x: 100, y: 10, width: 40, height: 40),
        Box(x: 10, y: -40, width: 40, height: 40), Box(x: 10, y: 300, width: 40, height: 40),
        Box(x: 10, y: 10, width: 0, height: 40), Box(x: 10, y: 10, width: 40, height: -1),
        Box(x: .nan, y: 10, width: 40, height: 40), Box(x: 10, y: 10, width: .nan, height: 40),
        Box(x: .infinity, y: 10, width: 40, height: 40),
    ])
    func boxesOutsideLeaveThePictureAlone(box: Box) throws {
        let picture = try Picture.noise(width: 100, height: 100)
        let before = picture.samples
        draw([annotation(box)], on: picture)
        #expect(picture.samples == before)
    }

    @Test(arguments: [
        Box(x: -20, y: -20, width: 200, height: 200), Box(x: -3e30, y: -3e30, width: 6e30, height: 6e30),
        Box(x: 90, y: 90, width: .infinity, height: .infinity), Box(x: 99.5, y: 99.5, width: 40, height: 40),
        Box(x: -39.5, y: 50, width: 40, height: 1),
    ])
    func boxesPartlyOutsideAreClipped(box: Box) throws {
        let picture = try Picture.noise(width: 100, height: 100)
        let before = picture.samples
        draw([annotation(box, isBlurred: true)], on: picture)
        #expect(picture.samples != before)
    }

    @Test(
        .enabled(if: hasFont, "FFmpeg finds no monospace font"),
        arguments: [
            Box(x: 0, y: 0, width: 30, height: 60), Box(x: 290, y: 0, width: 30, height: 60),
            Box(x: 0, y: 180, width: 30, height: 60), Box(x: 290, y: 180, width: 30, height: 60),
            Box(x: -15, y: -15, width: 30, height: 60), Box(x: 305, y: 200, width: 30, height: 60),
            Box(x: 0, y: 0, width: 320, height: 240), Box(x: 150, y: 100, width: 20, height: 40),
        ])
    func labelsAreWholeAndInsideThePicture(box: Box) throws {
        let picture = try Picture.grey(width: 320, height: 240)
        let canvas = YUVCanvas(picture.frame)
        let atlas = try GlyphAtlas(fontSize: 12)
        let painter = AnnotationPainter(pictureHeight: 240, palette: palette, atlas: atlas)
        let place = try #require(painter.place(for: annotation(box), avoiding: [], atlas, canvas))
        #expect(place.intersection(canvas.bounds) == place)
        #expect(place.width == 11 * atlas.cellWidth + 2 * painter.lineWidth)
    }

    @Test(.enabled(if: hasFont, "FFmpeg finds no monospace font"))
    func labelsAvoidOtherPlatesWhereTheyCan() throws {
        let picture = try Picture.grey(width: 320, height: 240)
        let canvas = YUVCanvas(picture.frame)
        let atlas = try GlyphAtlas(fontSize: 12)
        let painter = AnnotationPainter(pictureHeight: 240, palette: palette, atlas: atlas)
        let box = annotation(Box(x: 100, y: 100, width: 40, height: 40))
        let above = try #require(painter.place(for: box, avoiding: [], atlas, canvas))
        let below = try #require(painter.place(for: box, avoiding: [above], atlas, canvas))
        let inside = try #require(painter.place(for: box, avoiding: [above, below], atlas, canvas))
        #expect(above.bottom == 100)
        #expect(below.top == 140)
        #expect(inside.top == 100)
        #expect(painter.place(for: box, avoiding: [above, below, inside], atlas, canvas) == above)
    }

    @Test(.enabled(if: hasFont, "FFmpeg finds no monospace font"), arguments: 0..<7)
    func textStandsOutFromItsPlate(colourIndex: Int) throws {
        let picture = try Picture.grey(width: 320, height: 240)
        let atlas = try GlyphAtlas(fontSize: 12)
        let painter = AnnotationPainter(pictureHeight: 240, palette: palette, atlas: atlas)
        let canvas = YUVCanvas(picture.frame)
        let box = annotation(Box(x: 100, y: 100, width: 40, height: 40), colourIndex: colourIndex)
        let place = try #require(painter.place(for: box, avoiding: [], atlas, canvas))
        painter.draw([box], caption: "", on: canvas)
        let luma = (place.top..<place.bottom).flatMap { y in (place.left..<place.right).map { picture[0, $0, y] } }
        #expect(try #require(luma.max()) - #require(luma.min()) >= 80)
    }

    @Test(.enabled(if: hasFont, "FFmpeg finds no monospace font"))
    func longAndForeignTextIsCutAndReplaced() throws {
        let picture = try Picture.grey(width: 64, height: 48)
        let atlas = try GlyphAtlas(fontSize: 12)
        let painter = AnnotationPainter(pictureHeight: 48, palette: palette, atlas: atlas)
        painter.draw([], caption: "a caption that is wider than the picture: é, 人, \u{0}", on: YUVCanvas(picture.frame))
        #expect(picture[0, 0, 0] == palette.caption.plate.y)
        #expect(atlas["é"].luma == atlas["·"].luma)
        #expect(atlas["?"].luma != atlas["·"].luma)
        #expect(atlas[" "].luma.samples.allSatisfy { $0 == 0 })
        #expect(try #require(atlas["M"].luma.samples.max()) > 200)
    }

    @Test func coloursFollowTheMatrix() {
        #expect(Palette.yuv(255, 255, 255, AVCOL_SPC_BT709) == YUVColour(y: 235, u: 128, v: 128))
        #expect(Palette.yuv(0, 0, 0, AVCOL_SPC_BT709) == YUVColour(y: 16, u: 128, v: 128))
        // Pure red: 16 + 219 × 0.299 = 81.5, 128 − 224 × 0.299 / 1.772 = 90.2, 128 + 112; with 0.2126 of BT.709
        // 62.6 and 128 − 224 × 0.2126 / 1.8556 = 102.3.
        #expect(Palette.yuv(255, 0, 0, AVCOL_SPC_SMPTE170M) == YUVColour(y: 81, u: 90, v: 240))
        #expect(Palette.yuv(255, 0, 0, AVCOL_SPC_BT709) == YUVColour(y: 63, u: 102, v: 240))
        #expect(palette[7] == palette[0])
        #expect(Set((0..<7).map { palette[$0] }).count == 7)
    }
}
