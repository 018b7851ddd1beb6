/// What sure detections score, judged by the last detections that tracks were seen by.
///
/// A detector's scores mean what they mean; what it gives to objects that prove to be there is the scale on which one of
/// its scores is high or low. Four fifths of these are below the scale. Where a detector's scores are so spread that this
/// would leave less than seven tenths of them able to begin a track, or more than a tenth below three quarters of the
/// scale, the scale is lower: many more objects will then lie below what is called sure.
///
/// Before there are any, four fifths of the detections of the first frame that has some are below the scale.
struct ScoreScale: Sendable {
    /// The score, relative to the scale, from which on a detection may begin a track.
    private let birth: Double

    private static let capacity = 256
    /// Fewer scores than this say nothing about how they are spread.
    private static let enough = 64

    /// In the order in which they came; the oldest is replaced first.
    private var recent: [Float] = []
    private var oldest = 0
    private var sorted: [Float] = []

    /// The scale; nil before the first detection, and as long as it is not greater than 0.
    private(set) var value: Float?

    init(birth: Double) {
        self.birth = birth
        recent.reserveCapacity(Self.capacity)
        sorted.reserveCapacity(Self.capacity)
    }

    /// Takes the scores of a frame for the scale where nothing better is known.
    mutating func begin(with detections: [TrackerDetection]) {
        guard recent.isEmpty else { return }
        sorted.removeAll(keepingCapacity: true)
        for index in detections.indices where detections[index].isUsable { insert(detections[index].score) }
        settle()
        sorted.removeAll(keepingCapacity: true)
    }

    /// Remembers the score of a detection that a track was seen by.
    mutating func add(_ score: Float) {
        if recent.count < Self.capacity {
            recent.append(score)
            insert(score)
        } else {
            replace(recent[oldest], by: score)
            recent[oldest] = score
            oldest = (oldest + 1) % Self.capacity
        }
    }

    /// Takes what was added into account.
    mutating func settle() {
        guard sorted.count > 0 else { return }
        var scale = Double(score(above: 0.8))
        if recent.count >= Self.enough {
            if birth > 0 { scale = Swift.min(scale, Double(score(above: 0.3)) / birth) }
            scale = Swift.min(scale, Double(score(above: 0.1)) / 0.75)
        }
        if scale > 0 { value = Float(scale) }
    }

    /// The score that a share of all is below.
    private func score(above share: Double) -> Float {
        sorted[Swift.min(Int(Double(sorted.count) * share), sorted.count - 1)]
    }

    /// The score on the scale, 0…1.
    func relative(_ score: Float) -> Double {
        guard let value, score > 0 else { return 0 }
        return score < value ? Double(score) / Double(value) : 1
    }

    // In a debug build inserting into an array and removing from it allocate.

    private mutating func insert(_ score: Float) {
        let place = place(of: score)
        sorted.append(score)
        var index = sorted.count - 1
        while index > place {
            sorted[index] = sorted[index - 1]
            index -= 1
        }
        sorted[place] = score
    }

    private mutating func replace(_ old: Float, by score: Float) {
        var index = place(of: old)
        while index + 1 < sorted.count, sorted[index + 1] < score {
            sorted[index] = sorted[index + 1]
            index += 1
        }
        while index > 0, sorted[index - 1] > score {
            sorted[index] = sorted[index - 1]
            index -= 1
        }
        sorted[index] = score
    }

    /// The first place whose score is not less.
    private func place(of score: Float) -> Int {
        var (low, high) = (0, sorted.count)
        while low < high {
            let middle = (low + high) / 2
            if sorted[middle] < score { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
