internal import VigieCore
internal import VigieTracking

/// Who may have put down, or taken, what a still area shows, and whether they are still with it.
///
/// An object is a candidate where its foot was near the area within 3 s of the area's onset; and so is one that is seen for
/// the first time there from then on, as an object that was lost for a while comes back under another id. Who passes by
/// later is none.
struct Owners: Sendable {
    /// A candidate.
    struct Bond: Sendable {
        var area: Int
        var object: Int
        /// When it was last near.
        var lastNear: Double
        /// Whether it was near when it was last seen.
        var isNear: Bool
        /// Whether it is still followed.
        var isFollowed = true
        /// How far it was when it was last seen, in its heights.
        var distance: Double
    }

    /// Seconds around the onset.
    private static let window = 3.0

    let classes: ClassSet
    /// Up to how many of its heights an object is near.
    let nearness: Double
    private var bonds: [Bond] = []

    /// Reads `classes`, and the distance up to which they are near.
    init(_ settings: inout RuleSettings, distance: String) throws(SiteError) {
        classes = try settings.classes(default: ["person"])
        nearness = try settings.number(distance, default: 2, in: 0.1...100)
    }

    /// Takes note of an area that was not known before.
    mutating func add(_ area: StillThing, _ whereabouts: borrowing Whereabouts) {
        for index in 0..<whereabouts.places.count {
            let place = whereabouts.places[index]
            guard place.seconds >= area.onset - Self.window, classes.contains(place.classIndex) else { continue }
            observe(area, place.object, place.box, place.seconds, isNew: place.isNew)
        }
    }

    /// Takes note of where the objects are now; where they were not looked for, those that were near still are.
    mutating func step(_ scene: borrowing Scene) {
        if scene.isLook {
            for index in bonds.indices { bonds[index].isFollowed = false }
            for index in scene.objects.indices where scene.objects[index].state != .removed {
                follow(scene.objects[index], scene)
            }
        }
        for index in bonds.indices where bonds[index].isNear && bonds[index].isFollowed {
            bonds[index].lastNear = scene.seconds
        }
    }

    private mutating func follow(_ object: TrackedObject, _ scene: borrowing Scene) {
        for index in bonds.indices where bonds[index].object == object.id { bonds[index].isFollowed = true }
        guard object.isCertain, classes.contains(object.classIndex) else { return }
        for index in scene.still.indices {
            observe(scene.still[index], object.id, object.box, scene.seconds, isNew: object.isNew)
        }
    }

    private mutating func observe(_ area: StillThing, _ object: Int, _ box: Box, _ seconds: Double, isNew: Bool) {
        let distance = area.distance(of: box)
        let isNear = distance <= nearness
        var index = 0
        while index < bonds.count, bonds[index].area != area.id || bonds[index].object != object { index += 1 }
        if index < bonds.count {
            bonds[index].distance = distance
            bonds[index].isNear = isNear
            if isNear { bonds[index].lastNear = seconds }
        } else if isNear, isNew && seconds >= area.onset - Self.window || abs(seconds - area.onset) <= Self.window {
            bonds.append(
                Bond(area: area.id, object: object, lastNear: seconds, isNear: true, distance: distance))
        }
    }

    /// The candidate who was near an area last; of several, who is nearest.
    func last(of area: Int) -> Bond? {
        var last: Bond?
        for index in bonds.indices where bonds[index].area == area {
            let bond = bonds[index]
            if let known = last {
                guard bond.lastNear >= known.lastNear else { continue }
                if bond.lastNear == known.lastNear, bond.distance >= known.distance { continue }
            }
            last = bond
        }
        return last
    }

    /// Forgets an area.
    mutating func forget(_ area: Int) {
        var kept = 0
        for index in bonds.indices where bonds[index].area != area {
            bonds[kept] = bonds[index]
            kept += 1
        }
        while bonds.count > kept { bonds.removeLast() }
    }
}
