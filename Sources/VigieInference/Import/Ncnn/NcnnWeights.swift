/// Reads a `.bin` file from front to back: the weights of the layers, in their order.
struct NcnnWeights {
    /// How an array of weights is stored; the tag in front of it.
    private enum Storage: UInt32 {
        case single = 0
        case half = 0x0130_6B47
        case byte = 0x000D_4B38
    }

    private let bytes: [UInt8]
    private let file: String
    private var offset = 0

    init(_ bytes: [UInt8], file: String) {
        self.bytes = bytes
        self.file = file
    }

    /// Tagged weights, `count` of them; whole numbers where they are quantised.
    mutating func weights(_ count: Int, of layer: NcnnLayer) throws(ModelError) -> (numbers: [Float], quantised: Bool) {
        let start = offset
        let tag = LittleEndian.numbers(UInt32.self, in: try take(4, of: layer)) { $0 }[0]
        switch Storage(rawValue: tag) {
        case .single: return (LittleEndian.singles(in: try take(4 * count, of: layer)), false)
        case .half:
            return (LittleEndian.halves(in: try take((2 * count + 3) / 4 * 4, of: layer).prefix(2 * count)), false)
        case .byte:
            let data = try take((count + 3) / 4 * 4, of: layer).prefix(count)
            return (data.map { Float(Int8(bitPattern: $0)) }, true)
        case nil:
            throw .malformed(
                file: file, place: "byte \(start)",
                reason: "the weights of \(layer.name) begin with the unknown tag 0x\(String(tag, radix: 16))")
        }
    }

    /// Plain fp32 numbers.
    mutating func singles(_ count: Int, of layer: NcnnLayer) throws(ModelError) -> [Float] {
        LittleEndian.singles(in: try take(4 * count, of: layer))
    }

    /// - Throws: where bytes are left that no layer has read.
    func finish() throws(ModelError) {
        guard offset == bytes.count else {
            throw .malformed(
                file: file, place: "byte \(offset)",
                reason: "\(bytes.count - offset) bytes are left after the last layer")
        }
    }

    private mutating func take(_ count: Int, of layer: NcnnLayer) throws(ModelError) -> ArraySlice<UInt8> {
        guard count <= bytes.count - offset else {
            throw .malformed(
                file: file, place: "byte \(offset)",
                reason: "layer \(layer.name) needs \(count) bytes and \(bytes.count - offset) are left")
        }
        defer { offset += count }
        return bytes[offset..<offset + count]
    }
}
