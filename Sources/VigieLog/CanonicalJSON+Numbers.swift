extension CanonicalJSON {
    /// Writes an integer: a number up to 2⁵³ in size, and a string of its digits beyond, where fp64 has gaps.
    public mutating func integer(_ value: Int64) {
        let exact = value.magnitude <= 1 << 53
        if !exact { bytes.append(.init(ascii: "\"")) }
        if value < 0 { bytes.append(.init(ascii: "-")) }
        digits(value.magnitude)
        if !exact { bytes.append(.init(ascii: "\"")) }
    }

    /// Writes the digits of a whole number, with zeros before them up to `width` digits.
    mutating func digits(_ value: UInt64, width: Int = 1) {
        var digits: [20 of UInt8] = .init(repeating: 0)
        var first = digits.count
        var rest = value
        repeat {
            first -= 1
            digits[first] = .init(ascii: "0") + UInt8(rest % 10)
            rest /= 10
        } while rest > 0
        for _ in (digits.count - first)..<max(width, digits.count - first) { bytes.append(.init(ascii: "0")) }
        for i in first..<digits.count { bytes.append(digits[i]) }
    }

    /// Writes the shortest decimal that reads back to the same fp64; null where `value` is not finite.
    public mutating func number(_ value: Double) {
        if let whole = Int64(exactly: value), whole.magnitude <= 1 << 53 {
            integer(whole)
        } else if let decimal = ShortDecimal(value) {
            self.decimal(decimal)
        } else if value.isFinite {
            decimal(shortest: value.description)
        } else {
            null()
        }
    }

    /// Writes the shortest decimal that reads back to the same fp32; null where `value` is not finite.
    ///
    /// The text is canonical as fp64 too: it has at most 9 digits, and decimals of up to 15 digits are told apart by
    /// fp64, so none shorter reads back to the same fp64.
    public mutating func number(_ value: Float) {
        if value.magnitude < 0x1p24, let whole = Int64(exactly: value) {
            integer(whole)
        } else if value.isFinite {
            decimal(shortest: value.description)
        } else {
            null()
        }
    }

    private mutating func decimal(_ value: ShortDecimal) {
        if value.isNegative { bytes.append(.init(ascii: "-")) }
        digits(value.whole)
        bytes.append(.init(ascii: "."))
        digits(value.fraction, width: value.places)
    }

    /// Writes what Swift's `description` of a finite number says, in ECMAScript's spelling.
    ///
    /// Both give the shortest digits. They differ in when they turn to an exponent, in how they write it (`1e-07`), and in
    /// whole numbers (`100.0`): all else, which is nearly everything, is written as it is.
    private mutating func decimal(shortest text: String) {
        let start = bytes.count
        bytes.append(contentsOf: text.utf8)
        if bytes[bytes.count - 1] == .init(ascii: "0") || contains(from: start, { $0 == .init(ascii: "e") }) {
            bytes.removeSubrange(start...)
            decimal(Decimal(text))
        }
    }

    /// Source: ECMAScript 2020, 7.1.12.1 Number::toString, steps 6 to 10; k, n and s are named there.
    private mutating func decimal(_ s: Decimal) {
        let (k, n) = (s.count, s.point)
        if s.isNegative { bytes.append(.init(ascii: "-")) }
        switch n {
        case 1...21:
            for i in 0..<n {
                bytes.append(i < k ? s.digits[i] : .init(ascii: "0"))
            }
            if k > n { bytes.append(.init(ascii: ".")) }
            for i in min(n, k)..<k { bytes.append(s.digits[i]) }
        case -5...0:
            append("0.")
            for _ in n..<0 { bytes.append(.init(ascii: "0")) }
            for i in 0..<k { bytes.append(s.digits[i]) }
        default:
            bytes.append(s.digits[0])
            if k > 1 { bytes.append(.init(ascii: ".")) }
            for i in 1..<k { bytes.append(s.digits[i]) }
            append(n > 0 ? "e+" : "e-")
            integer(Int64((n - 1).magnitude))
        }
    }
}

/// The decimal ±0.d₁d₂…dₖ × 10ⁿ, d₁ and dₖ not zero.
private struct Decimal {
    var isNegative = false
    /// ASCII digits; an fp64 needs at most 17, and Swift writes up to 16 of them before ".0".
    var digits: [20 of UInt8] = .init(repeating: 0)
    /// k
    var count = 0
    /// n
    var point = 0

    /// Takes apart what Swift writes for a finite number that is not zero: `100.0`, `1e-07`, `-1.5e+300`.
    init(_ text: String) {
        var isFraction = false
        var exponent = 0
        var isExponent = false
        var isExponentNegative = false
        var trailingZeros = 0
        for byte in text.utf8 {
            switch byte {
            case .init(ascii: "-"):
                if isExponent { isExponentNegative = true } else { isNegative = true }
            case .init(ascii: "."): isFraction = true
            case .init(ascii: "e"): isExponent = true
            case .init(ascii: "+"): break
            default:
                if isExponent {
                    exponent = exponent * 10 + Int(byte - .init(ascii: "0"))
                } else if byte == .init(ascii: "0") && count == 0 {
                    if isFraction { point -= 1 }
                } else {
                    if !isFraction { point += 1 }
                    digits[count] = byte
                    count += 1
                    trailingZeros = byte == .init(ascii: "0") ? trailingZeros + 1 : 0
                }
            }
        }
        count -= trailingZeros
        point += isExponentNegative ? -exponent : exponent
    }
}
