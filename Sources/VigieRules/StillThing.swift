public import VigieCore

/// A part of the picture that looks other than the scene did before, and has stayed so.
public struct StillThing: Sendable, Hashable {
    /// What became of the scene there.
    public enum Kind: String, Sendable, Hashable {
        /// Something is there that was not before.
        case added
        /// Something is there no more.
        case removed
        /// It cannot be told.
        case unclear
    }

    /// The same as long as it stays.
    public var id: Int
    /// Where, in pixels of the upright frame.
    public var box: Box
    /// What differs inside the box, in square pixels.
    public var area: Double
    /// Since when it has looked as it does, in seconds of media time.
    public var onset: Double
    /// What became of the scene.
    public var kind: Kind

    /// Takes the values as they are.
    public init(id: Int, box: Box, area: Double, onset: Double, kind: Kind) {
        self.id = id
        self.box = box
        self.area = area
        self.onset = onset
        self.kind = kind
    }
}

extension StillThing {
    /// Where it stands: the middle of its box's lower edge, in pixels.
    var foot: Point { Point(x: Double(box.x) + Double(box.width) / 2, y: Double(box.bottom)) }

    /// How far the foot of an object is from the area, in heights of the object; 0 inside its box.
    func distance(of object: Box) -> Double {
        guard object.height > 0 else { return .infinity }
        let (x, y) = (Double(object.x) + Double(object.width) / 2, Double(object.bottom))
        let across = Self.excess(of: x, over: Double(box.left), Double(box.right))
        let along = Self.excess(of: y, over: Double(box.top), Double(box.bottom))
        return Point(x: across, y: along).length / Double(object.height)
    }

    /// What share of the box an object covers; 0 where the object is more than ten times as large, as it is then no part of what
    /// the area shows.
    func share(coveredBy object: Box) -> Double {
        guard box.area > 0, object.area <= 10 * box.area else { return 0 }
        return Double(box.intersection(with: object)) / Double(box.area)
    }

    private static func excess(of value: Double, over least: Double, _ most: Double) -> Double {
        value < least ? least - value : (value > most ? value - most : 0)
    }
}
