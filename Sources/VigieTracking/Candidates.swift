internal import VigieCore

/// The detections of a frame, prepared for matching.
struct Candidates: Sendable {
    private struct Place: Sendable, Comparable {
        var left: Double
        var index: Int

        static func < (a: Place, b: Place) -> Bool { a.left != b.left ? a.left < b.left : a.index < b.index }
    }

    /// The boxes, one for each detection, usable or not.
    private(set) var rectangles: [Rectangle] = []
    /// The scores on the detector's scale, 0…1.
    private(set) var scores: [Double] = []
    private(set) var classIndices: [Int] = []
    /// Whether a track may still have it; never where it is not usable.
    private(set) var isFree: [Bool] = []
    /// The number of detections that are not usable.
    private(set) var unusable = 0

    /// The usable ones from left to right.
    private var places: [Place] = []
    private var greatestWidth = 0.0

    mutating func prepare(_ detections: [TrackerDetection], _ scale: ScoreScale) {
        rectangles.removeAll(keepingCapacity: true)
        scores.removeAll(keepingCapacity: true)
        classIndices.removeAll(keepingCapacity: true)
        isFree.removeAll(keepingCapacity: true)
        places.removeAll(keepingCapacity: true)
        greatestWidth = 0
        for index in detections.indices {
            let detection = detections[index]
            let rectangle = Rectangle(detection.box)
            let isUsable = detection.isUsable
            rectangles.append(rectangle)
            scores.append(isUsable ? scale.relative(detection.score) : 0)
            classIndices.append(detection.classIndex)
            isFree.append(isUsable)
            guard isUsable else { continue }
            places.append(Place(left: rectangle.left, index: index))
            greatestWidth = Swift.max(greatestWidth, rectangle.width)
        }
        unusable = detections.count - places.count
        places.shellSort()
    }

    mutating func take(_ index: Int) { isFree[index] = false }

    /// Where to begin looking, from left to right, for detections that may touch `area` when they are grown by `buffer`.
    func firstPlace(near area: Rectangle, buffer: Double) -> Int {
        let reach = greatestWidth * (1 + buffer)
        var (low, high) = (0, places.count)
        while low < high {
            let middle = (low + high) / 2
            if places[middle].left + reach < area.left { low = middle + 1 } else { high = middle }
        }
        return low
    }

    /// The detection at a place; nil where there is none that may touch `area`, nor further to the right.
    func detection(at place: Int, near area: Rectangle, buffer: Double) -> Int? {
        guard place < places.count, places[place].left - greatestWidth * buffer < area.right else { return nil }
        return places[place].index
    }
}
