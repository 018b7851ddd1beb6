extension CanonicalJSON {
    /// Writes a string: quotes, backslashes and control characters escaped, everything else as its UTF-8.
    ///
    /// Source: RFC 8785, 3.2.2.2.
    public mutating func string(_ text: String) {
        bytes.append(.init(ascii: "\""))
        let start = bytes.count
        bytes.append(contentsOf: text.utf8)
        if bytes[start...].contains(where: Self.mustEscape) {
            bytes.removeSubrange(start...)
            for byte in text.utf8 { appendEscaped(byte) }
        }
        bytes.append(.init(ascii: "\""))
    }

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
