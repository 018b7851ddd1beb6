/// Which frame of a clip each mask of the truth belongs to, and which of them count.
///
/// A mask is known by its number, the one in its name. Frames count from 0.
public struct TruthAlignment: Sendable, Hashable {
    /// Truth that goes this many frames beyond an end of the clip may still belong to it: encoders and decoders lose a
    /// frame or two there. More is taken for the truth of another clip.
    public static let mostOutside = 3

    /// The number of the mask of frame 0.
    public let offset: Int
    /// The first and the last number that may count.
    public let range: ClosedRange<Int>
    /// The numbers of the masks that count, in ascending order; the first may be those of frames before the clip's first.
    public let counting: [Int]

    /// - Parameters:
    ///   - numbers: The numbers of all masks, in ascending order; not empty.
    ///   - offset: The number of the mask of frame 0. Nil where the numbers tell: they must then begin with 0 or 1.
    ///   - from: The first number that may count; nil for the first that there is.
    ///   - to: The last number that may count; nil for the last that there is.
    /// - Throws: `EvaluationError.unknownOffset`, `.repeatedNumber`, `.emptyRange`.
    public init(numbers: [Int], offset: Int?, from: Int?, to: Int?) throws(EvaluationError) {
        precondition(!numbers.isEmpty, "there must be masks")
        guard let offset = offset ?? Self.firstOfClip(numbers[0]) else { throw .unknownOffset(first: numbers[0]) }
        for index in numbers.indices.dropFirst() where numbers[index] == numbers[index - 1] {
            throw .repeatedNumber(numbers[index])
        }
        let (first, last) = (from ?? numbers[0], to ?? numbers[numbers.count - 1])
        guard first <= last else { throw .emptyRange(from: first, to: last) }
        self.offset = offset
        range = first...last
        counting = numbers.filter { (first...last).contains($0) }
    }

    /// The number that frame 0 has where numbers begin with `first`; nil where that cannot be told.
    public static func firstOfClip(_ first: Int) -> Int? { first == 0 || first == 1 ? first : nil }

    /// The frame of a mask.
    public func frame(of number: Int) -> Int { number - offset }

    /// How many numbers of the range have no mask.
    public var numbersWithoutMask: Int { range.count - counting.count }
}
