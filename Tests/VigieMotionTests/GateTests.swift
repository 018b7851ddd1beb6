import Testing
import VigieCore

@testable import VigieMotion

@Suite struct GateTests {
    private typealias Configuration = Gate.Configuration

    private static func observation(age: Int? = nil, masked: Float = 0, settling: Bool = false) -> MotionObservation {
        var observation = MotionObservation()
        observation.isSettling = settling
        observation.maskedForeground = masked
        if let age {
            let box = Box(x: 10, y: 10, width: 20, height: 20)
            observation.regions = [MotionRegion(box: box, area: 400, centroidX: 20, centroidY: 20, age: age)]
        }
        return observation
    }

    /// The reasons for frames at 10 a second.
    private static func reasons(
        _ configuration: Gate.Configuration, looksEverywhere: Bool = true, _ observations: [MotionObservation]
    ) -> [Gate.Reason] {
        var gate = Gate(configuration, looksEverywhere: looksEverywhere)
        return observations.enumerated().map { gate.step(seconds: Double($0) / 10, $1).reason }
    }

    private static func still(_ count: Int) -> [MotionObservation] { Array(repeating: observation(), count: count) }

    @Test func anOpenGateLooksAtEveryFrame() {
        #expect(Self.reasons(Configuration(), Self.still(30)).allSatisfy { $0 == .always })
    }

    @Test func theRateIsKeptInMediaTime() {
        let reasons = Self.reasons(Configuration(rate: 5), Self.still(100))
        #expect(reasons.enumerated().allSatisfy { $1 == ($0 % 2 == 0 ? .always : .rate) })
        // 10 frames a second do not divide by 4: the grid holds on average.
        #expect(Self.reasons(Configuration(rate: 4), Self.still(100)).count { $0 == .always } == 40)
    }

    @Test func whereNothingMovesOnlySweepsLook() {
        let reasons = Self.reasons(Configuration(mode: .motion, sweep: 2), Self.still(60))
        #expect(reasons.enumerated().allSatisfy { $1 == ($0 % 20 == 0 ? .sweep : .idle) })
    }

    @Test func withoutSweepsNothingLooksAtAStillPicture() {
        #expect(Self.reasons(Configuration(mode: .motion, sweep: nil), Self.still(60)).allSatisfy { $0 == .idle })
    }

    @Test func aScheduleLooksAtSweepsWhateverMoves() {
        let moving = Array(repeating: Self.observation(age: 9), count: 40)
        let reasons = Self.reasons(Configuration(mode: .schedule, sweep: 1), moving)
        #expect(reasons.enumerated().allSatisfy { $1 == ($0 % 10 == 0 ? .sweep : .rate) })
    }

    @Test func motionHoldsForAWhileAfterItsEnd() {
        let frames = Self.still(10) + [Self.observation(age: 2)] + Self.still(20)
        let reasons = Self.reasons(Configuration(mode: .motion, sweep: 60, hold: 1), frames)
        #expect(
            reasons == [.sweep] + .init(repeating: .idle, count: 9) + .init(repeating: .motion, count: 11)
                + .init(repeating: .idle, count: 10))
    }

    @Test func aFlashOfOneFrameDoesNotWake() {
        let frames = Self.still(5) + [Self.observation(age: 1)] + Self.still(5)
        #expect(!Self.reasons(Configuration(mode: .motion), frames).contains(.motion))
    }

    @Test func motionUnderAMaskIsSaidToBeMasked() {
        let frames = Self.still(1) + [Self.observation(masked: 0.2)]
        #expect(Self.reasons(Configuration(mode: .motion), frames) == [.sweep, .masked])
    }

    @Test func aLookAtTheWholeFrameForMotionsSakePutsTheSweepOff() {
        let moving = Array(repeating: Self.observation(age: 9), count: 40)
        let configuration = Configuration(mode: .motion, sweep: 1)
        #expect(Self.reasons(configuration, moving).count { $0 == .sweep } == 1)
        #expect(Self.reasons(configuration, looksEverywhere: false, moving).count { $0 == .sweep } == 4)
    }

    @Test func aPictureThatChangesAsAWholeIsLookedAtUntilItHasSettled() {
        let frames =
            Self.still(10) + Array(repeating: Self.observation(age: 5, settling: true), count: 8) + Self.still(10)
        let reasons = Self.reasons(Configuration(mode: .motion, sweep: 60), frames)
        #expect(reasons.indices.filter { reasons[$0] == .sweep } == [0] + Array(10..<18))
        #expect(!reasons.contains(.motion))
    }

    @Test func theRateChoosesTheSameFramesWhateverMoves() {
        let frames = (0..<60).map { $0 / 7 % 2 == 0 ? Self.observation() : Self.observation(age: 3) }
        let open = Self.reasons(Configuration(rate: 3), frames)
        let gated = Self.reasons(Configuration(mode: .motion, rate: 3, hold: 0), frames)
        #expect(open.map { $0 == .rate } == gated.map { $0 == .rate })
    }

    @Test func aClockThatGoesBackBeginsAnew() {
        var gate = Gate(Configuration(rate: 1), looksEverywhere: true)
        let still = Self.observation()
        #expect(gate.step(seconds: 100, still).reason == .always)
        #expect(gate.step(seconds: 100.5, still).reason == .rate)
        #expect(gate.step(seconds: 0, still).reason == .always)
    }
}

@Suite struct RecentMotionTests {
    @Test func aPlaceIsKeptForTheHoldAndFollowsWhatMoves() {
        var recent = RecentMotion(wake: 2, hold: 1)
        var boxes: [Box] = []
        func step(_ seconds: Double, _ box: Box?, age: Int = 2) -> [Box] {
            var observation = MotionObservation()
            if let box {
                observation.regions = [MotionRegion(box: box, area: 1, centroidX: 0, centroidY: 0, age: age)]
            }
            recent.step(seconds: seconds, observation, into: &boxes)
            return boxes
        }
        let a = Box(x: 0, y: 0, width: 10, height: 10)
        let b = Box(x: 5, y: 0, width: 10, height: 10)
        let c = Box(x: 100, y: 0, width: 10, height: 10)
        #expect(step(0, a, age: 1).isEmpty)
        #expect(step(0.1, a) == [a])
        #expect(step(0.2, b) == [b])
        #expect(step(0.3, c) == [b, c])
        #expect(step(1.2, nil) == [b, c])
        #expect(step(1.25, nil) == [c])
        #expect(step(1.4, nil).isEmpty)
    }
}
