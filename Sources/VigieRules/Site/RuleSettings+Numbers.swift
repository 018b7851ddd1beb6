extension RuleSettings {
    /// A number.
    ///
    /// - Parameter default: Where the key is missing; nil where it must not be.
    public mutating func number(
        _ key: String, default: Double? = nil, in range: ClosedRange<Double>
    ) throws(SiteError) -> Double {
        let wanted = "a number from \(Self.text(range.lowerBound)) to \(Self.text(range.upperBound))"
        guard let node = try value(of: key, isRequired: `default` == nil, wanted) else { return `default` ?? 0 }
        return try number(node, key, range, wanted)
    }

    /// A number; nil where the key is missing.
    public mutating func optionalNumber(
        _ key: String, in range: ClosedRange<Double>
    ) throws(SiteError) -> Double? {
        guard let node = try mapping.take(key) else { return nil }
        return try number(
            node, key, range, "a number from \(Self.text(range.lowerBound)) to \(Self.text(range.upperBound))")
    }

    /// A duration in seconds; by default up to a day.
    ///
    /// - Parameter default: Where the key is missing; nil where it must not be.
    public mutating func seconds(
        _ key: String, default: Double? = nil, in range: ClosedRange<Double> = 0...86_400
    ) throws(SiteError) -> Double {
        let wanted = "a number of seconds from \(Self.text(range.lowerBound)) to \(Self.text(range.upperBound))"
        guard let node = try value(of: key, isRequired: `default` == nil, wanted) else { return `default` ?? 0 }
        return try number(node, key, range, wanted)
    }

    /// A whole number.
    ///
    /// - Parameter default: Where the key is missing; nil where it must not be.
    public mutating func integer(
        _ key: String, default: Int? = nil, in range: ClosedRange<Int>
    ) throws(SiteError) -> Int {
        let wanted = "a whole number from \(range.lowerBound) to \(range.upperBound)"
        guard let node = try value(of: key, isRequired: `default` == nil, wanted) else { return `default` ?? 0 }
        guard let value = node.number.flatMap(Int.init(exactly:)), range.contains(value) else {
            throw wrong(node, key, wanted)
        }
        return value
    }

    /// A direction in the upright frame, as `[x, y]`: to the right and down, in pixels or any other unit that is the same
    /// for both. The length says nothing; it is not 0.
    public mutating func direction(_ key: String = "direction") throws(SiteError) -> (x: Double, y: Double) {
        try direction(mapping.require(key, ": [x, y], to the right and down"), key)
    }

    /// As `direction`; nil where the key is missing.
    public mutating func optionalDirection(
        _ key: String = "direction"
    ) throws(SiteError) -> (x: Double, y: Double)? {
        guard let node = try mapping.take(key) else { return nil }
        return try direction(node, key)
    }

    private func direction(_ node: SiteNode, _ key: String) throws(SiteError) -> (x: Double, y: Double) {
        guard case .list(let pair) = node.content, pair.count == 2, let x = pair[0].number, let y = pair[1].number,
            abs(x) <= 1e6, abs(y) <= 1e6
        else { throw wrong(node, key, "[x, y], two numbers of at most a million") }
        guard abs(x) >= 1e-6 || abs(y) >= 1e-6 else {
            throw node.error("'\(key)' of \(mapping.what) points nowhere: at least one of x and y is not 0")
        }
        return (x, y)
    }

    private func number(
        _ node: SiteNode, _ key: String, _ range: ClosedRange<Double>, _ wanted: String
    ) throws(SiteError) -> Double {
        guard let value = node.number, range.contains(value) else { throw wrong(node, key, wanted) }
        return value
    }

    private func wrong(_ node: SiteNode, _ key: String, _ wanted: String) -> SiteError {
        let quoted = if case .scalar(_, isPlain: false) = node.content { " (leave out the quotes)" } else { "" }
        return node.error("'\(key)' of \(mapping.what) is \(wanted), but here is \(node.found)\(quoted)")
    }

    /// Without ".0".
    private static func text(_ value: Double) -> String {
        Int(exactly: value).map(String.init) ?? "\(value)"
    }
}
