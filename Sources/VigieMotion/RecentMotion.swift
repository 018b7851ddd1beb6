public import VigieCore

/// Where something moves, or did within the hold: one box for each place, as it was seen last.
///
/// Keeps its memory from frame to frame.
public struct RecentMotion: Sendable {
    private struct Place {
        var box: Box
        var seen: Double
    }

    private let wake: Int
    private let hold: Double
    private var places: [Place] = []

    /// - Parameters:
    ///   - wake: For how many observations in a row something must have been at one place to count.
    ///   - hold: Seconds of media time for which a place is kept.
    public init(wake: Int, hold: Double) {
        self.wake = wake
        self.hold = hold
    }

    /// Takes note of a frame, and fills `boxes` with the places of it and of those before.
    ///
    /// A region takes the place of all boxes that it overlaps.
    public mutating func step(seconds: Double, _ observation: borrowing MotionObservation, into boxes: inout [Box]) {
        let hold = hold
        keep { seconds >= $0.seen && seconds - $0.seen <= hold }
        let kept = places.count
        for index in observation.regions.indices where observation.regions[index].age >= wake {
            places.append(Place(box: observation.regions[index].box, seen: seconds))
        }
        for old in 0..<kept {
            for new in kept..<places.count where places[new].box.intersection(with: places[old].box) > 0 {
                places[old].seen = -.infinity
            }
        }
        keep { $0.seen != -.infinity }
        boxes.removeAll(keepingCapacity: true)
        for index in places.indices { boxes.append(places[index].box) }
    }

    /// Drops the other places. (The standard library's way allocates in a debug build.)
    private mutating func keep(_ isKept: (Place) -> Bool) {
        var count = 0
        for index in places.indices where isKept(places[index]) {
            places[count] = places[index]
            count += 1
        }
        places.removeSubrange(count...)
    }
}
