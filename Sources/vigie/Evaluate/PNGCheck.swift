internal import FoundationEssentials

/// Whether a PNG is as it was written. FFmpeg passes over a chunk whose checksum is wrong, and without its palette a mask
/// is black: a figure would rest on it without a word.
///
/// - Source: PNG specification, third edition, 5.3 (chunk layout) and 5.5 (CRC algorithm).
enum PNGCheck {
    private static let signature: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]

    private static let table: [UInt32] = (0..<256).map { byte in
        (0..<8).reduce(UInt32(byte)) { rest, _ in rest & 1 == 1 ? rest >> 1 ^ 0xEDB8_8320 : rest >> 1 }
    }

    /// What is wrong with a file that begins as a PNG; nil where nothing is, and for any other file.
    static func damage(in path: String) -> String? {
        // A file that cannot be read has an error of its own when it is opened as a picture.
        guard let data = FileManager.default.contents(atPath: path) else { return nil }
        return damage([UInt8](data))
    }

    private static func damage(_ bytes: [UInt8]) -> String? {
        guard bytes.starts(with: signature) else { return nil }
        func number(at place: Int) -> Int { (0..<4).reduce(0) { $0 << 8 | Int(bytes[place + $1]) } }
        var place = signature.count
        while place + 12 <= bytes.count {
            let length = number(at: place)
            guard place + 12 + length <= bytes.count else { break }
            let covered = bytes[place + 4..<place + 8 + length]
            let crc = ~covered.reduce(UInt32.max) { $0 >> 8 ^ table[Int(truncatingIfNeeded: $0 & 255) ^ Int($1)] }
            let name = String(decoding: covered.prefix(4), as: UTF8.self)
            guard Int(crc) == number(at: place + 8 + length) else {
                return "the checksum of its \(name) chunk is wrong"
            }
            if name == "IEND" { return nil }
            place += 12 + length
        }
        return "it is cut off"
    }
}
