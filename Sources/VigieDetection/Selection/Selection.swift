internal import VigieCore

/// From the candidates of a frame to its detections. Keeps its memory from frame to frame.
struct Selection: Sendable {
    /// The best so many of each crop enter.
    let maximum: Int
    /// Two boxes of a class that overlap by more show the same object.
    let overlap: Float
    /// The longer side of a box that may be detected, in pixels of the frame.
    let sizes: ClosedRange<Float>
    /// Whether `Detections.excluded` is filled.
    let explains: Bool

    /// How many have entered, by crop.
    private var entered: [Int] = []
    private var survivors: [Int] = []

    init(maximum: Int, overlap: Float, sizes: ClosedRange<Float>, explains: Bool) {
        self.maximum = maximum
        self.overlap = overlap
        self.sizes = sizes
        self.explains = explains
    }

    /// Selects detections.
    ///
    /// - Parameter candidates: Of all crops of a frame, in any order; sorted here.
    mutating func select(_ candidates: inout [Candidate], into detections: inout Detections) {
        candidates.heapSort(by: Candidate.precedes)
        enter(&candidates, into: &detections)
        NonMaximumSuppression.withinCrops(
            detections.candidates, overlap: overlap, fates: &detections.fates, survivors: &survivors)
        if entered.count > 1 {
            NonMaximumSuppression.acrossCrops(
                detections.candidates, overlap: overlap, fates: &detections.fates, survivors: &survivors)
        }
        // Sizes are judged last: a box that suppression would have replaced must not return in another's place.
        for rank in survivors.indices {
            let box = detections.candidates[survivors[rank]].box
            if !sizes.contains(box.width > box.height ? box.width : box.height) {
                detections.fates[survivors[rank]] = .outsideSize
            }
        }
        if explains { collectExcluded(of: candidates, into: &detections) }
    }

    /// Those that nothing which stayed replaces, nor a better one among themselves: a cell beside a detection says nothing
    /// new. No more than `maximum`.
    private func collectExcluded(of candidates: [Candidate], into detections: inout Detections) {
        detections.excluded.removeAll(keepingCapacity: true)
        for index in candidates.indices where candidates[index].exclusion != nil {
            guard detections.excluded.count < maximum else { return }
            let candidate = candidates[index]
            var isReplaced = false
            for rank in survivors.indices where !isReplaced {
                isReplaced = NonMaximumSuppression.replaces(
                    detections.candidates[survivors[rank]], candidate, overlap: overlap)
            }
            for better in detections.excluded.indices where !isReplaced {
                isReplaced = NonMaximumSuppression.replaces(detections.excluded[better], candidate, overlap: overlap)
            }
            if !isReplaced { detections.excluded.append(candidate) }
        }
    }

    private mutating func enter(_ candidates: inout [Candidate], into detections: inout Detections) {
        detections.candidates.removeAll(keepingCapacity: true)
        detections.fates.removeAll(keepingCapacity: true)
        detections.dropped = 0
        entered.removeAll(keepingCapacity: true)
        for index in candidates.indices {
            let candidate = candidates[index]
            guard candidate.exclusion == nil else { continue }
            while entered.count <= candidate.crop { entered.append(0) }
            guard entered[candidate.crop] < maximum else {
                detections.dropped += 1
                candidates[index].exclusion = .beyondLimit
                continue
            }
            entered[candidate.crop] += 1
            detections.candidates.append(candidate)
            detections.fates.append(.detected)
        }
    }
}

extension Array {
    /// Sorts in place. The standard library's sort allocates from 32 elements on.
    ///
    /// - Parameter precedes: A strict order in which no two elements are equal, as the sort is not stable.
    mutating func heapSort(by precedes: (Element, Element) -> Bool) {
        for root in stride(from: count / 2 - 1, through: 0, by: -1) { sift(root, below: count, by: precedes) }
        for end in stride(from: count - 1, to: 0, by: -1) {
            let last = self[end]
            self[end] = self[0]
            self[0] = last
            sift(0, below: end, by: precedes)
        }
    }

    /// Lets an element sink below those that come later than it.
    private mutating func sift(_ start: Int, below end: Int, by precedes: (Element, Element) -> Bool) {
        let element = self[start]
        var place = start
        while 2 * place + 1 < end {
            var child = 2 * place + 1
            if child + 1 < end && precedes(self[child], self[child + 1]) { child += 1 }
            guard precedes(element, self[child]) else { break }
            self[place] = self[child]
            place = child
        }
        self[place] = element
    }
}
