import CKernels
import Foundation
import Testing

/// Every function of `vigie_math.h`, its double-precision twin and the bound that the header states.
struct Elementary: Sendable, CustomTestStringConvertible {
    let name: String
    let function: @Sendable (Float) -> Float
    let reference: @Sendable (Double) -> Double
    let range: ClosedRange<Double>
    let bound: Double
    let isRelative: Bool

    var testDescription: String { name }

    static let all = [
        Elementary(
            name: "exp", function: { vigie_expf($0) }, reference: { exp($0) }, range: -80...80, bound: 3e-7,
            isRelative: true),
        Elementary(
            name: "log", function: { vigie_logf($0) }, reference: { log($0) }, range: 1e-6...8, bound: 3e-7,
            isRelative: true),
        Elementary(
            name: "sigmoid", function: { vigie_sigmoidf($0) }, reference: { 1 / (1 + exp(-$0)) }, range: -100...100,
            bound: 2e-7, isRelative: false),
        Elementary(
            name: "tanh", function: { vigie_tanhf($0) }, reference: { tanh($0) }, range: -50...50, bound: 3e-7,
            isRelative: false),
    ]
}

@Suite struct MathTests {
    @Test(arguments: Elementary.all) func staysWithinTheStatedBound(_ elementary: Elementary) {
        var worst = (error: 0.0, at: Float(0))
        for step in 0...1_000_003 {
            let share = Double(step) / 1_000_003
            let x = Float(elementary.range.lowerBound * (1 - share) + elementary.range.upperBound * share)
            let expected = elementary.reference(Double(x))
            var error = abs(Double(elementary.function(x)) - expected)
            if elementary.isRelative { error = expected == 0 ? error : error / abs(expected) }
            if error > worst.error { worst = (error, x) }
        }
        #expect(worst.error < elementary.bound, "worst at \(worst.at)")
    }

    /// Two octaves hold every mantissa that there is; a coarse walk covers the exponents.
    @Test func logarithmIsAccurateForEveryExponent() {
        for bits in stride(from: UInt32(0x0080_0000), to: 0x7F80_0000, by: 5003) {
            let x = Float(bitPattern: bits)
            let expected = log(Double(x))
            #expect(abs(Double(vigie_logf(x)) - expected) <= 3e-7 * abs(expected), "at \(x)")
        }
    }

    @Test(arguments: Elementary.all) func keepsNaN(_ elementary: Elementary) {
        for bits: UInt32 in [0x7FC0_0000, 0xFFC0_0000, 0x7F80_0001, 0x7FFF_FFFF] {
            #expect(elementary.function(Float(bitPattern: bits)).isNaN)
        }
    }

    @Test func saturatesWithoutInfinitiesOrSubnormals() {
        #expect(vigie_expf(.infinity) == vigie_expf(88))
        #expect(vigie_expf(-.infinity) == vigie_expf(-87))
        #expect(vigie_expf(-87).isNormal && vigie_expf(88).isFinite)
        #expect(vigie_logf(0) == vigie_logf(.leastNormalMagnitude))
        #expect(vigie_logf(-1) == vigie_logf(.leastNormalMagnitude))
        #expect(vigie_sigmoidf(-1e30).isNormal && vigie_sigmoidf(1e30) == 1)
        #expect(vigie_tanhf(.infinity) == 1 && vigie_tanhf(-.infinity) == -1)
    }

    @Test func knownValuesAreExact() {
        #expect(vigie_expf(0) == 1)
        #expect(vigie_logf(1) == 0)
        #expect(vigie_sigmoidf(0) == 0.5)
        #expect(vigie_tanhf(0).bitPattern == 0 && vigie_tanhf(-0.0).bitPattern == 0x8000_0000)
    }

    @Test func siluStaysWithinItsBound() {
        let arguments = (-120_000...120_000).map { Float($0) / 1000 } + [-Float.infinity, -1e30, 1e30]
        let results = silu(arguments)
        for (x, result) in zip(arguments, results) {
            let expected = x < -100 ? 0 : Double(x) / (1 + exp(-Double(x)))
            #expect(abs(Double(result) - expected) < 1e-7 + 7e-7 * abs(expected), "at \(x)")
        }
        #expect(silu([0]) == [0] && silu([Float.infinity]) == [Float.infinity] && silu([Float.nan])[0].isNaN)
    }

    private func silu(_ arguments: [Float]) -> [Float] {
        var results = [Float](repeating: 0, count: arguments.count)
        arguments.withUnsafeBufferPointer { a in
            results.withUnsafeMutableBufferPointer { output in
                var mapping = vigie_mapping()
                (mapping.output, mapping.a) = (output.baseAddress, a.baseAddress)
                mapping.walk.size = (1, 1, 1, 1, 1, a.count)
                (mapping.walk.output.5, mapping.walk.a.5) = (1, 1)
                mapping.activation.function = VIGIE_SILU
                vigie_kernels_scalar().pointee.map(&mapping)
            }
        }
        return results
    }

    @Test(.enabled(if: vigie_math_fma() != nil, "this CPU has one version only"))
    func bothVersionsAgreeToTheBit() throws {
        let fast = try #require(vigie_math_fma()).pointee
        let baseline = vigie_math_baseline
        let pairs = [
            (fast.exp!, baseline.exp!), (fast.log!, baseline.log!), (fast.sigmoid!, baseline.sigmoid!),
            (fast.tanh!, baseline.tanh!),
        ]
        for bits in stride(from: UInt32(0), to: .max - 4099, by: 4099) {
            let x = Float(bitPattern: bits)
            for (index, (one, other)) in pairs.enumerated() {
                let values = (one(x), other(x))
                guard values.0.bitPattern == values.1.bitPattern || (values.0.isNaN && values.1.isNaN) else {
                    Issue.record("function \(index) at \(x): \(values.0) and \(values.1)")
                    return
                }
            }
        }
    }
}
