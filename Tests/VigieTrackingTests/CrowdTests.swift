import CAllocations
import TestSupport
import Testing
import VigieCore
import VigieTracking

/// Many objects that move and are missed at random.
@Suite struct CrowdTests {
    /// Frames 0.1 s apart, the same for the same seed.
    private static func crowd(_ count: Int, frames: Int, seed: UInt64 = 1) -> [[TrackerDetection]] {
        var random = SeededRandom(seed: seed)
        func number(_ range: ClosedRange<Float>) -> Float { .random(in: range, using: &random) }
        var places = (0..<count).map { _ in SIMD2(number(0...1900), number(0...1000)) }
        let speeds = (0..<count).map { _ in SIMD2(number(-4...4), number(-2...2)) }
        return (0..<frames).map { _ in
            for index in places.indices { places[index] += speeds[index] }
            return places.filter { _ in number(0...1) > 0.1 }.map { place in
                TrackerDetection(
                    box: Box(
                        x: place.x + number(-1...1), y: place.y + number(-1...1), width: number(18...22),
                        height: number(48...52)),
                    score: number(0.4...1))
            }
        }
    }

    private static func track(_ frames: [[TrackerDetection]], _ camera: Tracker.Camera = .auto) -> [[TrackedObject]] {
        var configuration = Tracker.Configuration()
        configuration.camera = camera
        var tracker = Tracker(configuration)
        var output = TrackerOutput()
        return frames.indices.map { index in
            tracker.step(time: Double(index) / 10, frames[index], into: &output)
            return output.tracks
        }
    }

    @Test(arguments: Tracker.Camera.allCases)
    func theSameDetectionsGiveTheSameTracks(camera: Tracker.Camera) {
        let frames = Self.crowd(60, frames: 60)
        #expect(Self.track(frames, camera) == Self.track(frames, camera))
    }

    @Test func everyDetectionHasAtMostOneTrackAndEveryTrackOneClass() {
        for (step, detections) in zip(Self.track(Self.crowd(200, frames: 20)), Self.crowd(200, frames: 20)) {
            let taken = step.compactMap { $0.association?.detection }
            #expect(Set(taken).count == taken.count && taken.allSatisfy(detections.indices.contains))
            #expect(step.map(\.id) == step.map(\.id).sorted())
            #expect(step.allSatisfy { $0.isMeasured == ($0.state == .confirmed || $0.state == .tentative) })
        }
    }

    @Test func statesFollowOneAnotherAsTheyMay() {
        let next: [TrackedObject.State?: Set<TrackedObject.State>] = [
            nil: [.tentative, .confirmed], .tentative: [.tentative, .confirmed, .removed],
            .confirmed: [.confirmed, .lost, .removed], .lost: [.confirmed, .lost, .removed], .removed: [],
        ]
        var states: [Int: TrackedObject.State] = [:]
        for step in Self.track(Self.crowd(100, frames: 60)) {
            for object in step {
                #expect(next[states[object.id]]?.contains(object.state) == true)
                #expect(object.isChanged == (states[object.id] != object.state))
                states[object.id] = object.state
            }
        }
    }

    @Test func aThousandObjectsAreFollowed() {
        let steps = Self.track(Self.crowd(1000, frames: 6))
        #expect((steps.last?.count { $0.state == .confirmed } ?? 0) > 500)
    }

    #if DEBUG
        private static let seesAllocations = false
    #else
        private static let seesAllocations = vigie_allocations_are_seen() != 0
    #endif

    @Test(.enabled(if: seesAllocations, "a debug build allocates by itself, and a sanitizer sees to allocations"))
    func aWarmTrackerAllocatesNothing() {
        let frames = Self.crowd(40, frames: 200)
        var tracker = Tracker()
        var output = TrackerOutput()
        var allocations = 0
        for index in frames.indices {
            let before = vigie_allocations_counted()
            vigie_allocations_count(1)
            tracker.step(time: Double(index) / 10, frames[index], into: &output)
            vigie_allocations_count(0)
            if index >= 150 { allocations += vigie_allocations_counted() - before }
        }
        #expect(allocations == 0)
    }
}
