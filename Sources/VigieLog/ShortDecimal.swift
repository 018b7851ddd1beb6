/// The shortest decimal that reads back to the same fp64, of a number that is written without an exponent: its whole part and
/// the digits behind the point.
///
/// It is what Swift's `description` gives, which however makes a string on the heap of more than 15 digits, as most times
/// in seconds have. Of several shortest decimals it is the nearest, of two as near the even one.
///
/// Source: ECMAScript 2020, 7.1.12.1, note 2. Numbers of this size fit 128 bits exactly, so that nothing is approximated.
struct ShortDecimal {
    let isNegative: Bool
    let whole: UInt64
    /// The digits behind the point, as a number.
    let fraction: UInt64
    /// How many digits stand behind the point, 1…21.
    let places: Int

    /// Nil for whole numbers, those below 10⁻⁵, and those of 2⁵³ and above.
    init?(_ value: Double) {
        guard value.magnitude >= 1e-5, value.magnitude < 0x1p53, value.rounded(.towardZero) != value else { return nil }
        // |value| = m / 2ˢʰⁱᶠᵗ, m < 2⁵⁵. What reads back to it reaches from below / 2ˢʰⁱᶠᵗ under it to 2 / 2ˢʰⁱᶠᵗ above it:
        // half of the way to its neighbours, the lower of which is nearer at a power of two. The ends belong to it where
        // its last bit is 0.
        let m = UInt128(value.significandBitPattern | 1 << 52) << 2
        let shift = 54 - Int(value.exponent)
        let below: UInt128 = value.significandBitPattern == 0 ? 1 : 2
        let hasEnds = value.significandBitPattern % 2 == 0
        var places = 0
        var power: UInt128 = 1
        while true {
            places += 1
            power *= 10
            // 21 places at most, as 17 digits tell all numbers apart: the product is below 2⁵⁵ × 10²¹ < 2¹²⁵.
            let product = m * power
            let under = product & (1 << shift - 1)
            let over = 1 << shift - under
            let takesUnder = under < below * power || hasEnds && under == below * power
            let takesOver = over < 2 * power || hasEnds && over == 2 * power
            guard takesUnder || takesOver else { continue }
            let digits = product >> shift
            let prefersOver = over < under || over == under && digits % 2 == 1
            // No whole number lies between the value and a decimal that reads back to it.
            whole = UInt64(m >> shift)
            fraction = UInt64(digits + (takesOver && (prefersOver || !takesUnder) ? 1 : 0) - UInt128(whole) * power)
            self.places = places
            isNegative = value < 0
            return
        }
    }
}
