import VigieCore
import VigieTracking

@testable import VigieRules

/// Of 6 × 6 pixels in a frame of 100 × 100, standing at (50, 60): a person of 20 pixels' height is within two heights of it up to x = 93.
func still(
    _ kind: StillThing.Kind = .added, id: Int = 0, onset: Double = 3, x: Float = 47, y: Float = 54
) -> StillThing {
    StillThing(id: id, box: Box(x: x, y: y, width: 6, height: 6), area: 36, onset: onset, kind: kind)
}

/// A person who is seen for the first time.
func newcomer(_ x: Double, id: Int) -> TrackedObject {
    var object = object(x, id: id, .confirmed)
    (object.age, object.hits) = (0, 1)
    return object
}
