public import VigieCore

/// A part of the picture in which something moves.
public struct MovingRegion: Sendable, Hashable {
    /// Where, in pixels of the upright frame.
    public var box: Box
    /// Foreground inside the box, in square pixels of the frame.
    public var area: Float
    /// The mean place of what moves, in pixels of the upright frame.
    public var centroidX, centroidY: Float
    /// For how many frames in a row, this one included, something was at this place.
    public var age: Int

    /// Takes the values as they are.
    public init(box: Box, area: Float, centroidX: Float, centroidY: Float, age: Int) {
        self.box = box
        self.area = area
        self.centroidX = centroidX
        self.centroidY = centroidY
        self.age = age
    }
}

extension MovingRegion: CanonicalValue {
    /// Writes the region as one object.
    public func write(to json: inout CanonicalJSON) {
        json.object {
            $0.member("age", age)
            $0.member("area", area)
            $0.member("box", box)
            $0.member("centroid", Point(x: centroidX, y: centroidY))
        }
    }

    /// `[x, y]`.
    private struct Point: CanonicalValue {
        let x, y: Float

        func write(to json: inout CanonicalJSON) {
            json.array {
                $0.element(x)
                $0.element(y)
            }
        }
    }
}

extension MovingRegion: Decodable {
    private enum CodingKeys: CodingKey { case age, area, box, centroid }

    /// Reads a region; null in a number that was not finite becomes NaN.
    ///
    /// - Throws: `DecodingError` with the path of the field that is missing or wrong.
    public init(from decoder: any Decoder) throws {
        let region = try decoder.container(keyedBy: CodingKeys.self)
        age = try region.decode(Int.self, forKey: .age)
        area = try region.decode(Float?.self, forKey: .area) ?? .nan
        box = try region.decode(Box.self, forKey: .box)
        let centroid = try region.decode([Float?].self, forKey: .centroid).expecting(2, from: decoder)
        (centroidX, centroidY) = (centroid[0] ?? .nan, centroid[1] ?? .nan)
    }
}
