import Testing
import VigieEvaluation

@Suite struct FrameComparisonTests {
    /// Counts of a truth given by letters (s static, h shadow, o outside, u unknown, m motion) and a hypothesis of # and dots.
    private func counts(
        _ truth: String, _ hypothesis: String, width: Int, region: [UInt8]? = nil, grid: CellGrid? = nil
    ) throws -> ChangeCounts {
        let levels: [Character: UInt8] = ["s": 0, "h": 50, "o": 85, "u": 170, "m": 255, "?": 254]
        let truth = truth.map { levels[$0]! }
        let cells: [UInt8] = hypothesis.map { $0 == "#" ? 1 : 0 }
        var comparison = FrameComparison(width: width, height: truth.count / width, region: region)
        return try comparison.counts(
            truth: truth.span, cells: cells.span, grid: grid ?? CellGrid(picture: width, truth.count / width))
    }

    @Test(
        arguments: [
            ("m", "#", "TP"), ("m", ".", "FN"), ("s", "#", "FP"), ("s", ".", "TN"), ("h", "#", "FP"), ("h", ".", "TN"),
            ("o", "#", "outside"), ("o", ".", "outside"), ("u", "#", "unknown"), ("u", ".", "unknown"),
        ])
    func eachPixelIsOfOneKind(truth: String, hypothesis: String, kind: String) throws {
        let counts = try counts(truth, hypothesis, width: 1)
        let kinds = [
            "TP": counts.truePositives, "FP": counts.falsePositives, "FN": counts.falseNegatives,
            "TN": counts.trueNegatives, "outside": counts.outside, "unknown": counts.unknown,
        ]
        #expect(kinds.filter { $0.value != 0 } == [kind: 1])
        #expect(counts.shadow == (truth == "h" ? 1 : 0))
        #expect(counts.shadowFalsePositives == (truth == "h" && hypothesis == "#" ? 1 : 0))
    }

    /// Row 1: TP, FN, FP, TN. Row 2: shadow found, shadow not found, unknown, outside.
    @Test func aMaskIsCountedByHand() throws {
        let counts = try counts("mmss" + "hhuo", "#.#." + "#.##", width: 4)
        #expect(counts.truePositives == 1)
        #expect(counts.falseNegatives == 1)
        #expect(counts.falsePositives == 2)
        #expect(counts.trueNegatives == 2)
        #expect(counts.shadow == 2)
        #expect(counts.shadowFalsePositives == 1)
        #expect(counts.unknown == 1)
        #expect(counts.outside == 1)
        #expect(counts.precision == 1.0 / 3)
    }

    /// Of three pixels of motion two are in the region; what is outside does not count, whatever it is.
    @Test func onlyTheRegionCounts() throws {
        let counts = try counts("mmmsu?", "##.##.", width: 3, region: [1, 0, 255, 1, 0, 0])
        #expect(counts.truePositives == 1)
        #expect(counts.falseNegatives == 1)
        #expect(counts.falsePositives == 1)
        #expect(counts.outside == 3)
        #expect(counts.unknown == 0)
    }

    @Test func aLevelWithoutMeaningIsAnErrorWithItsPlace() {
        #expect(throws: EvaluationError.level(254, x: 1, y: 1)) { try counts("mms?", "####", width: 2) }
    }

    /// 5 × 3 pixels in cells of 2: columns 0, 0, 1, 1, 1 and rows 0, 0, 0, as the last cells cover what remains.
    @Test func theLastCellsCoverWhatRemains() throws {
        let grid = try CellGrid(columns: 2, rows: 1, cell: 2, frameWidth: 5, frameHeight: 3)
        let counts = try counts("mmsss" + "mmsss" + "mmsss", "#.", width: 5, grid: grid)
        #expect(counts.truePositives == 6)
        #expect(counts.trueNegatives == 9)
    }

    /// 5 pixels in 3 cells of 2: the last is cut.
    @Test func aLastCellMayBeCut() throws {
        let grid = try CellGrid(columns: 3, rows: 1, cell: 2, frameWidth: 5, frameHeight: 1)
        #expect(try counts("ssmms", ".#.", width: 5, grid: grid).truePositives == 2)
    }

    /// A mask of half the size covers as a grid of cells of 2 does; one of twice the size is looked at at the centres.
    @Test func masksOfAnotherSizeAreTakenAtTheNearest() throws {
        let truth = "mmss" + "mmss"
        #expect(try counts(truth, "#.", width: 4, grid: CellGrid(picture: 2, 1)).truePositives == 4)
        let large = String(repeating: "####....", count: 4)
        let counts = try counts(truth, large, width: 4, grid: CellGrid(picture: 8, 4))
        #expect(counts.truePositives == 4)
        #expect(counts.trueNegatives == 4)
    }

    /// A clip of 1920 × 1080 whose truth was drawn at 640 × 360: pixel 100 of the truth has its centre at 301.5.
    @Test func aGridMayLieOverALargerFrameThanTheTruths() throws {
        let grid = try CellGrid(columns: 320, rows: 180, cell: 6, frameWidth: 1920, frameHeight: 1080)
        var cells = [UInt8](repeating: 0, count: 320 * 180)
        cells[50] = 1  // Pixels 300 to 305 of the frame, 100 and 101 of the truth's.
        let truth = [UInt8](repeating: 255, count: 640 * 360)
        var comparison = FrameComparison(width: 640, height: 360)
        #expect(try comparison.counts(truth: truth.span, cells: cells.span, grid: grid).truePositives == 4)
    }

    @Test(arguments: [(640, 480), (320, 242), (240, 320), (16, 16)]) func anotherShapeIsRefused(width: Int, height: Int)
        throws
    {
        let grid = try CellGrid(picture: 320, 180)
        var comparison = FrameComparison(width: width, height: height)
        let truth = [UInt8](repeating: 0, count: width * height)
        let cells = [UInt8](repeating: 0, count: 320 * 180)
        let error = EvaluationError.aspect(truthWidth: width, truthHeight: height, frameWidth: 320, frameHeight: 180)
        #expect(throws: error) { try comparison.counts(truth: truth.span, cells: cells.span, grid: grid) }
    }

    /// A side may be rounded to a whole pixel: 854 × 480 is 284.67 × 160.
    @Test(arguments: [(284, 160), (285, 160), (427, 240), (1708, 960)]) func roundedSidesAreTheSameShape(
        width: Int, height: Int
    ) throws {
        #expect(try CellGrid(picture: width, height).hasAspect(of: 854, 480))
        #expect(try CellGrid(picture: 854, 480).hasAspect(of: width, height))
    }

    @Test(arguments: [
        (0, 1, 2, 5, 3), (4, 2, 2, 5, 3), (1, 1, 2, 5, 3), (2, 3, 2, 5, 3), (2, 1, 0, 5, 3), (2, 1, -2, 5, 3),
        (2, 1, 2, 0, 3), (1, 1, .max, .max, 1),
    ]) func aGridThatDoesNotCoverIsRefused(columns: Int, rows: Int, cell: Int, width: Int, height: Int) {
        #expect(throws: EvaluationError.self) {
            try CellGrid(columns: columns, rows: rows, cell: cell, frameWidth: width, frameHeight: height)
        }
    }
}
