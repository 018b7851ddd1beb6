import CAllocations
import TestSupport
import Testing
import VigieCore
import VigieVideo

@testable import VigieMotion

/// What happens to the whole picture is no motion.
@Suite struct DisturbanceTests {
    private static let width = 320
    private static let height = 180

    /// A wall with noise that is new in each frame.
    private func wall(noise: Int, seed: UInt64 = 1) -> Scene {
        var random = SeededRandom(seed: seed)
        return Scene(width: Self.width, height: Self.height) { x, y in
            (texture(x, y) + (noise > 0 ? .random(in: -noise...noise, using: &random) : 0), 128, 128)
        }
    }

    @Test(arguments: [0, 4, 8])
    func noiseIsNoMotion(noise: Int) throws {
        let scene = wall(noise: noise)
        var analyser = MotionAnalyser()
        var observation = MotionObservation()
        try analyser.run(scene, frames: 0..<30, into: &observation)
        for frame in 30..<60 {
            try analyser.run(scene, frames: frame..<frame + 1, into: &observation)
            #expect(observation.regions.isEmpty)
            #expect(!observation.isSettling)
        }
    }

    @Test(arguments: [0.7, 1.4])
    func lightThatGoesOnOrOffIsOverWithinASecond(gain: Double) throws {
        let scene = wall(noise: 2)
        var analyser = MotionAnalyser()
        var observation = MotionObservation()
        try analyser.run(scene, frames: 0..<40, into: &observation)
        try analyser.run(scene, frames: 40..<66, into: &observation) { _, x, y in
            (Int(Double(texture(x, y)) * gain), 128, 128)
        }
        #expect(observation.regions.isEmpty)
    }

    @Test func aCutToAnotherSceneSettlesWithinTwoSeconds() throws {
        let scene = wall(noise: 2)
        var analyser = MotionAnalyser()
        var observation = MotionObservation()
        try analyser.run(scene, frames: 0..<40, into: &observation)
        func other(_ x: Int, _ y: Int) -> (y: Int, u: Int, v: Int) { (220 - texture(y, x), 110, 150) }
        var settling = 0
        for frame in 40..<90 {
            try analyser.run(scene, frames: frame..<frame + 1, into: &observation) { _, x, y in other(x, y) }
            settling += observation.isSettling ? 1 : 0
        }
        #expect((1...30).contains(settling))
        #expect(!observation.isSettling)
        #expect(observation.regions.isEmpty)
    }

    @Test func aCameraThatShakesIsFollowed() throws {
        var random = SeededRandom(seed: 3)
        // Rough enough for the squares that vote.
        let levels = (0..<(Self.width + 16) * (Self.height + 16)).map { _ in Int.random(in: 40...200, using: &random) }
        func soft(_ x: Int, _ y: Int) -> Int {
            var sum = 0
            for dy in 0..<3 { for dx in 0..<3 { sum += levels[(y + dy + 4) * (Self.width + 16) + x + dx + 4] } }
            return sum / 9
        }
        let scene = Scene(width: Self.width, height: Self.height) { x, y in (soft(x, y), 128, 128) }
        var analyser = MotionAnalyser()
        var observation = MotionObservation()
        var moved = 0
        for frame in 0..<60 {
            let (dx, dy) =
                frame < 20 ? (0, 0) : (Int.random(in: -3...3, using: &random), Int.random(in: -2...2, using: &random))
            try analyser.run(scene, frames: frame..<frame + 1, into: &observation) { _, x, y in
                (soft(x + dx, y + dy), 128, 128)
            }
            if frame > 30 { moved += observation.regions.isEmpty ? 0 : 1 }
        }
        #expect(moved <= 6)
    }

    @Test func everyInstructionSetSaysTheSame() throws {
        let scene = wall(noise: 6)
        let results = try InstructionSet.available.map { set in
            var analyser = MotionAnalyser(instructionSet: set)
            var observation = MotionObservation()
            var said: [MotionObservation] = []
            var random = SeededRandom(seed: 5)
            scene.paint = { x, y in (texture(x, y) + Int.random(in: -6...6, using: &random), 128, 128) }
            for frame in 0..<40 {
                try analyser.run(scene, frames: frame..<frame + 1, into: &observation) { frame, x, y in
                    (frame * 5..<frame * 5 + 40).contains(x) && (60..<110).contains(y) ? (230, 90, 160) : nil
                }
                said.append(observation)
            }
            return said
        }
        for result in results.dropFirst() { #expect(result == results[0]) }
        #expect(results[0].contains { !$0.regions.isEmpty })
    }

    @Test func nothingIsAllocatedOnceItIsWarm() throws {
        let scene = wall(noise: 4)
        var analyser = MotionAnalyser()
        var observation = MotionObservation()
        for frame in 0..<20 {
            let picture = try scene.frame(frame) { x, y in
                (frame * 9..<frame * 9 + 30).contains(x) && (60..<110).contains(y) ? (230, 128, 128) : nil
            }
            let before = vigie_allocations_counted()
            if frame >= 10 { vigie_allocations_count(1) }
            try analyser.step(picture, into: &observation)
            vigie_allocations_count(0)
            let allocations = vigie_allocations_counted() - before
            if frame >= 10 { #expect(allocations == 0, "frame \(frame)") }
        }
    }
}
