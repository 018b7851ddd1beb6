import CAllocations
import CFFmpeg
import TestSupport
import Testing
import VigieCore
import VigieMotion
import VigieVideo

/// Noise, light, a shaking camera: what must not count as motion, or not for long. 160 × 120 cells of one pixel.
@Suite struct ConditionTests {
    /// Blocks of random levels: something to hold on to for a displaced picture.
    private static let wall: [Int] = {
        var random = SeededRandom(seed: 7)
        return (0..<64 * 64).map { _ in Int.random(in: 40...160, using: &random) }
    }()

    private static func level(_ x: Int, _ y: Int) -> Int { wall[((y + 64) / 4 % 64) * 64 + (x + 64) / 4 % 64] }

    /// Paints luma alone, quickly: tests have many frames here.
    private static func paint(_ scene: Scene, _ level: (_ x: Int, _ y: Int) -> Int) {
        let plane = scene.avFrame.pointee.data.0!, stride = Int(scene.avFrame.pointee.linesize.0)
        for y in 0..<scene.height {
            for x in 0..<scene.width { plane[y * stride + x] = UInt8(max(0, min(255, level(x, y)))) }
        }
    }

    private static func scene() throws -> Scene {
        let scene = Scene(width: 160, height: 120) { _, _ in (0, 128, 128) }
        _ = try scene.frame()
        return scene
    }

    private static func step(
        _ analyser: inout MotionAnalyser, _ scene: Scene, _ index: Int, _ observation: inout MotionObservation,
        _ level: (_ x: Int, _ y: Int) -> Int
    ) throws {
        paint(scene, level)
        let time = MediaTime(pts: Int64(index), timeBase: TimeBase(numerator: 1, denominator: 25))
        try analyser.step(Frame(referringTo: scene.avFrame, index: index, time: time), into: &observation)
    }

