public import VigieCore

/// Where in a frame something moved: the foreground of the reduced grid, after clean-up. It explains, and decides nothing.
public struct MotionRecord: Sendable, Hashable {
    /// The stream's name in this log.
    public var stream: String
    /// Index of the frame.
    public var frame: Int
    /// Side of a cell of the grid, in pixels of the upright frame: cell (x, y) covers the pixels
    /// [x · cell, (x + 1) · cell) × [y · cell, (y + 1) · cell), and the last column and row also what remains.
    public var cell: Int
    /// The foreground, in upright orientation.
    public var mask: RunLengthMask
    /// The picture as a whole; nil where nobody has measured it.
    public var picture: Picture?

    /// What the camera's health is judged by; luma in grey levels, 0…255.
    public struct Picture: Sendable, Hashable, Decodable {
        /// Mean luma.
        public var brightness: Float
        /// Standard deviation of the reduced luma.
        public var contrast: Float
        /// Mean absolute difference between horizontal neighbours of the decoded picture.
        public var detail: Float
        /// Mean absolute difference of the reduced luma from that of the frame before; nil for the first.
        public var change: Float?
        /// How far the picture lies from the background, `[x, y]` in pixels.
        public var displacement: [Float]

        /// Takes the values as they are.
        public init(brightness: Float, contrast: Float, detail: Float, change: Float?, displacement: [Float]) {
            self.brightness = brightness
            self.contrast = contrast
            self.detail = detail
            self.change = change
            self.displacement = displacement
        }
    }

    /// Takes the values as they are; `mask` is to have at least one cell.
    public init(stream: String, frame: Int, cell: Int, mask: RunLengthMask, picture: Picture? = nil) {
        self.stream = stream
        self.frame = frame
        self.cell = cell
        self.mask = mask
        self.picture = picture
    }
}

extension MotionRecord.Picture: CanonicalValue {
    /// Writes the measures as one object.
    public func write(to json: inout CanonicalJSON) {
        json.object {
            $0.member("brightness", brightness)
            $0.member("change", change)
            $0.member("contrast", contrast)
            $0.member("detail", detail)
            $0.member("displacement", displacement)
        }
    }
}

extension MotionRecord: CanonicalValue {
    /// Writes the record as one canonical JSON object. Allocates nothing but what the buffer grows by.
    public func write(to json: inout CanonicalJSON) {
        json.object {
            $0.member("cell", cell)
            $0.member("frame", frame)
            $0.member("grid", GridSize(width: mask.width, height: mask.height))
            if let picture { $0.member("picture", picture) }
            $0.member("runs", mask.runs)
            $0.member("stream", stream)
            $0.member("type", "motion")
        }
    }
}

extension MotionRecord: Decodable {
    private enum CodingKeys: CodingKey { case cell, frame, grid, picture, runs, stream }

    /// Reads a `motion` line; unknown fields are passed over.
    ///
    /// - Throws: `DecodingError` with the path of the field that is missing or wrong.
    public init(from decoder: any Decoder) throws {
        let record = try decoder.container(keyedBy: CodingKeys.self)
        stream = try record.decode(String.self, forKey: .stream)
        frame = try record.decode(Int.self, forKey: .frame)
        cell = try record.decode(Int.self, forKey: .cell)
        guard cell > 0 else {
            throw DecodingError.dataCorruptedError(
                forKey: .cell, in: record, debugDescription: "is \(cell), but must be at least 1")
        }
        picture = try record.decodeIfPresent(Picture.self, forKey: .picture)
        let grid = try record.decode(GridSize.self, forKey: .grid)
        let runs = try record.decode([Int].self, forKey: .runs)
        do throws(RunLengthMaskError) {
            mask = try RunLengthMask(width: grid.width, height: grid.height, runs: runs)
        } catch {
            let isSize = if case .size = error { true } else { false }
            throw DecodingError.dataCorruptedError(
                forKey: isSize ? .grid : .runs, in: record, debugDescription: "\(error)")
        }
    }
}

/// `[width, height]`.
private struct GridSize: CanonicalValue, Decodable {
    let width, height: Int

    init(width: Int, height: Int) {
        self.width = width
        self.height = height
    }

    init(from decoder: any Decoder) throws {
        let sides = try [Int](from: decoder).expecting(2, from: decoder)
        self.init(width: sides[0], height: sides[1])
    }

    func write(to json: inout CanonicalJSON) {
        json.array {
            $0.element(width)
            $0.element(height)
        }
    }
}
