/// A buffer that JSON is appended to in its canonical form, so that equal values have equal bytes.
///
/// The form is that of RFC 8785 (JSON Canonicalization Scheme): UTF-8, no white space, keys in ascending order of their
/// UTF-16 code units, numbers as ECMAScript writes them. Fixed records write their members in that order themselves,
/// which a debug build asserts; only dictionaries are sorted while running.
///
/// ```swift
/// var json = CanonicalJSON()
/// json.object {
///     $0.member("frame", 12)
///     $0.member("stream", "vtest")
/// }
/// json.bytes  // {"frame":12,"stream":"vtest"}
/// ```
public struct CanonicalJSON: Sendable {
    /// What has been written since the last `removeAll()`.
    public internal(set) var bytes: [UInt8] = []

    #if DEBUG
        /// The last key written in each object that is open, outermost first.
        private var lastKeys: [String?] = []
    #endif

    /// An empty buffer.
    public init() {}

    /// The canonical form of one value.
    public static func bytes(of value: some CanonicalValue) -> [UInt8] {
        var json = CanonicalJSON()
        value.write(to: &json)
        return json.bytes
    }

    /// Empties the buffer and keeps its memory.
    public mutating func removeAll() { bytes.removeAll(keepingCapacity: true) }

    /// Ends a line of JSON Lines.
    public mutating func endLine() { bytes.append(.init(ascii: "\n")) }

    /// Writes an object; `members` must write its members in ascending order of their keys.
    public mutating func object(_ members: (inout CanonicalJSON) -> Void) {
        #if DEBUG
            lastKeys.append(nil)
        #endif
        bytes.append(.init(ascii: "{"))
        members(&self)
        bytes.append(.init(ascii: "}"))
        #if DEBUG
            lastKeys.removeLast()
        #endif
    }

    /// Writes an object from a dictionary, sorted by key.
    public mutating func object<Value: CanonicalValue>(_ members: [String: Value]) {
        object { json in
            let sorted = members.sorted { $0.key.utf16.lexicographicallyPrecedes($1.key.utf16) }
            for (key, value) in sorted {
                json.separate()
                json.checkOrder(of: key)
                json.string(key)
                json.bytes.append(.init(ascii: ":"))
                value.write(to: &json)
            }
        }
    }

    /// Writes one member of the object that is open.
    ///
    /// - Parameters:
    ///   - key: ASCII without quotes, backslashes and control characters; greater than the key before it.
    ///   - value: Written in its own canonical form.
    public mutating func member(_ key: StaticString, _ value: some CanonicalValue) {
        separate()
        checkOrder(of: key.description)
        bytes.append(.init(ascii: "\""))
        unsafe bytes.append(contentsOf: UnsafeBufferPointer(start: key.utf8Start, count: key.utf8CodeUnitCount))
        bytes.append(.init(ascii: "\""))
        bytes.append(.init(ascii: ":"))
        value.write(to: &self)
    }

    /// Writes an array.
    public mutating func array(_ elements: some Sequence<some CanonicalValue>) {
        bytes.append(.init(ascii: "["))
        for element in elements {
            separate()
            element.write(to: &self)
        }
        bytes.append(.init(ascii: "]"))
    }

    /// Writes `null`.
    public mutating func null() { append("null") }

    /// Writes `true` or `false`.
    public mutating func bool(_ value: Bool) { append(value ? "true" : "false") }

    mutating func append(_ text: StaticString) {
        unsafe bytes.append(contentsOf: UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
    }

    /// Writes the comma before an element or member, unless it is the first: then a bracket stands before it.
    private mutating func separate() {
        if let last = bytes.last, last != .init(ascii: "{"), last != .init(ascii: "[") {
            bytes.append(.init(ascii: ","))
        }
    }

    @inline(__always)
    private mutating func checkOrder(of key: @autoclosure () -> String) {
        #if DEBUG
            let key = key()
            guard let open = lastKeys.indices.last else { preconditionFailure("the member \(key) is in no object") }
            if let last = lastKeys[open] {
                assert(
                    last.utf16.lexicographicallyPrecedes(key.utf16),
                    "the key \(key) is written after \(last), but canonical JSON has its keys in ascending order")
            }
            lastKeys[open] = key
        #endif
    }
}
