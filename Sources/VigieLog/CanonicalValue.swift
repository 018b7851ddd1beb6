/// A value that has one canonical JSON form.
public protocol CanonicalValue {
    /// Appends the value, whole, to `json`.
    func write(to json: inout CanonicalJSON)
}

extension String: CanonicalValue {
    /// Writes the text in quotes, escaped only where JSON demands it.
    public func write(to json: inout CanonicalJSON) { json.string(self) }
}

extension Bool: CanonicalValue {
    /// Writes `true` or `false`.
    public func write(to json: inout CanonicalJSON) { json.bool(self) }
}

extension Int: CanonicalValue {
    /// Writes a number up to 2⁵³ in size, and a string of its digits beyond.
    public func write(to json: inout CanonicalJSON) { json.integer(Int64(self)) }
}

extension Int64: CanonicalValue {
    /// Writes a number up to 2⁵³ in size, and a string of its digits beyond.
    public func write(to json: inout CanonicalJSON) { json.integer(self) }
}

extension Float: CanonicalValue {
    /// Writes the shortest decimal that reads back to the same fp32; null where it is not finite.
    public func write(to json: inout CanonicalJSON) { json.number(self) }
}

extension Double: CanonicalValue {
    /// Writes the shortest decimal that reads back to the same fp64; null where it is not finite.
    public func write(to json: inout CanonicalJSON) { json.number(self) }
}

/// A missing value is null; a member that shall be absent is not written.
extension Optional: CanonicalValue where Wrapped: CanonicalValue {
    /// Writes the value, or null where there is none.
    public func write(to json: inout CanonicalJSON) {
        if let self { self.write(to: &json) } else { json.null() }
    }
}

extension Array: CanonicalValue where Element: CanonicalValue {
    /// Writes the elements in their order.
    public func write(to json: inout CanonicalJSON) { json.array(self) }
}

extension Dictionary: CanonicalValue where Key == String, Value: CanonicalValue {
    /// Writes an object, its members sorted by key.
    public func write(to json: inout CanonicalJSON) { json.object(self) }
}
