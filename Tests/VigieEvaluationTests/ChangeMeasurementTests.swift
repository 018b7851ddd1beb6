import Testing
import VigieCore
import VigieEvaluation
import VigieLog

@Suite struct ChangeMeasurementTests {
    /// Measures frames of one pixel, all foreground, against truth that is all motion.
    private func measure(
        _ numbers: [Int], frames: [Int], clipFrames: Int, offset: Int? = nil, from: Int? = nil, to: Int? = nil
    ) throws -> ChangeResult {
        let alignment = try TruthAlignment(numbers: numbers, offset: offset, from: from, to: to)
        var measurement = ChangeMeasurement(alignment: alignment, comparison: FrameComparison(width: 1, height: 1))
        for frame in frames where try measurement.number(due: frame) != nil {
            try measurement.add(
                frame: frame, truth: ([255] as [UInt8]).span, cells: ([1] as [UInt8]).span,
                grid: CellGrid(picture: 1, 1))
        }
        return try measurement.finish(clipFrames: clipFrames)
    }

    @Test(arguments: [0, 1]) func truthThatBeginsWith0Or1BeginsWithFrame0(first: Int) throws {
        let result = try measure(Array(first..<first + 3), frames: [2, 0, 1], clipFrames: 3)
        #expect(result.alignment.offset == first)
        #expect(result.frames.map(\.frame) == [0, 1, 2])
        #expect(result.frames.map(\.number) == [first, first + 1, first + 2])
        #expect(result.total.truePositives == 3)
    }

    @Test func truthThatBeginsLaterNeedsAnOffset() throws {
        let error = EvaluationError.unknownOffset(first: 470)
        #expect(error.exitCode == .usage)
        #expect(throws: error) { try measure([470, 471], frames: [0, 1], clipFrames: 2) }
        #expect(try measure([470, 471], frames: [0, 1], clipFrames: 2, offset: 470).frames.count == 2)
        #expect(try measure([470, 471], frames: [469, 470], clipFrames: 471, offset: 1).frames.count == 2)
    }

    /// Numbers 1 to 6, of which 2 to 4 count, both included; they are frames 1 to 3.
    @Test func theRangeHoldsBothOfItsEnds() throws {
        let result = try measure(Array(1...6), frames: Array(0..<6), clipFrames: 6, from: 2, to: 4)
        #expect(result.frames.map(\.frame) == [1, 2, 3])
        #expect(result.alignment.range == 2...4)
    }

    @Test func numbersWithoutAMaskAreCounted() throws {
        let result = try measure([0, 2, 3], frames: [0, 1, 2, 3], clipFrames: 4, to: 5)
        #expect(result.frames.map(\.frame) == [0, 2, 3])
        #expect(result.alignment.numbersWithoutMask == 3)
    }

    @Test func aFrameThatCountsMustHaveAMask() {
        #expect(throws: EvaluationError.missingFrames(first: 1, count: 2, of: 4)) {
            try measure([0, 1, 2, 3], frames: [0, 3], clipFrames: 4)
        }
    }

    @Test func aFrameThatDoesNotCountNeedsNone() throws {
        #expect(try measure([0, 1, 2, 3], frames: [2, 3], clipFrames: 4, from: 2).frames.count == 2)
    }

    @Test func aFewFramesMayLieBeyondTheEnd() throws {
        #expect(try measure(Array(0..<8), frames: Array(0..<5), clipFrames: 5).framesOutside == 3)
        #expect(throws: EvaluationError.beyondEnd(last: 8, frames: 4, clipFrames: 5)) {
            try measure(Array(0..<9), frames: Array(0..<5), clipFrames: 5)
        }
        #expect(try measure(Array(0..<9), frames: Array(0..<5), clipFrames: 5, to: 4).framesOutside == 0)
    }

    @Test func aFewFramesMayLieBeforeTheFirst() throws {
        #expect(try measure(Array(0..<5), frames: Array(0..<2), clipFrames: 2, offset: 3).framesOutside == 3)
        #expect(throws: EvaluationError.beforeStart(first: 0, frames: 4, offset: 4)) {
            try measure(Array(0..<6), frames: [0, 1], clipFrames: 2, offset: 4)
        }
    }

    @Test(arguments: [(9, 3), (-9, 3), (0, 0)]) func withoutACommonFrameThereIsNoFigure(offset: Int, clipFrames: Int) {
        #expect {
            try measure([0, 1, 2], frames: Array(0..<clipFrames), clipFrames: clipFrames, offset: offset)
        } throws: { error in
            guard let error = error as? EvaluationError, case .noCommonFrame = error else { return false }
            return error.exitCode == .badData
        }
    }

    @Test func twoMasksForOneFrameAreRefused() {
        #expect(throws: EvaluationError.repeatedFrame(1)) { try measure([0, 1], frames: [0, 1, 1], clipFrames: 2) }
        #expect(throws: EvaluationError.repeatedNumber(1)) { try measure([0, 1, 1], frames: [0, 1], clipFrames: 2) }
        #expect(throws: EvaluationError.emptyRange(from: 2, to: 1)) {
            try measure([0, 1], frames: [0, 1], clipFrames: 2, from: 2, to: 1)
        }
    }

    @Test func theResultIsCanonicalJSON() throws {
        let result = try measure([0, 1], frames: [0, 1], clipFrames: 2)
        #expect(
            String(decoding: CanonicalJSON.bytes(of: result), as: UTF8.self)
                == #"{"alignment":{"from":0,"offset":0,"to":1},"counts":{"counted":2,"false_negatives":0,"#
                + #""false_positives":0,"outside":0,"shadow":0,"shadow_false_positives":0,"true_negatives":0,"#
                + #""true_positives":2,"unknown":0},"figures":{"f_measure":1,"false_negative_rate":0,"#
                + #""false_positive_rate":null,"percentage_of_wrong_classifications":0,"precision":1,"recall":1,"#
                + #""shadow_false_positive_rate":null,"specificity":null},"frames":{"clip":2,"counted":2,"#
                + #""outside_clip":0,"without_truth":0}}"#)
    }
}
