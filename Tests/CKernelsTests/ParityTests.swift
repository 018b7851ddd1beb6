import CKernelParity
import CKernels
import Testing

/// A group of operators that has a comparison with its specification.
struct OperatorGroup: Sendable, CustomTestStringConvertible {
    let index: Int

    var parity: vigie_parity { vigie_parity_at(index)!.pointee }
    var testDescription: String { String(cString: parity.name) }

    static let all: [OperatorGroup] = {
        var groups: [OperatorGroup] = []
        while vigie_parity_at(groups.count) != nil { groups.append(OperatorGroup(index: groups.count)) }
        return groups
    }()
}

/// Every implementation gives the bits of the plain C code, on shapes, tails, strides, gaps and values made from a seed.
@Suite struct ParityTests {
    private static let cases: UInt64 = 1500

    @Test(.enabled(if: vigie_kernels_named("avx512") != nil, "this CPU has no AVX-512"), arguments: OperatorGroup.all)
    func avx512EqualsTheSpecification(group: OperatorGroup) { compare("avx512", group) }

    @Test(.enabled(if: vigie_kernels_named("avx2") != nil, "this CPU has no AVX2"), arguments: OperatorGroup.all)
    func avx2EqualsTheSpecification(group: OperatorGroup) { compare("avx2", group) }

    @Test(.enabled(if: vigie_kernels_named("neon") != nil, "this CPU is no ARM"), arguments: OperatorGroup.all)
    func neonEqualsTheSpecification(group: OperatorGroup) { compare("neon", group) }

    @Test(arguments: OperatorGroup.all)
    func inlineFusedMultiplyAddEqualsTheLibrarys(group: OperatorGroup) { compare("scalar", group) }

    private func compare(_ name: String, _ group: OperatorGroup) {
        let kernels = vigie_kernels_named(name)
        var report = [CChar](repeating: 0, count: 400)
        for seed in 0..<Self.cases where group.parity.compare(kernels, seed, &report, report.count) != 0 {
            Issue.record("\(name): \(report.withUnsafeBufferPointer { String(cString: $0.baseAddress!) })")
            return
        }
    }
}

@Suite struct DispatchTests {
    @Test func theBestTableComesFirstAndScalarLast() {
        var names: [String] = []
        while let kernels = vigie_kernels_at(names.count) { names.append(String(cString: kernels.pointee.name)) }
        #expect(names.last == "scalar")
        #expect(Set(names).count == names.count)
        for name in names { #expect(vigie_kernels_named(name).map { String(cString: $0.pointee.name) } == name) }
    }

    @Test func aTableThatIsNotThereIsNotReplacedByAnother() {
        #expect(vigie_kernels_named("avx9") == nil)
        #expect(vigie_kernels_named("") == nil)
    }
}
