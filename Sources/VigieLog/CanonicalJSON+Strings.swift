extension CanonicalJSON {
    /// Writes a string: quotes, backslashes and control characters escaped, everything else as its UTF-8.
    ///
    /// Source: RFC 8785, 3.2.2.2.
    public mutating func string(_ text: String) { string { $0.piece(text) } }

    /// Writes a string of the 16 lower-case hexadecimal digits of `value`, the highest first.
    public mutating func hexadecimal(_ value: UInt64) {
        string { json in
            for place in stride(from: 60, through: 0, by: -4) {
                json.bytes.append(hexadecimalDigit(UInt8(truncatingIfNeeded: value >> place) & 15, ten: "a"))
            }
        }
    }

    /// Writes a string that is made of pieces, each put at its place at once.
    mutating func string(_ pieces: (inout CanonicalJSON) -> Void) {
        bytes.append(.init(ascii: "\""))
        pieces(&self)
        bytes.append(.init(ascii: "\""))
    }

    /// Adds text to the string that is open.
    mutating func piece(_ text: String) {
        let start = bytes.count
        bytes.append(contentsOf: text.utf8)
        if contains(from: start, Self.mustEscape) {
            bytes.removeSubrange(start...)
            for byte in text.utf8 { appendEscaped(byte) }
        }
    }

    /// Adds the digits of a number that is not negative to the string that is open.
    mutating func piece(_ number: Int) { digits(UInt64(number.magnitude)) }

    private static func mustEscape(_ byte: UInt8) -> Bool {
        byte < 0x20 || byte == .init(ascii: "\"") || byte == .init(ascii: "\\")
    }

    private mutating func appendEscaped(_ byte: UInt8) {
        switch byte {
        case .init(ascii: "\""): append(#"\""#)
        case .init(ascii: "\\"): append(#"\\"#)
        case 0x08: append(#"\b"#)
        case 0x09: append(#"\t"#)
        case 0x0A: append(#"\n"#)
        case 0x0C: append(#"\f"#)
        case 0x0D: append(#"\r"#)
        case 0..<0x20:
            append(byte < 0x10 ? #"\u000"# : #"\u001"#)
            bytes.append(hexadecimalDigit(byte & 15, ten: "a"))
        default: bytes.append(byte)
        }
    }
}

extension String {
    /// Text from bytes that ought to be UTF-8, such as a file name: what is no UTF-8 is percent-encoded, byte by byte.
    ///
    /// For people to read. It cannot be undone, as a `%` that was there stays as it is.
    public init(percentEncodingInvalidUTF8 bytes: [UInt8]) {
        var text: [UInt8] = []
        var source = bytes.makeIterator()
        var parser = Unicode.UTF8.ForwardParser()
        var offset = 0
        parsing: while true {
            switch parser.parseScalar(from: &source) {
            case .valid(let scalar):
                text += scalar
                offset += scalar.count
            case .error(let length):
                for byte in bytes[offset..<offset + length] {
                    text.append(.init(ascii: "%"))
                    text.append(hexadecimalDigit(byte >> 4, ten: "A"))
                    text.append(hexadecimalDigit(byte & 15, ten: "A"))
                }
                offset += length
            case .emptyInput: break parsing
            }
        }
        self = String(decoding: text, as: UTF8.self)
    }
}

/// The digit of `value`, 0…15, where 10 is written as `ten`.
private func hexadecimalDigit(_ value: UInt8, ten: Unicode.Scalar) -> UInt8 {
    value < 10 ? .init(ascii: "0") + value : .init(ascii: ten) + value - 10
}
