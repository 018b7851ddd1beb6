// How the log spells the values of VigieCore, and reads them back.

public import VigieCore

/// 64 lower-case hexadecimal digits.
extension Digest: CanonicalValue, Decodable {
    /// Writes the digits as a string.
    public func write(to json: inout CanonicalJSON) { json.string(hex) }

    /// Reads the digits from a string.
    ///
    /// - Throws: `DecodingError` where it is no string of 64 lower-case hexadecimal digits.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        guard let digest = Digest(hex: try container.decode(String.self)) else {
            throw DecodingError.dataCorruptedError(
                in: container, debugDescription: "is not 64 lower-case hexadecimal digits")
        }
        self = digest
    }
}

/// 16 lower-case hexadecimal digits.
extension PictureHash: CanonicalValue, Decodable {
    /// Writes the digits as a string.
    public func write(to json: inout CanonicalJSON) { json.hexadecimal(value) }

    /// Reads the digits from a string.
    ///
    /// - Throws: `DecodingError` where it is no string of 16 lower-case hexadecimal digits.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let text = try container.decode(String.self)
        guard let value = UInt64(text, radix: 16), PictureHash(value: value).description == text else {
            throw DecodingError.dataCorruptedError(
                in: container, debugDescription: "is not 16 lower-case hexadecimal digits")
        }
        self.init(value: value)
    }
}

/// `[x, y, width, height]`; null for a number that was not finite.
extension Box: CanonicalValue, Decodable {
    /// Writes an array of four numbers, each the shortest decimal of its fp32.
    public func write(to json: inout CanonicalJSON) {
        json.array {
            $0.element(x)
            $0.element(y)
            $0.element(width)
            $0.element(height)
        }
    }

    /// Reads an array of four numbers; null becomes NaN.
    ///
    /// - Throws: `DecodingError` where it is another value.
    public init(from decoder: any Decoder) throws {
        let sides = try [Float?](from: decoder).expecting(4, from: decoder).map { $0 ?? .nan }
        self.init(x: sides[0], y: sides[1], width: sides[2], height: sides[3])
    }
}

/// `[x, y, width, height]`.
extension Region: CanonicalValue, Decodable {
    /// Writes an array of four integers.
    public func write(to json: inout CanonicalJSON) {
        json.array {
            $0.element(x)
            $0.element(y)
            $0.element(width)
            $0.element(height)
        }
    }

    /// Reads an array of four integers.
    ///
    /// - Throws: `DecodingError` where it is another value.
    public init(from decoder: any Decoder) throws {
        let sides = try [Int](from: decoder).expecting(4, from: decoder)
        self.init(x: sides[0], y: sides[1], width: sides[2], height: sides[3])
    }
}

/// `[numerator, denominator]`.
extension TimeBase: CanonicalValue, Decodable {
    /// Writes an array of two integers.
    public func write(to json: inout CanonicalJSON) {
        json.array {
            $0.element(Int(numerator))
            $0.element(Int(denominator))
        }
    }

    /// Reads an array of two integers of 32 bits.
    ///
    /// - Throws: `DecodingError` where it is another value.
    public init(from decoder: any Decoder) throws {
        let terms = try [Int32](from: decoder).expecting(2, from: decoder)
        self.init(numerator: terms[0], denominator: terms[1])
    }
}

extension Array {
    /// The array itself, which must have `count` elements.
    func expecting(_ count: Int, from decoder: any Decoder) throws -> Self {
        guard self.count == count else {
            throw DecodingError.dataCorrupted(
                .init(
                    codingPath: decoder.codingPath, debugDescription: "has \(self.count) elements instead of \(count)"))
        }
        return self
    }
}

extension KeyedDecodingContainer {
    /// An integer that is written as a string beyond 2⁵³; nil where it is null or absent.
    func wideInteger(forKey key: Key) throws -> Int64? {
        do {
            return try decodeIfPresent(Int64.self, forKey: key)
        } catch DecodingError.typeMismatch {
            guard let value = Int64(try decode(String.self, forKey: key)) else {
                throw DecodingError.dataCorruptedError(
                    forKey: key, in: self, debugDescription: "is not an integer of 64 bits")
            }
            return value
        }
    }
}
