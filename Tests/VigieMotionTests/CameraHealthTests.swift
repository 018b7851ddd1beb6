import TestSupport
import Testing
import VigieCore

@testable import VigieMotion

/// Faults of a camera that looks at a still scene with noise, at 10 frames a second on a grid of 80 × 60.
@Suite struct CameraHealthTests {
    private static let width = 80
    private static let height = 60

    /// Blocks of random brightness.
    private static func scene(seed: UInt64) -> [UInt8] {
        var random = SeededRandom(seed: seed)
        let blocks = (0..<300).map { _ in UInt8.random(in: 60...200, using: &random) }
        return (0..<width * height).map { blocks[$0 / width / 4 * 20 + $0 % width / 4] }
    }

    private struct Camera {
        var health = CameraHealth()
        var changes: [CameraHealth.Change] = []
        var begun: [(condition: CameraHealth.Condition, frame: Int)] = []
        var ended: [(condition: CameraHealth.Condition, frame: Int)] = []
        var frame = 0
        private var before: [UInt8]?
        private var random = SeededRandom(seed: 7)

        /// Shows a picture for some frames.
        mutating func show(_ picture: [UInt8], frames: Int, noise: Int = 2, gain: (Int) -> Double = { _ in 1 }) {
            for _ in 0..<frames {
                let luma = picture.map { cell in
                    let level =
                        Int(Double(cell) * gain(frame)) + (noise > 0 ? .random(in: -noise...noise, using: &random) : 0)
                    return UInt8(min(max(level, 0), 255))
                }
                show(luma)
            }
        }

        private mutating func show(_ luma: [UInt8]) {
            let count = Float(luma.count)
            let mean = luma.reduce(Float(0)) { $0 + Float($1) } / count
            let variance = luma.reduce(Float(0)) { $0 + (Float($1) - mean) * (Float($1) - mean) } / count
            var detail: Float = 0
            for index in 1..<luma.count { detail += abs(Float(luma[index]) - Float(luma[index - 1])) }
            let change = before.map { before in
                zip(before, luma).reduce(Float(0)) { $0 + abs(Float($1.0) - Float($1.1)) } / count
            }
            before = luma
            let picture = PictureStatistics(
                brightness: mean, contrast: variance.squareRoot(), detail: detail / count, change: change,
                displacementX: 0, displacementY: 0)
            health.step(
                frame: frame, seconds: Double(frame) / 10, picture, luma.span, width: width, height: height,
                into: &changes)
            for change in changes {
                if change.isBegin {
                    begun.append((change.condition, frame))
                } else {
                    ended.append((change.condition, frame))
                }
            }
            frame += 1
        }
    }

    /// What is reported of a fault that lasts from 5 s to 10 s.
    private func conditions(_ fault: (inout Camera) -> Void) -> [CameraHealth.Condition] {
        var camera = Camera()
        camera.show(Self.scene(seed: 1), frames: 50)
        #expect(camera.begun.isEmpty)
        fault(&camera)
        camera.show(Self.scene(seed: 1), frames: 50)
        for (condition, frame) in camera.begun { #expect((50...70).contains(frame), "\(condition) at frame \(frame)") }
        for (condition, frame) in camera.ended {
            #expect((100...130).contains(frame), "\(condition) at frame \(frame)")
        }
        #expect(camera.begun.map(\.condition) == camera.ended.map(\.condition))
        return camera.begun.map(\.condition)
    }

    @Test func aSoundCameraRaisesNothing() {
        #expect(conditions { $0.show(Self.scene(seed: 1), frames: 50) } == [])
    }

    @Test func aGreyCardInFrontCovers() {
        let grey = [UInt8](repeating: 120, count: Self.width * Self.height)
        #expect(conditions { $0.show(grey, frames: 50) } == [.covered])
    }

    @Test func aBlurDefocuses() {
        let sharp = Self.scene(seed: 1)
        let blurred = (0..<sharp.count).map { cell in
            let (x, y) = (cell % Self.width, cell / Self.width)
            var sum = 0
            var count = 0
            for dy in -3...3 {
                for dx in -3...3 where (0..<Self.width).contains(x + dx) && (0..<Self.height).contains(y + dy) {
                    sum += Int(sharp[(y + dy) * Self.width + x + dx])
                    count += 1
                }
            }
            return UInt8(sum / count)
        }
        #expect(
            conditions { $0.show(blurred, frames: 50, noise: 0, gain: { 1 + Double($0 % 2) / 100 }) } == [.defocused])
    }

    @Test func anotherViewMeansThatItWasMoved() {
        #expect(conditions { $0.show(Self.scene(seed: 2), frames: 50) } == [.moved])
    }

    @Test func theSamePictureAgainAndAgainIsFrozen() {
        #expect(conditions { $0.show(Self.scene(seed: 1), frames: 50, noise: 0) } == [.frozen])
    }

    @Test func lightOutIsDark() {
        #expect(conditions { $0.show(Self.scene(seed: 1), frames: 50, gain: { _ in 0.15 }) } == [.dark])
    }

    @Test func lightThatGoesUpAndDownFlickers() {
        #expect(conditions { $0.show(Self.scene(seed: 1), frames: 50, gain: { $0 % 2 == 0 ? 0.85 : 1 }) } == [.flicker])
    }

    @Test func whatIsOverInLessThanASecondRaisesNothing() {
        let grey = [UInt8](repeating: 120, count: Self.width * Self.height)
        #expect(
            conditions {
                $0.show(grey, frames: 8)
                $0.show(Self.scene(seed: 1), frames: 42)
            } == [])
    }

    @Test func aNewViewIsUsualAfterAMinute() {
        var camera = Camera()
        camera.show(Self.scene(seed: 1), frames: 50)
        camera.show(Self.scene(seed: 2), frames: 700)
        #expect(camera.begun.map(\.condition) == [.moved])
        #expect(camera.ended.map(\.condition) == [.moved])
        camera.show(Self.scene(seed: 1), frames: 50)
        #expect(camera.begun.map(\.condition) == [.moved, .moved])
    }

    @Test func correlationIsThatOfPearson() {
        #expect(correlation([1, 2, 3], [2, 4, 6]) == 1)
        #expect(correlation([1, 2, 3], [3, 2, 1]) == -1)
        #expect(correlation([1, 1, 1], [1, 2, 3]) == 0)
        #expect(correlation([1, 2], [1, 2, 3]) == 0)
    }
}
