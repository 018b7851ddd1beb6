/// Any JSON value.
///
/// JSON has one kind of number, which RFC 8785 reads as fp64; so a value that was written reads back equal.
public enum JSONValue: Sendable, Hashable {
    case null
    case bool(Bool)
    case number(Double)
    case string(String)
    case array([JSONValue])
    case object([String: JSONValue])

    /// An integer: a number up to 2⁵³ in size, and a string of its digits beyond.
    public static func int(_ value: Int) -> JSONValue {
        value.magnitude <= 1 << 53 ? .number(Double(value)) : .string(String(value))
    }

    /// The number that the shortest decimal of an fp32 stands for: 0.1 for `Float(0.1)`; null where it is not finite.
    public static func float(_ value: Float) -> JSONValue {
        guard value.isFinite, let number = Double(value.description) else { return .null }
        return .number(number)
    }
}

extension JSONValue: CanonicalValue {
    /// Writes the value whole, objects sorted by key at each level.
    public func write(to json: inout CanonicalJSON) {
        switch self {
        case .null: json.null()
        case .bool(let value): json.bool(value)
        case .number(let value): json.number(value)
        case .string(let value): json.string(value)
        case .array(let elements): json.array(elements)
        case .object(let members): json.object(members)
        }
    }
}

extension JSONValue: Decodable {
    /// Reads any value; all numbers become fp64.
    ///
    /// - Throws: What the decoder throws where it cannot read a value.
    public init(from decoder: any Decoder) throws {
        let value = try decoder.singleValueContainer()
        if value.decodeNil() {
            self = .null
            return
        }
        // The decoder tells what kind of value stands there only by refusing the others.
        let attempts: [() throws -> JSONValue] = [
            { .bool(try value.decode(Bool.self)) },
            { .number(try value.decode(Double.self)) },
            { .string(try value.decode(String.self)) },
            { .array(try value.decode([JSONValue].self)) },
        ]
        for attempt in attempts {
            do {
                self = try attempt()
                return
            } catch DecodingError.typeMismatch {
                continue
            }
        }
        self = .object(try value.decode([String: JSONValue].self))
    }
}
