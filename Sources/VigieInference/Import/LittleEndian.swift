import FoundationEssentials

/// Reads arrays of little-endian numbers, which is how both model formats store their weights.
enum LittleEndian {
    /// `bytes` as numbers of type `Raw`, each passed through `transform`; what is left of the last number is ignored.
    static func numbers<Raw: FixedWidthInteger, Element>(
        _ raw: Raw.Type, in bytes: some ContiguousBytes, _ transform: (Raw) -> Element
    ) -> [Element] {
        let size = MemoryLayout<Raw>.size
        return bytes.withUnsafeBytes { buffer in
            (0..<buffer.count / size).map {
                transform(Raw(littleEndian: buffer.loadUnaligned(fromByteOffset: $0 * size, as: Raw.self)))
            }
        }
    }

    static func singles(in bytes: some ContiguousBytes) -> [Float] {
        numbers(UInt32.self, in: bytes) { Float(bitPattern: $0) }
    }

    static func halves(in bytes: some ContiguousBytes) -> [Float] {
        numbers(UInt16.self, in: bytes) { Float(Float16(bitPattern: $0)) }
    }
}
