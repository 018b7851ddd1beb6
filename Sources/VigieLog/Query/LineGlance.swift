/// What a line is about, found without reading it whole: in a long log most lines have nothing to do with what is asked.
struct LineGlance: Equatable {
    /// The top-level fields of these names; nil where the line has none.
    var type, id, stream: String?
    var frame: Int?

    /// The id by which other records name this one.
    var reference: String? {
        if let id { return id }
        guard type == "frame", let stream, let frame else { return nil }
        return FrameRecord.id(stream: stream, frame: frame)
    }

    /// Nil where a glance is not enough: the fields are not plain, or the line is no JSON object.
    init?(_ line: ArraySlice<UInt8>) {
        var place = line.startIndex
        var depth = 0
        /// Of the top level: the key whose value comes.
        var key: Key?
        var isValue = false
        while place < line.endIndex {
            let byte = line[place]
            place += 1
            switch byte {
            case .init(ascii: "\""):
                let start = place
                guard let (end, isPlain) = Self.endOfString(in: line, from: place) else { return nil }
                place = end + 1
                guard depth == 1 else { continue }
                if !isValue {
                    key = Key(line[start..<end])
                } else if let key {
                    guard isPlain else { return nil }
                    set(key, String(decoding: line[start..<end], as: UTF8.self))
                }
            case .init(ascii: ":"): if depth == 1 { isValue = true }
            case .init(ascii: ","): if depth == 1 { isValue = false }
            case .init(ascii: "{"), .init(ascii: "["): depth += 1
            case .init(ascii: "}"), .init(ascii: "]"): depth -= 1
            case .init(ascii: "0")...(.init(ascii: "9")):
                guard depth == 1, isValue, key == .frame, frame == nil else { continue }
                var value = Int(byte - .init(ascii: "0"))
                while place < line.endIndex, case .init(ascii: "0")...(.init(ascii: "9")) = line[place],
                    value < 1 << 53
                {
                    value = value * 10 + Int(line[place] - .init(ascii: "0"))
                    place += 1
                }
                frame = value
            default: break
            }
        }
        guard depth == 0, type != nil else { return nil }
    }

    private enum Key {
        case type, id, stream, frame

        init?(_ name: ArraySlice<UInt8>) {
            switch name.count {
            case 2 where name.elementsEqual("id".utf8): self = .id
            case 4 where name.elementsEqual("type".utf8): self = .type
            case 5 where name.elementsEqual("frame".utf8): self = .frame
            case 6 where name.elementsEqual("stream".utf8): self = .stream
            default: return nil
            }
        }
    }

    private mutating func set(_ key: Key, _ value: String) {
        switch key {
        case .type: type = value
        case .id: id = value
        case .stream: stream = value
        case .frame: break
        }
    }

    /// Where the string's closing quote stands, and whether nothing in it is escaped; nil where it has no end.
    private static func endOfString(in line: ArraySlice<UInt8>, from start: Int) -> (end: Int, isPlain: Bool)? {
        var place = start
        var isPlain = true
        while place < line.endIndex {
            if line[place] == .init(ascii: "\"") { return (place, isPlain) }
            if line[place] == .init(ascii: "\\") {
                isPlain = false
                place += 1
            }
            place += 1
        }
        return nil
    }
}
