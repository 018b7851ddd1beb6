public import VigieCore

/// Why a hypothesis cannot be measured against a truth.
public enum EvaluationError: Failure, Equatable {
    /// The cells of a mask are too few or too many for the frame.
    case gridDoesNotCover(columns: Int, rows: Int, cell: Int, frameWidth: Int, frameHeight: Int)
    /// The truth shows frames of another shape.
    case aspect(truthWidth: Int, truthHeight: Int, frameWidth: Int, frameHeight: Int)
    /// A level of the truth that means nothing, and where.
    case level(UInt8, x: Int, y: Int)
    /// The numbers of the truth's masks do not tell which frame they begin with.
    case unknownOffset(first: Int)
    /// Two masks of the truth have one number.
    case repeatedNumber(Int)
    /// The range of numbers that may count is empty.
    case emptyRange(from: Int, to: Int)
    /// The hypothesis has two masks for one frame.
    case repeatedFrame(Int)
    /// No frame of the clip has truth that counts.
    case noCommonFrame(alignment: TruthAlignment, clipFrames: Int)
    /// The truth has that many frames before the clip's first; `first` is its first number.
    case beforeStart(first: Int, frames: Int, offset: Int)
    /// The truth has that many more frames than the clip; `last` is its last number.
    case beyondEnd(last: Int, frames: Int, clipFrames: Int)
    /// The hypothesis has no mask for frames that count.
    case missingFrames(first: Int, count: Int, of: Int)
    /// A file, and what is wrong with it.
    case file(name: String, reason: String)

    /// The same with the name of the file that it is about before it.
    public func about(_ name: String) -> EvaluationError { .file(name: name, reason: description) }

    /// One sentence.
    public var description: String {
        switch self {
        case .gridDoesNotCover(let columns, let rows, let cell, let width, let height):
            "a grid of \(columns) × \(rows) cells of \(cell) pixels does not cover a frame of \(width) × \(height) pixels."
        case .aspect(let truthWidth, let truthHeight, let width, let height):
            "the truth's masks have \(truthWidth) × \(truthHeight) pixels, the frames \(width) × \(height), which is another shape: this is the truth of another clip."
        case .level(let level, let x, let y):
            "the pixel at (\(x), \(y)) is \(level), but truth is 0 (static), 50 (shadow), 85 (outside), 170 (unknown) or 255 (motion)."
        case .unknownOffset(let first):
            "the truth begins with number \(first), so it does not tell which frame that is: give the number of the first frame with --offset."
        case .repeatedNumber(let number): "the truth has more than one mask with the number \(number)."
        case .emptyRange(let from, let to): "no number is from \(from) to \(to)."
        case .repeatedFrame(let frame): "frame \(frame) has more than one mask."
        case .noCommonFrame(let alignment, let clipFrames):
            clipFrames == 0
                ? "there is not one frame."
                : "no frame counts: the frames are number \(span(alignment.offset, alignment.offset + clipFrames - 1)) of the truth, but what counts is \(alignment.counted)."
        case .beforeStart(let first, let frames, let offset):
            "the truth begins with number \(first), \(frames) frames before number \(offset), which is to be frame 0: another --offset, or --from, is needed."
        case .beyondEnd(let last, let frames, let clipFrames):
            "the truth goes on to number \(last), \(frames) frames beyond the end of these \(clipFrames) frames: this is the truth of another clip, or --offset or --to is needed."
        case .missingFrames(let first, let count, let all):
            "\(count) of the \(all) frames that count have no mask, the first of them frame \(first)."
        case .file(let name, let reason): "\(name): \(reason)"
        }
    }

    /// 64 where an argument is missing or wrong, else 65.
    public var exitCode: ExitCode {
        switch self {
        case .unknownOffset, .emptyRange: .usage
        default: .badData
        }
    }
}

/// `470 to 1700`, or one number where both are the same.
private func span(_ first: Int, _ last: Int) -> String { first == last ? "\(first)" : "\(first) to \(last)" }

extension TruthAlignment {
    /// `470 to 1700`
    fileprivate var counted: String {
        guard let first = counting.first, let last = counting.last else {
            return "nothing between \(range.lowerBound) and \(range.upperBound)"
        }
        return span(first, last)
    }
}
