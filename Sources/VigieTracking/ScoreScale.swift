/// What sure detections score: a percentile of the scores of the last detections that tracks were seen by.
///
/// Before there are any, that of the first frame with detections. A detector's scores mean what they mean; what it gives to
/// objects that prove to be there is the scale on which one of its scores is high or low.
struct ScoreScale: Sendable {
    private static let share = 0.8
    private static let capacity = 256

    /// In the order in which they came; the oldest is replaced first.
    private var recent: [Float] = []
    private var oldest = 0
    private var sorted: [Float] = []

    /// The scale; nil before the first detection, and where it is not greater than 0.
    private(set) var value: Float?

    /// Takes the scores of a frame for the scale where nothing better is known.
    mutating func begin(with detections: [TrackerDetection]) {
        guard recent.isEmpty else { return }
        sorted.removeAll(keepingCapacity: true)
        for detection in detections where detection.isUsable { insert(detection.score) }
        settle()
        sorted.removeAll(keepingCapacity: true)
    }

    /// Remembers the score of a detection that a track was seen by.
    mutating func add(_ score: Float) {
        if recent.count < Self.capacity {
            recent.append(score)
        } else {
            sorted.remove(at: place(of: recent[oldest]))
            recent[oldest] = score
            oldest = (oldest + 1) % Self.capacity
        }
        insert(score)
    }

    /// Takes what was added into account.
    mutating func settle() {
        guard sorted.count > 0 else { return }
        let score = sorted[Swift.min(Int(Double(sorted.count) * Self.share), sorted.count - 1)]
        value = score > 0 ? score : nil
    }

    /// The score on the scale, 0…1.
    func relative(_ score: Float) -> Double {
        guard let value, score > 0 else { return 0 }
        return score < value ? Double(score) / Double(value) : 1
    }

    private mutating func insert(_ score: Float) { sorted.insert(score, at: place(of: score)) }

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
