/// An object that is followed.
struct Track: Sendable {
    /// By what part of what was last seen a predicted side is at least as long.
    private static let leastSide = 0.3

    let id: Int
    let classIndex: Int
    var state = TrackedObject.State.tentative
    var isChanged = true
    /// Where it is expected, and what is told in the end.
    private(set) var box: Rectangle
    /// Its last detection, moved along with the picture since.
    private(set) var lastSeen: Rectangle
    var association: TrackedObject.Association?
    private(set) var score: Float
    private(set) var hits = 1
    /// On the tracker's clock, in seconds.
    private(set) var firstTime, lastTime: Double

    private var centre: MotionFilter
    private var size: MotionFilter

    init(
        id: Int, _ detection: TrackerDetection, at rectangle: Rectangle, time: Double, _ settings: Tracker.Configuration
    ) {
        self.id = id
        classIndex = detection.classIndex
        score = detection.score
        box = rectangle
        lastSeen = rectangle
        firstTime = time
        lastTime = time
        centre = MotionFilter(at: rectangle.centre, height: rectangle.height, settings.centre)
        size = MotionFilter(at: rectangle.size, height: rectangle.height, settings.size)
    }

    mutating func predict(seconds: Double, _ settings: Tracker.Configuration) {
        association = nil
        isChanged = false
        if seconds > settings.lostSeconds { forgetMovement(settings) }
        centre.predict(seconds: seconds, height: lastSeen.height, settings.centre)
        size.predict(seconds: seconds, height: lastSeen.height, settings.size)
        let least = lastSeen.size * Self.leastSide
        size.place = size.place.replacing(with: least, where: size.place .< least)
        box = estimate
    }

    /// Takes it to be where it was last seen, and to stand still as far as is known.
    private mutating func forgetMovement(_ settings: Tracker.Configuration) {
        centre = MotionFilter(at: lastSeen.centre, height: lastSeen.height, settings.centre)
        size = MotionFilter(at: lastSeen.size, height: lastSeen.height, settings.size)
    }

    /// Moves all that is known of its place.
    mutating func shift(by offset: SIMD2<Double>) {
        centre.place += offset
        lastSeen = lastSeen.shifted(by: offset)
        box = estimate
    }

    mutating func update(
        _ detection: TrackerDetection, at rectangle: Rectangle, time: Double, _ settings: Tracker.Configuration
    ) {
        centre.update(rectangle.centre, height: rectangle.height, settings.centre)
        size.update(rectangle.size, height: rectangle.height, settings.size)
        box = estimate
        lastSeen = rectangle
        score = detection.score
        hits += 1
        lastTime = time
    }

    mutating func enter(_ next: TrackedObject.State) {
        isChanged = isChanged || state != next
        state = next
    }

    /// What a caller is told of it.
    func told(at time: Double) -> TrackedObject {
        TrackedObject(
            id: id, classIndex: classIndex, state: state, isChanged: isChanged, box: box.box, association: association,
            score: score, age: time - firstTime, hits: hits)
    }

    private var estimate: Rectangle { Rectangle(centre: centre.place, size: size.place) }
}
