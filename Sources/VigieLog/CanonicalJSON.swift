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
///
/// Writing allocates nothing but what the buffer grows by, dictionaries and numbers beyond `ShortDecimal` aside. It goes
/// by indices: in a debug build the standard library's generic loops and searches allocate.
public struct CanonicalJSON: Sendable {
    /// What has been written since the last `removeAll()`.
    public internal(set) var bytes: [UInt8] = []

    #if DEBUG
        /// Where the last key of each object that is open stands in `bytes`, outermost first; empty before the first.
        private var lastKeys: [Range<Int>] = []
    #endif

    /// An empty buffer.
    ///
    /// - Parameter capacity: Bytes that fit in before it grows.
    public init(capacity: Int = 0) { bytes.reserveCapacity(capacity) }

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

    /// Writes a value as a line of JSON Lines.
    public mutating func line(_ value: some CanonicalValue) {
        value.write(to: &self)
        endLine()
    }

    /// Writes an object; `members` must write its members in ascending order of their keys.
    public mutating func object(_ members: (inout CanonicalJSON) -> Void) {
        #if DEBUG
            lastKeys.append(0..<0)
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
        bytes.append(.init(ascii: "\""))
        append(key)
        checkOrder(ofKeyIn: bytes.count - key.utf8CodeUnitCount..<bytes.count)
        bytes.append(.init(ascii: "\""))
        bytes.append(.init(ascii: ":"))
        value.write(to: &self)
    }

    /// Writes an array.
    public mutating func array(_ elements: [some CanonicalValue]) {
        array { for index in elements.indices { $0.element(elements[index]) } }
    }

    /// Writes an array, whose `elements` are written one by one.
    public mutating func array(_ elements: (inout CanonicalJSON) -> Void) {
        bytes.append(.init(ascii: "["))
        elements(&self)
        bytes.append(.init(ascii: "]"))
    }

    /// Writes one element of the array that is open.
    public mutating func element(_ value: some CanonicalValue) {
        separate()
        value.write(to: &self)
    }

    /// Writes `null`.
    public mutating func null() { append("null") }

    /// Writes `true` or `false`.
    public mutating func bool(_ value: Bool) { append(value ? "true" : "false") }

    /// Writes a value that is there as text already.
    mutating func verbatim(_ text: [UInt8]) { bytes.append(contentsOf: text) }

    mutating func append(_ other: CanonicalJSON) { bytes.append(contentsOf: other.bytes) }

    mutating func append(_ text: StaticString) {
        unsafe bytes.append(contentsOf: UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
    }

    /// Writes the comma before an element or member, unless it is the first: then a bracket stands before it.
    private mutating func separate() {
        let last = bytes.count - 1
        if last >= 0, bytes[last] != .init(ascii: "{"), bytes[last] != .init(ascii: "[") {
            bytes.append(.init(ascii: ","))
        }
    }

    /// Whether any of the bytes from `start` on is such.
    func contains(from start: Int, _ isSuch: (UInt8) -> Bool) -> Bool {
        for index in start..<bytes.count where isSuch(bytes[index]) { return true }
        return false
    }

    @inline(__always)
    private mutating func checkOrder(ofKeyIn place: Range<Int>) {
        #if DEBUG
            precondition(lastKeys.count > 0, "the member \(text(in: place)) is in no object")
            let last = lastKeys[lastKeys.count - 1]
            assert(
                last.isEmpty || precedes(last, place),
                "the key \(text(in: place)) is written after \(text(in: last)), but canonical JSON has its keys in ascending order"
            )
            lastKeys[lastKeys.count - 1] = place
        #endif
    }

    #if DEBUG
        private func text(in place: Range<Int>) -> String { String(decoding: bytes[place], as: UTF8.self) }

        /// Whether the bytes in one place stand before those in another in the order of keys.
        private func precedes(_ a: Range<Int>, _ b: Range<Int>) -> Bool {
            for offset in 0..<min(a.count, b.count) {
                let (a, b) = (bytes[a.lowerBound + offset], bytes[b.lowerBound + offset])
                if a != b { return a < b }
            }
            return a.count < b.count
        }
    #endif
}
