import Testing
import VigieLog

/// What the writer makes of a value.
func json(_ value: some CanonicalValue) -> String { String(decoding: CanonicalJSON.bytes(of: value), as: UTF8.self) }

@Suite struct CanonicalNumberTests {
    /// RFC 8785, appendix B.
    static let fp64Vectors: [(UInt64, String)] = [
        (0x0000_0000_0000_0000, "0"),
        (0x8000_0000_0000_0000, "0"),
        (0x0000_0000_0000_0001, "5e-324"),
        (0x8000_0000_0000_0001, "-5e-324"),
        (0x7fef_ffff_ffff_ffff, "1.7976931348623157e+308"),
        (0xffef_ffff_ffff_ffff, "-1.7976931348623157e+308"),
        (0x4340_0000_0000_0000, "9007199254740992"),
        (0xc340_0000_0000_0000, "-9007199254740992"),
        (0x4430_0000_0000_0000, "295147905179352830000"),
        (0x7fff_ffff_ffff_ffff, "null"),
        (0x7ff0_0000_0000_0000, "null"),
        (0x44b5_2d02_c7e1_4af5, "9.999999999999997e+22"),
        (0x44b5_2d02_c7e1_4af6, "1e+23"),
        (0x44b5_2d02_c7e1_4af7, "1.0000000000000001e+23"),
        (0x444b_1ae4_d6e2_ef4e, "999999999999999700000"),
        (0x444b_1ae4_d6e2_ef4f, "999999999999999900000"),
        (0x444b_1ae4_d6e2_ef50, "1e+21"),
        (0x3eb0_c6f7_a0b5_ed8c, "9.999999999999997e-7"),
        (0x3eb0_c6f7_a0b5_ed8d, "0.000001"),
        (0x41b3_de43_5555_5553, "333333333.3333332"),
        (0x41b3_de43_5555_5554, "333333333.33333325"),
        (0x41b3_de43_5555_5555, "333333333.3333333"),
        (0x41b3_de43_5555_5556, "333333333.3333334"),
        (0x41b3_de43_5555_5557, "333333333.33333343"),
        (0xbecb_f647_612f_3696, "-0.0000033333333333333333"),
        (0x4314_3ff3_c1cb_0959, "1424953923781206.2"),
    ]

    @Test(arguments: fp64Vectors)
    func fp64IsSpeltAsInTheRFC(bits: UInt64, text: String) {
        #expect(json(Double(bitPattern: bits)) == text)
    }

    /// The slow way is Swift's own description, with its exponents taken out.
    @Test func fp64WithoutAnExponentIsAsSwiftDescribesIt() {
        func expected(_ value: Double) -> String {
            let text = value.description
            guard text.hasSuffix("e-05") else { return text }
            return (value < 0 ? "-" : "") + "0.0000" + text.dropLast(4).filter(\.isNumber)
        }
        var values: [Double] = []
        // Times of frames.
        for (numerator, denominator) in [(1, 25), (1, 30), (1001, 30000), (1, 90000), (1, 15360), (512, 15360)] {
            values += (1...2000).map { Double($0 * numerator) / Double(denominator) }
        }
        // Each power of two with its neighbours, where the gaps on both sides differ.
        for exponent in -17..<53 {
            let power = Double(sign: .plus, exponent: exponent, significand: 1)
            values += [power.nextDown, power, power.nextUp, -power.nextUp]
        }
        // Eighths and halves just where they are the last bits: two decimals may be as near.
        values += (0..<4000).map { 0x1p50 + 0.25 * Double($0) }
        values += (0..<400).map { 0x1p51 + 0.5 * Double($0) }
        // 2⁴⁴ + 21 is odd: the bit patterns meet each exponent and no pattern in the mantissa.
        let patterns = stride(from: 1e-5.bitPattern, to: 0x1p53.bitPattern, by: 1 << 44 + 21)
        values += patterns.map { Double(bitPattern: $0) }
        for value in values where value.magnitude >= 1e-5 && value != value.rounded() {
            #expect(json(value) == expected(value))
        }
    }

    static let fp32Vectors: [(Float, String)] = [
        (0, "0"), (-0.0, "0"), (1, "1"), (-1.5, "-1.5"), (100, "100"), (0.1, "0.1"), (1e-7, "1e-7"), (1e-6, "0.000001"),
        (1e20, "100000000000000000000"), (1e21, "1e+21"), (0.8312, "0.8312"), (16_777_216, "16777216"),
        (33_554_432, "33554432"), (.leastNonzeroMagnitude, "1e-45"),
        (Float.leastNormalMagnitude.nextDown, "1.1754942e-38"),
        (.greatestFiniteMagnitude, "3.4028235e+38"), (-.greatestFiniteMagnitude, "-3.4028235e+38"), (.nan, "null"),
        (-.infinity, "null"),
    ]

    @Test(arguments: fp32Vectors)
    func fp32IsTheShortestDecimalInECMAScriptsSpelling(value: Float, text: String) {
        #expect(json(value) == text)
    }

    @Test func fp32ReadsBackToTheSameBits() throws {
        // 65,521 is prime: the bit patterns meet each exponent and no pattern in the mantissa.
        for bits in stride(from: UInt32(1), to: 0x7f80_0000, by: 65_521) {
            let value = Float(bitPattern: bits)
            let text = json(value)
            #expect(Float(text)?.bitPattern == bits, "\(text)")
            #expect(try json(#require(Double(text))) == text, "the form is canonical as fp64 too")
        }
    }

    static let integerVectors: [(Int64, String)] = [
        (0, "0"), (-7, "-7"), (1 << 53, "9007199254740992"), (-(1 << 53), "-9007199254740992"),
        ((1 << 53) + 1, #""9007199254740993""#), (.max, #""9223372036854775807""#), (.min, #""-9223372036854775808""#),
    ]

    @Test(arguments: integerVectors)
    func integersBeyond53BitsAreStrings(value: Int64, text: String) {
        #expect(json(value) == text)
    }
}
