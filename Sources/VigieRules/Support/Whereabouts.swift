internal import VigieCore
internal import VigieTracking

/// Where the objects were in the last half minute or so: that something was put down or taken is known only later.
struct Whereabouts: Sendable {
    /// Where one object was.
    struct Place: Sendable {
        var seconds: Double
        var object: Int
        var classIndex: Int
        var box: Box
        /// Whether it had just been seen for the first time.
        var isNew: Bool
    }

    /// Seconds between two notes of where objects are; of new ones there are more.
    static let spacing = 0.5

    /// By their times; in a crowd of 68, half a minute.
    private(set) var places = Recent<Place>(capacity: 4096)
    /// Which frames there were, some 0.2 s apart, as still areas are looked for.
    private var frames = Recent<(seconds: Double, frame: Int)>(capacity: 256)
    private var lastNote: Double?

    /// Takes note of a frame; where it was not looked at, objects are where they were.
    mutating func step(_ scene: borrowing Scene) {
        if isDue(scene.seconds, since: frames.last?.seconds, 0.2) { frames.append((scene.seconds, scene.frame)) }
        let isDue = isDue(scene.seconds, since: lastNote, Self.spacing)
        if isDue { lastNote = scene.seconds }
        for index in scene.objects.indices where scene.objects[index].isCertain {
            let object = scene.objects[index]
            guard isDue || scene.isLook && object.isNew else { continue }
            places.append(
                Place(
                    seconds: scene.seconds, object: object.id, classIndex: object.classIndex, box: object.box,
                    isNew: object.isNew))
        }
    }

    private func isDue(_ seconds: Double, since last: Double?, _ spacing: Double) -> Bool {
        guard let last else { return true }
        return seconds < last || seconds - last >= spacing - 1e-6
    }

    /// The first noted frame that is not before a time; nil where that is too long ago.
    func frame(at seconds: Double) -> Int? {
        var index = 0
        while index < frames.count, frames[index].seconds < seconds - 1e-6 { index += 1 }
        guard index < frames.count, index > 0 || frames[0].seconds <= seconds + 0.2 else { return nil }
        return frames[index].frame
    }
}

extension TrackedObject {
    /// Whether it is believed, and was seen when it was last looked for.
    var isCertain: Bool { state == .confirmed && isMeasured }

    /// Whether it has just been seen for the first time, so that it is where it appeared.
    var isNew: Bool { age <= 0.25 || hits <= 2 }
}
