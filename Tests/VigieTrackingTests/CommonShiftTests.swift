import TestSupport
import Testing

@testable import VigieTracking

@Suite struct CommonShiftTests {
    private let body = Rectangle(left: 0, top: 0, right: 40, bottom: 100)

    /// The shift after some frames in each of which objects depart as `departures` says.
    private func shift(
        above share: Double = 0, frames: Int = 50, _ departures: (Int) -> [SIMD2<Double>]
    ) -> SIMD2<Double> {
        var common = CommonShift()
        var shift = SIMD2<Double>.zero
        for frame in 0..<frames {
            common.begin(afterSeconds: 0.1)
            for departure in departures(frame) { common.add(expected: body, seen: body.shifted(by: departure)) }
            shift = common.estimate(above: share)
        }
        return shift
    }

    // All depart by the same: the share is near 1, and so is the part of the median that is believed.
    @Test func whatAllDoIsTheCameras() {
        let shift = shift(above: 0.5) { _ in Array(repeating: SIMD2(8, -4), count: 4) }
        #expect(abs(shift.x - 8) < 0.1 && abs(shift.y + 4) < 0.1)
    }

    @Test func oneWhoRunsIsNot() {
        let shift = shift { _ in [SIMD2(90, 0), SIMD2(0, 1), SIMD2(0, -1), SIMD2(1, 0), SIMD2(-1, 0)] }
        #expect(shift == .zero)
    }

    @Test func independentDeparturesAreNot() {
        var random = SeededRandom(seed: 7)
        func step() -> Double { .random(in: -10...10, using: &random) }
        #expect(shift(above: 0.15) { _ in (0..<6).map { _ in SIMD2(step(), step()) } } == .zero)
    }

    @Test func twoObjectsTellNothing() {
        #expect(shift { _ in [SIMD2(8, 0), SIMD2(8, 0)] } == .zero)
        #expect(shift { _ in [] } == .zero)
    }
}
