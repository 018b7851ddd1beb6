/// A value that has one canonical JSON form.
public protocol CanonicalValue {
    /// Appends the value, whole, to `json`.
    func write(to json: inout CanonicalJSON)
}

extension String: CanonicalValue {
    public func write(to json: inout CanonicalJSON) { json.string(self) }
}

extension Bool: CanonicalValue {
    public func write(to json: inout CanonicalJSON) { json.bool(self) }
}

extension Int: CanonicalValue {
    public func write(to json: inout CanonicalJSON) { json.integer(Int64(self)) }
}

extension Int64: CanonicalValue {
    public func write(to json: inout CanonicalJSON) { json.integer(self) }
}

extension Float: CanonicalValue {
    public func write(to json: inout CanonicalJSON) { json.number(self) }
}

extension Double: CanonicalValue {
    public func write(to json: inout CanonicalJSON) { json.number(self) }
}

/// A missing value is null; a member that shall be absent is not written.
extension Optional: CanonicalValue where Wrapped: CanonicalValue {
    public func write(to json: inout CanonicalJSON) {
        if let self { self.write(to: &json) } else { json.null() }
    }
}

extension Array: CanonicalValue where Element: CanonicalValue {
    public func write(to json: inout CanonicalJSON) { json.array(self) }
}

extension Dictionary: CanonicalValue where Key == String, Value: CanonicalValue {
    public func write(to json: inout CanonicalJSON) { json.object(self) }
}
