public import VigieCore

/// An object that the detector found in a frame.
public struct DetectionRecord: Sendable, Hashable {
    /// A cell of the network's grid, counted from the top left.
    public struct Cell: Sendable, Hashable {
        public var x, y: Int

        /// The cell in column `x` and row `y`, both from 0.
        public init(x: Int, y: Int) {
            self.x = x
            self.y = y
        }
    }

    /// `stream/frame/k`: see `id(stream:frame:index:)`.
    public var id: String
    /// The stream's name in this log.
    public var stream: String
    /// Index of the frame.
    public var frame: Int
    /// The class's name as the model's manifest has it.
    public var `class`: String
    /// How sure the detector is, 0…1; comparable within one model only.
    public var score: Float
    /// The score that this class had to exceed, 0…1.
    public var threshold: Float
    /// Where, in pixels of the upright frame.
    public var box: Box
    /// Index into the frame's `crops`: the part that it was found in.
    public var crop: Int
    /// Stride of the network's grid that it comes from, in pixels of the network's input.
    public var level: Int
    /// The cell of that grid.
    public var cell: Cell
    /// What the score is made of, by name, such as `class` and `objectness`.
    public var raw: [String: Float]
    /// The candidates that it suppressed as the same object: see `rejectionID(stream:frame:index:)`.
    public var suppressed: [String]

    /// Takes the values as they are; `id` and `suppressed` are to be made by the two functions below.
    public init(
        id: String, stream: String, frame: Int, class: String, score: Float, threshold: Float, box: Box, crop: Int,
        level: Int, cell: Cell, raw: [String: Float], suppressed: [String]
    ) {
        self.id = id
        self.stream = stream
        self.frame = frame
        self.class = `class`
        self.score = score
        self.threshold = threshold
        self.box = box
        self.crop = crop
        self.level = level
        self.cell = cell
        self.raw = raw
        self.suppressed = suppressed
    }

    /// The name of a frame's detection number `index`, counted from 0.
    public static func id(stream: String, frame: Int, index: Int) -> String { "\(stream)/\(frame)/\(index)" }

    /// The name of a frame's rejected candidate number `index`, counted from 0.
    public static func rejectionID(stream: String, frame: Int, index: Int) -> String { "\(stream)/\(frame)/r\(index)" }
}

extension DetectionRecord: CanonicalValue {
    /// Writes the record as one canonical JSON object; in `box` and `raw`, null stands for a number that is not finite.
    public func write(to json: inout CanonicalJSON) {
        json.detection(
            id: id, stream: stream, frame: frame, class: `class`, score: score, threshold: threshold, box: box,
            crop: crop, level: level, cell: cell, raw: raw, suppressed: suppressed)
    }
}

extension CanonicalJSON {
    /// Writes a `detection` line's object, whatever its ids and raw values are kept as.
    mutating func detection(
        id: some CanonicalValue, stream: String, frame: Int, class: String, score: Float, threshold: Float, box: Box,
        crop: Int, level: Int, cell: DetectionRecord.Cell, raw: some CanonicalValue, suppressed: some CanonicalValue
    ) {
        object {
            $0.member("box", box)
            $0.member("cell", cell)
            $0.member("class", `class`)
            $0.member("crop", crop)
            $0.member("frame", frame)
            $0.member("id", id)
            $0.member("level", level)
            $0.member("raw", raw)
            $0.member("score", score)
            $0.member("stream", stream)
            $0.member("suppressed", suppressed)
            $0.member("threshold", threshold)
            $0.member("type", "detection")
        }
    }
}

/// `[x, y]`.
extension DetectionRecord.Cell: CanonicalValue, Decodable {
    /// Writes an array of two integers.
    public func write(to json: inout CanonicalJSON) {
        json.array {
            $0.element(x)
            $0.element(y)
        }
    }

    /// Reads an array of two integers.
    ///
    /// - Throws: `DecodingError` where it is another value.
    public init(from decoder: any Decoder) throws {
        let axes = try [Int](from: decoder).expecting(2, from: decoder)
        self.init(x: axes[0], y: axes[1])
    }
}

extension DetectionRecord: Decodable {
    private enum CodingKeys: CodingKey {
        case id, stream, frame, `class`, score, threshold, box, crop, level, cell, raw, suppressed
    }

    /// Reads a `detection` line; null in `box` or `raw` becomes NaN, and unknown fields are passed over.
    ///
    /// - Throws: `DecodingError` with the path of the field that is missing or wrong.
    public init(from decoder: any Decoder) throws {
        let record = try decoder.container(keyedBy: CodingKeys.self)
        id = try record.decode(String.self, forKey: .id)
        stream = try record.decode(String.self, forKey: .stream)
        frame = try record.decode(Int.self, forKey: .frame)
        `class` = try record.decode(String.self, forKey: .class)
        score = try record.decode(Float.self, forKey: .score)
        threshold = try record.decode(Float.self, forKey: .threshold)
        box = try record.decode(Box.self, forKey: .box)
        crop = try record.decode(Int.self, forKey: .crop)
        level = try record.decode(Int.self, forKey: .level)
        cell = try record.decode(Cell.self, forKey: .cell)
        raw = try record.decode([String: Float?].self, forKey: .raw).mapValues { $0 ?? .nan }
        suppressed = try record.decode([String].self, forKey: .suppressed)
    }
}
