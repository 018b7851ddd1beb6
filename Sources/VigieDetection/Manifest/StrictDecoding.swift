internal import FoundationEssentials

/// A key that no manifest has.
struct UnknownKey: Error {
    var path: [any CodingKey]
}

/// A value that has the right type and cannot be right.
struct WrongValue: Error {
    var path: [any CodingKey]
    var reason: String
}

private struct AnyKey: CodingKey {
    var stringValue: String
    var intValue: Int? { nil }

    init(stringValue: String) { self.stringValue = stringValue }
    init?(intValue: Int) { nil }
}

extension Decoder {
    /// The object's container; each of its keys must be a case of `Key`, so that a misspelt one does not go unseen.
    func strictContainer<Key: CodingKey & CaseIterable>(
        keyedBy type: Key.Type
    ) throws -> StrictContainer<Key> {
        let known = Set(Key.allCases.map(\.stringValue))
        let unknown = try container(keyedBy: AnyKey.self).allKeys
            .filter { !known.contains($0.stringValue) }.min { $0.stringValue < $1.stringValue }
        if let unknown { throw UnknownKey(path: codingPath + [unknown]) }
        return StrictContainer(container: try container(keyedBy: type))
    }
}

/// A keyed container whose values can be checked as they are read.
struct StrictContainer<Key: CodingKey> {
    let container: KeyedDecodingContainer<Key>

    /// The value of `key`.
    ///
    /// - Throws: `WrongValue` with `expected` where `isValid` says no.
    func value<Value: Decodable>(
        _ key: Key, expected: String = "", where isValid: (Value) -> Bool = { _ in true }
    ) throws -> Value {
        let value = try container.decode(Value.self, forKey: key)
        if !isValid(value) { throw wrong(key, expected) }
        return value
    }

    /// As `value`, or nil where the key is absent or null.
    func optional<Value: Decodable>(
        _ key: Key, expected: String = "", where isValid: (Value) -> Bool = { _ in true }
    ) throws -> Value? {
        guard let value = try container.decodeIfPresent(Value.self, forKey: key) else { return nil }
        if !isValid(value) { throw wrong(key, expected) }
        return value
    }

    func wrong(_ key: Key, _ reason: String) -> WrongValue {
        WrongValue(path: container.codingPath + [key], reason: reason)
    }
}

extension DetectionError {
    /// The sentence for what went wrong while reading a manifest.
    static func manifest(file: String, _ error: any Error) -> DetectionError {
        func place(_ path: [any CodingKey]) -> String {
            path.reduce("") { text, key in
                key.intValue.map { "\(text)[\($0)]" } ?? (text.isEmpty ? key.stringValue : "\(text).\(key.stringValue)")
            }
        }
        switch error {
        case let error as UnknownKey:
            return .manifest(file: file, place: place(error.path), reason: "is no key of a manifest")
        case let error as WrongValue:
            return .manifest(file: file, place: place(error.path), reason: "must be \(error.reason)")
        case DecodingError.keyNotFound(let key, let context):
            return .manifest(file: file, place: place(context.codingPath + [key]), reason: "is missing")
        case DecodingError.valueNotFound(_, let context):
            return .manifest(file: file, place: place(context.codingPath), reason: "must not be null")
        case DecodingError.typeMismatch(let type, let context):
            return .manifest(file: file, place: place(context.codingPath), reason: "is not \(Self.kind(type))")
        case DecodingError.dataCorrupted(let context) where !context.codingPath.isEmpty:
            return .manifest(file: file, place: place(context.codingPath), reason: context.debugDescription)
        default:
            return .manifest(file: file, place: "", reason: "is not valid JSON")
        }
    }

    private static func kind(_ type: any Any.Type) -> String {
        switch type {
        case is String.Type: "a text"
        case is Int.Type, is Int64.Type: "a whole number"
        case is Float.Type: "a number"
        case is Bool.Type: "true or false"
        case is [Any].Type: "a list"
        default: "an object"
        }
    }
}
