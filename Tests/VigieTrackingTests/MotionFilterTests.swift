import Testing

@testable import VigieTracking

@Suite struct MotionFilterTests {
    private let quiet = MotionNoise(place: 0, speed: 0, measurement: 1, firstSpeed: 2)

    // Height 1, P = [1, 0; 0, 4]. After 1 s: [5, 4; 4, 4]. R = 1: gains 5/6 and 4/6 of the residual 6.
    @Test func aSecondMeasurementTellsTheSpeed() {
        var filter = MotionFilter(at: SIMD2(0, 0), height: 1, quiet)
        filter.predict(seconds: 1, height: 1, quiet)
        filter.update(SIMD2(6, -12), height: 1, quiet)
        #expect(abs(filter.place.x - 5) < 1e-12 && abs(filter.place.y + 10) < 1e-12)
        #expect(abs(filter.speed.x - 4) < 1e-12 && abs(filter.speed.y + 8) < 1e-12)
        filter.predict(seconds: 2, height: 1, quiet)
        #expect(abs(filter.place.x - 13) < 1e-12)
    }

    // The noise is a process in continuous time, so it does not matter how a stretch of time is cut up.
    @Test(arguments: [2, 3, 10])
    func aTimeInPiecesIsAsLongAsTheWhole(pieces: Int) {
        let noise = MotionNoise(place: 0.3, speed: 0.7, measurement: 0.1, firstSpeed: 1)
        func place(after predictions: Int) -> SIMD2<Double> {
            var filter = MotionFilter(at: SIMD2(0, 0), height: 80, noise)
            for _ in 0..<predictions { filter.predict(seconds: 1.5 / Double(predictions), height: 80, noise) }
            filter.update(SIMD2(10, 20), height: 80, noise)
            filter.predict(seconds: 1, height: 80, noise)
            return filter.place
        }
        let difference = place(after: pieces) - place(after: 1)
        #expect(abs(difference.x) < 1e-9 && abs(difference.y) < 1e-9)
    }

    @Test func anObjectOfTwiceTheSizeMovesTwiceAsFar() {
        let noise = MotionNoise(place: 0.25, speed: 0.5, measurement: 0.125, firstSpeed: 1)
        func place(scale: Double) -> SIMD2<Double> {
            var filter = MotionFilter(at: SIMD2(0, 0), height: 64 * scale, noise)
            for step in 1...5 {
                filter.predict(seconds: 0.125, height: 64 * scale, noise)
                filter.update(SIMD2(3, 1) * (scale * Double(step)), height: 64 * scale, noise)
            }
            return filter.place
        }
        #expect(place(scale: 2) == place(scale: 1) * 2)
    }
}
