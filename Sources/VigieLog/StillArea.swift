public import VigieCore

/// A part of the picture that looks other than the scene did before, and has stayed as it is since.
public struct StillArea: Sendable, Hashable {
    /// What became of the scene there; a string, so that later versions may tell more.
    public var kind: String
    /// Counts the stream's areas from 0; the same as long as one stays.
    public var id: Int
    /// Where, in pixels of the upright frame.
    public var box: Box
    /// What differs inside the box, in square pixels of the frame.
    public var area: Float
    /// Since when it has looked as it does, in seconds of media time.
    public var since: Double

    /// Takes the values as they are.
    public init(id: Int, box: Box, area: Float, since: Double, kind: String) {
        self.kind = kind
        self.id = id
        self.box = box
        self.area = area
        self.since = since
    }
}

extension StillArea: CanonicalValue {
    /// Writes the area as one object.
    public func write(to json: inout CanonicalJSON) {
        json.object {
            $0.member("area", area)
            $0.member("box", box)
            $0.member("id", id)
            $0.member("kind", kind)
            $0.member("since", since)
        }
    }
}

extension StillArea: Decodable {
    private enum CodingKeys: CodingKey { case area, box, id, kind, since }

    /// Reads an area; null in a number that was not finite becomes NaN.
    ///
    /// - Throws: `DecodingError` with the path of the field that is missing or wrong.
    public init(from decoder: any Decoder) throws {
        let still = try decoder.container(keyedBy: CodingKeys.self)
        area = try still.decode(Float?.self, forKey: .area) ?? .nan
        box = try still.decode(Box.self, forKey: .box)
        id = try still.decode(Int.self, forKey: .id)
        kind = try still.decode(String.self, forKey: .kind)
        since = try still.decode(Double?.self, forKey: .since) ?? .nan
    }
}