    /// The sum of four uniform numbers is nearly Gaussian; its deviation is 1.6 levels of a range of 3, and 5.7 of 10.
    @Test(arguments: [3, 10]) func noiseMakesNoRegion(range: Int) throws {
        let scene = try Self.scene()
        var analyser = MotionAnalyser()
        var observation = MotionObservation()
        var random = SeededRandom(seed: 1)
        for index in 0..<100 {
            var state = UInt32.random(in: 1...UInt32.max, using: &random)
            try Self.step(&analyser, scene, index, &observation) { x, y in
                state = state &* 1_664_525 &+ 1_013_904_223
                var noise = 0
                for k in UInt32(0)..<4 { noise += Int(state >> (8 + 6 * k)) % range }
                return Self.level(x, y) + noise - 2 * (range - 1)
            }
            if index > 25 { #expect(observation.regions.isEmpty && !observation.isSettling) }
        }
    }

    @Test(arguments: [1, 2]) func aSwitchOfTheLightIsOverWithinASecond(lamp: Int) throws {
        let scene = try Self.scene()
        var analyser = MotionAnalyser()
        var observation = MotionObservation()
        for index in 0..<80 {
            try Self.step(&analyser, scene, index, &observation) { x, y in
                // One lamp darkens all alike; the other leaves a gradient and an offset.
                let level = Self.level(x, y)
                return index < 50 ? level : lamp == 1 ? level / 2 : level / 3 + 20 + x / 2
            }
            if index > 30, index < 50 { #expect(observation.regions.isEmpty) }
        }
        #expect(observation.regions.isEmpty && !observation.isSettling && observation.foreground == 0)
    }

    /// It covers half of the picture, and does not look like the wall behind. It comes after the background has settled, in
    /// its first four seconds: until then what was seen most often is the background.
    @Test func aLargeObjectIsNotTakenForLight() throws {
        let scene = try Self.scene()
        var analyser = MotionAnalyser()
        var observation = MotionObservation()
        for index in 0..<140 {
            try Self.step(&analyser, scene, index, &observation) { x, y in
                index >= 105 && x < 80 ? 230 - Self.level(y, x + 40) / 8 : Self.level(x, y)
            }
        }
        #expect(observation.foreground > 0.45)
        #expect(observation.regions.count == 1)
        #expect(!observation.isSettling)
    }

    /// The first picture is the background, and lies at (0, 0).
    @Test func aShakingCameraShowsOnlyWhatMoves() throws {
        let scene = try Self.scene()
        var analyser = MotionAnalyser()
        var observation = MotionObservation()
        var random = SeededRandom(seed: 3)
        for index in 0..<70 {
            let x = index == 0 ? 0 : Int.random(in: -3...3, using: &random)
            let y = index == 0 ? 0 : Int.random(in: -2...2, using: &random)
            let left = 20 + 3 * (index - 40)
            try Self.step(&analyser, scene, index, &observation) { column, row in
                let at = (x: column - x, y: row - y)
                return index >= 40 && (left..<left + 24).contains(at.x) && (40..<70).contains(at.y)
                    ? 235 : Self.level(at.x, at.y)
            }
            #expect(abs(observation.picture.displacementX - Float(x)) <= 0.5)
            #expect(abs(observation.picture.displacementY - Float(y)) <= 0.5)
            #expect(observation.regions.count == (index >= 40 ? 1 : 0))
            if let region = observation.regions.first {
                #expect(abs(region.centroidX - Float(left + 12 + x)) < 1.5)
            }
        }
    }

    @Test func everyInstructionSetSeesTheSame() throws {
        var seen: [[UInt8]] = []
        for set in InstructionSet.available {
            let scene = try Self.scene()
            var analyser = MotionAnalyser(instructionSet: set)
            var observation = MotionObservation()
            var random = SeededRandom(seed: 9)
            var bytes: [UInt8] = []
            for index in 0..<40 {
                var state = UInt32.random(in: 1...UInt32.max, using: &random)
                let shift = Int(state % 3)
                try Self.step(&analyser, scene, index, &observation) { x, y in
                    state = state &* 1_664_525 &+ 1_013_904_223
                    let level = Self.level(x + shift, y) + Int(state >> 28)
                    return (index..<index + 30).contains(x) && (30..<60).contains(y) ? 240 - level / 4 : level
                }
                bytes += analyser.mask
            }
            seen.append(bytes)
        }
        #expect(seen.allSatisfy { $0 == seen[0] } && seen[0].contains(1))
    }

    @Test func agesCountObservationsAtAPlace() throws {
        let scene = try Self.scene()
        var analyser = MotionAnalyser()
        var observation = MotionObservation()
        for index in 0..<50 {
            try Self.step(&analyser, scene, index, &observation) { x, y in
                let isThere = index >= 30 && (20 + index..<50 + index).contains(x) && (30..<60).contains(y)
                return isThere ? 240 : Self.level(x, y)
            }
            if index >= 30 { #expect(observation.regions.map(\.age) == [index - 29]) }
        }
    }

    @Test func statisticsAreThoseOfThePicture() throws {
        let scene = try Self.scene()
        var analyser = MotionAnalyser()
        var observation = MotionObservation()
        // Columns of 100 and 140 in turn: mean 120, deviation 20, neighbours 40 apart.
        try Self.step(&analyser, scene, 0, &observation) { x, _ in x % 2 == 0 ? 100 : 140 }
        #expect(observation.picture.brightness == 120 && observation.picture.contrast == 20)
        #expect(observation.picture.detail == 40 && observation.picture.change == nil)
        try Self.step(&analyser, scene, 1, &observation) { x, _ in x % 2 == 0 ? 101 : 143 }
        #expect(observation.picture.change == 2 && observation.picture.brightness == 122)
    }

    @Test(.enabled(if: vigie_allocations_are_seen() != 0, "a sanitizer sees to allocations"))
    func aWarmAnalyserAllocatesNothing() throws {
        let scene = try Self.scene()
        var analyser = MotionAnalyser()
        var observation = MotionObservation()
        var allocations = 0
        for index in 0..<12 {
            Self.paint(scene) { x, y in
                index >= 8 && (30..<60).contains(x) && (30..<60).contains(y) ? 240 : Self.level(x, y)
            }
            let frame = try Frame(referringTo: scene.avFrame, index: index)
            let before = vigie_allocations_counted()
            vigie_allocations_count(1)
            try analyser.step(frame, into: &observation)
            vigie_allocations_count(0)
            if index >= 9 { allocations += vigie_allocations_counted() - before }
        }
        #expect(!observation.regions.isEmpty)
        #expect(allocations == 0)
    }
}
