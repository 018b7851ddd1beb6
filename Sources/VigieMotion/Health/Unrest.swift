/// What is judged over the last seconds: whether pictures repeat, and whether their brightness goes up and down.
struct Unrest: Sendable {
    private struct Sample {
        var seconds: Double
        var isRepeated: Bool
        /// In which quarters of the picture the brightness has turned round, one bit each.
        var turned: UInt8
    }

    /// Seconds that are looked back on, and that must be known to judge.
    private static let span = 1.5
    private static let least = 1.2
    /// Grey levels of mean difference from the picture before, below which a picture repeats it: one cell in a hundred by
    /// one level. An encoder refines a picture that stands still, so that not all of them are equal.
    private static let repetition: Float = 0.01
    /// Grey levels by which the brightness must come back to have turned round.
    private static let swing: Float = 4
    /// Every so many rows are enough for the brightness.
    private static let rowStep = 4

    private var samples: [Sample] = []
    private var extremes: [Float] = []
    private var isRising: UInt8 = 0

    /// Takes the next picture.
    ///
    /// - Parameter luma: Shape `height × width`, row by row.
    mutating func step(
        seconds: Double, _ picture: PictureStatistics, _ luma: Span<UInt8>, width: Int, height: Int
    ) {
        forget(before: seconds)
        var turned: UInt8 = 0
        for quarter in 0..<4 {
            let x = quarter % 2 * (width / 2)
            let y = quarter / 2 * (height / 2)
            var sum = 0
            var rows = 0
            while rows * Self.rowStep < height / 2 {
                let start = (y + rows * Self.rowStep) * width + x
                for cell in start..<start + width / 2 { sum += Int(luma[cell]) }
                rows += 1
            }
            if turns(quarter, Float(sum) / Float(max(1, rows * (width / 2)))) { turned |= 1 << quarter }
        }
        let isRepeated = picture.change.map { $0 < Self.repetition } ?? false
        samples.append(Sample(seconds: seconds, isRepeated: isRepeated, turned: turned))
    }

    private mutating func turns(_ quarter: Int, _ brightness: Float) -> Bool {
        guard quarter < extremes.count else {
            extremes.append(brightness)
            return false
        }
        let last = extremes[quarter]
        let rises = isRising >> quarter & 1 == 1
        if rises ? brightness >= last : brightness <= last {
            extremes[quarter] = brightness
            return false
        }
        guard (brightness - last).magnitude > Self.swing else { return false }
        isRising ^= 1 << quarter
        extremes[quarter] = brightness
        return true
    }

    /// The share of pictures that repeat the one before, 0…1; 0 until enough of them are known.
    var repeated: Float {
        guard samples.count >= 3, samples[samples.count - 1].seconds - samples[0].seconds >= Self.least else {
            return 0
        }
        var count = 0
        for index in samples.indices where samples[index].isRepeated { count += 1 }
        return Float(count) / Float(samples.count)
    }

    /// How often the brightness has turned round, in the quarter in which it did so least.
    var turns: Int {
        var least = Int.max
        for quarter in 0..<4 {
            var count = 0
            for index in samples.indices where samples[index].turned >> quarter & 1 == 1 { count += 1 }
            if count < least { least = count }
        }
        return least
    }

    /// Drops what is too long ago. (The standard library's way allocates in a debug build.)
    private mutating func forget(before seconds: Double) {
        var count = 0
        for index in samples.indices {
            let age = seconds - samples[index].seconds
            guard age >= 0, age < Self.span else { continue }
            samples[count] = samples[index]
            count += 1
        }
        samples.removeSubrange(count...)
    }
}
