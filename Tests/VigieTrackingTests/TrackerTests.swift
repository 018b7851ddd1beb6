import Testing
import VigieCore
import VigieTracking

/// Objects are 40 × 100 pixels, and frames 0.1 s apart where nothing else is said.
@Suite struct TrackerTests {
    /// An object whose left edge is at `x`.
    private func object(_ x: Double, y: Float = 0, score: Float = 1, of classIndex: Int = 0) -> TrackerDetection {
        TrackerDetection(box: Box(x: Float(x), y: y, width: 40, height: 100), score: score, classIndex: classIndex)
    }

    /// Runs a tracker over frames with their times.
    private func track(
        _ frames: [(time: Double, detections: [TrackerDetection])], _ configuration: Tracker.Configuration = .init()
    ) -> [[TrackedObject]] {
        var tracker = Tracker(configuration)
        var output = TrackerOutput()
        return frames.map { frame in
            tracker.step(time: frame.time, frame.detections, into: &output)
            return output.tracks
        }
    }

    private func frames(_ range: Range<Int>, _ detections: (Double) -> [TrackerDetection]) -> [(
        time: Double, detections: [TrackerDetection]
    )] {
        range.map { (Double($0) / 10, detections(Double($0))) }
    }

    @Test func anObjectThatWalksOnKeepsItsIdentity() {
        let steps = track(frames(0..<30) { [object(20 * $0)] })
        #expect(steps.allSatisfy { $0.count == 1 && $0[0].id == 0 && $0[0].isMeasured && $0[0].state == .confirmed })
        #expect(steps.last?[0].hits == 30)
        #expect(abs((steps.last?[0].age ?? 0) - 2.9) < 1e-9)
        #expect(abs((steps.last?[0].box.x ?? 0) - 580) < 2)
        #expect(steps.map { $0[0].isChanged } == [true] + Array(repeating: false, count: 29))
    }

    // They come from both sides and pass through one another, one of them a little nearer to the camera.
    @Test func objectsThatCrossKeepTheirIdentities() {
        let steps = track(frames(0..<41) { [object(20 * $0), object(800 - 20 * $0, y: 10)] })
        let last = steps[40].sorted { $0.id < $1.id }
        #expect(last.map(\.id) == [0, 1])
        #expect(abs(last[0].box.x - 800) < 5 && abs(last[1].box.x) < 5)
    }

    @Test func aTrackThatBeginsLaterIsBelievedAtTheSecondHit() {
        let steps = track([(0, []), (0.1, [object(0)]), (0.2, [object(2)])])
        #expect(steps.map { $0.map(\.state) } == [[], [.tentative], [.confirmed]])
        #expect(steps.map { $0.map(\.isChanged) } == [[], [true], [true]])
        #expect(steps[1][0].association?.match == .new && steps[1][0].association?.cost == nil)
        #expect(steps[2][0].association?.match == .predicted)
    }

    @Test func oneHitMakesNoTrack() {
        let steps = track([(0, []), (0.1, [object(0)]), (0.2, []), (0.3, [])])
        #expect(steps.map { $0.map(\.state) } == [[], [.tentative], [.removed], []])
    }

    // Unseen for 0.5 to 2.3 s while it walks on: predicted meanwhile, then the same.
    @Test(arguments: [5, 10, 23])
    func anObjectIsFoundAgainBehindWhatHidIt(missed: Int) {
        let hidden = 20..<20 + missed
        let steps = track(frames(0..<60) { hidden.contains(Int($0)) ? [] : [object(10 * $0)] })
        #expect(steps.allSatisfy { $0.count == 1 && $0[0].id == 0 })
        #expect(hidden.allSatisfy { steps[$0][0].state == .lost && !steps[$0][0].isMeasured })
        #expect(abs(Double(steps[hidden.upperBound - 1][0].box.x) - 10 * Double(hidden.upperBound - 1)) < 10)
        #expect(steps[hidden.upperBound][0].state == .confirmed && steps[hidden.upperBound][0].isChanged)
    }

    @Test func onceItsTimeIsOverItIsAnother() {
        let steps = track(frames(0..<60) { (20..<46).contains(Int($0)) ? [] : [object(10 * $0)] })
        #expect(steps[43].map(\.state) == [.lost])
        #expect(steps[45].map(\.state) == [])
        #expect(steps[59].map(\.id) == [1])
    }

    // It turned round while it was hidden: the prediction is far off, and it is where it was last seen.
    @Test func anObjectThatStoppedIsFoundWhereItWasLastSeen() {
        let steps = track(frames(0..<50) { $0 < 20 ? [object(12 * $0)] : $0 < 35 ? [] : [object(12 * 19)] })
        #expect(steps[35].map(\.id) == [0])
        #expect(steps[35][0].association?.match == .recovered)
    }

    @Test func classesNeverMix() {
        let steps = track(frames(0..<10) { [object(5 * $0, of: $0 < 5 ? 0 : 1)] })
        #expect(steps[4].map(\.classIndex) == [0])
        #expect(steps[5].map { "\($0.id) \($0.classIndex) \($0.state)" } == ["0 0 lost", "1 1 tentative"])
        let both = track(frames(0..<10) { [object(5 * $0, of: 1), object(5 * $0, of: 0)] })
        #expect(both[9].map { "\($0.id) \($0.classIndex)" } == ["0 1", "1 0"])
    }

    // One look in ten: as far apart as the object is wide.
    @Test func framesThatWereSkippedAreNoMisses() {
        let all = frames(0..<101) { [object(4 * $0)] }
        let steps = track(all.indices.filter { $0 % 10 == 0 }.map { all[$0] })
        #expect(steps.allSatisfy { $0.count == 1 && $0[0].id == 0 && $0[0].state == .confirmed })
    }

    // Looked at every 5 s, twice as long as a life: only a look that misses it ends a track.
    @Test func anObjectThatIsSeldomLookedAtIsFollowed() {
        let steps = track((0..<6).map { (5 * Double($0), [object(3 * Double($0))]) })
        #expect(steps.allSatisfy { $0.map { "\($0.id) \($0.state)" } == ["0 confirmed"] })
        let missed = track([(0, [object(0)]), (5, [object(0)]), (10, [])])
        #expect(missed[2].map { "\($0.id) \($0.state)" } == ["0 removed"])
        let soon = track([(0, [object(0)]), (2.4, []), (5, [object(0)]), (5.1, [])])
        #expect(
            soon.map { $0.map { "\($0.id) \($0.state)" } } == [
                ["0 confirmed"], ["0 lost"], ["0 confirmed"], ["0 lost"],
            ])
    }

    // It walked at 100 pixels a second; after 2.6 s unseen by anyone it is expected where it was, after 2.4 s further on.
    @Test func afterALongGapNobodyIsTakenToHaveMoved() {
        func box(after gap: Double) -> TrackedObject? {
            let walk = frames(0..<20) { [object(10 * $0)] }
            return track(walk + [(1.9 + gap, [])]).last?.first
        }
        #expect(abs((box(after: 2.4)?.box.x ?? 0) - 430) < 20)
        #expect(box(after: 2.6)?.box == object(190).box)
        let found = track(frames(0..<20) { [object(10 * $0)] } + [(6, [object(190)]), (6.1, [object(190)])])
        #expect(found[21].map { "\($0.id) \($0.association?.match == .predicted)" } == ["0 true"])
        #expect(abs(Double(found[21][0].box.x) - 190) < 1)
    }

    @Test(arguments: [-1e300, -5, 0.1, .nan, .infinity, -.infinity])
    func aClockThatIsSetBackLetsNoTimePass(time: Double) {
        let steps = track([(0, [object(0)]), (0.1, [object(0)]), (time, [object(0)]), (time, [])])
        #expect(steps[2].map(\.state) == [.confirmed])
        #expect(steps[3].map(\.state) == [.lost])
        #expect(abs(steps[3][0].age - 0.1) < 1e-9)
    }

    @Test func unsureDetectionsKeepATrackAndBeginNone() {
        let steps = track(
            frames(0..<20) { [object(5 * $0, score: $0 < 10 ? 1 : 0.4), object(500, score: $0 < 10 ? 0.8 : 0.4)] })
        #expect(steps.allSatisfy { $0.map(\.id) == [0] })
        #expect(steps[15][0].association?.match == .weak && steps[15][0].state == .confirmed)
    }

    // Scores of another detector: a tenth of the ones above, and with an offset of nothing.
    @Test func theScaleOfTheScoresDoesNotMatter() {
        func ids(_ scale: Float) -> [[Int]] {
            track(frames(0..<20) { [object(5 * $0, score: scale), object(500, score: 0.8 * scale)] }).map {
                $0.map(\.id)
            }
        }
        #expect(ids(1) == ids(0.0625) && ids(1) == ids(64))
    }

    // Two of three score 0.4 from the tenth frame on: they are seen, and what the third scores remains the scale.
    @Test func weakDetectionsDoNotLowerTheScale() {
        var tracker = Tracker()
        var output = TrackerOutput()
        for frame in 0..<200 {
            let score: Float = frame < 10 ? 1 : 0.4
            tracker.step(
                time: Double(frame) / 10, [object(0), object(500, score: score), object(900, score: score)],
                into: &output)
            #expect(output.scoreScale == 1 && output.tracks.count { $0.state == .confirmed } == 3)
        }
    }

    @Test func whatIsNoBoxIsPassedOverAndCounted() {
        let broken: [TrackerDetection] = [
            TrackerDetection(box: Box(x: .nan, y: 0, width: 40, height: 100), score: 1),
            TrackerDetection(box: Box(x: 0, y: .infinity, width: 40, height: 100), score: 1),
            TrackerDetection(box: Box(x: 0, y: 0, width: 0, height: 100), score: 1),
            TrackerDetection(box: Box(x: 0, y: 0, width: 40, height: -1), score: 1),
            TrackerDetection(box: Box(x: 0, y: 0, width: 40, height: 100), score: .nan),
        ]
        var tracker = Tracker()
        var output = TrackerOutput()
        for frame in 0..<5 {
            tracker.step(time: Double(frame) / 10, broken + [object(5 * Double(frame))], into: &output)
            #expect(output.unusable == 5)
            #expect(output.tracks.map { "\($0.id) \($0.association?.detection ?? -1)" } == ["0 5"])
        }
        let huge = track(
            frames(0..<5) { _ in
                [
                    TrackerDetection(
                        box: Box(x: -.greatestFiniteMagnitude, y: 0, width: .greatestFiniteMagnitude, height: 1e38),
                        score: .greatestFiniteMagnitude),
                    TrackerDetection(
                        box: Box(x: 0, y: 0, width: .leastNonzeroMagnitude, height: .leastNonzeroMagnitude), score: 1e38
                    ),
                ]
            })
        #expect(huge.count == 5)
    }

    @Test func nothingIsTrackedWhereNothingIsFound() {
        #expect(track(frames(0..<5) { _ in [] }).map(\.count) == [0, 0, 0, 0, 0])
    }

    // Two tracks at 0 and 50, seen at 10 and 40, so that each is 40 from the other's detection.
    @Test func theRunnerUpIsTheBestPairThatWasPassedOver() throws {
        let steps = track([(0, [object(0), object(50)]), (0.1, [object(10), object(40)])])
        let (first, second) = (try #require(steps[1][0].association), try #require(steps[1][1].association))
        #expect(first.detection == 0 && second.detection == 1)
        // Grown by 0.4 the boxes are 72 wide: similarity 62 / 82 after 10 pixels, 32 / 112 after 40.
        #expect(abs(try #require(first.cost) - (1 - 62.0 / 82)) < 1e-6)
        #expect(abs(try #require(first.runnerUp) - (1 - 32.0 / 112)) < 1e-6)
        #expect(first.runnerUp == second.runnerUp)
        #expect(first.limit == 0.8)
        let alone = track([(0, [object(0)]), (0.1, [object(10)])])
        #expect(alone[1][0].association?.runnerUp == nil)
    }

    @Test func identitiesBeginAnewWithEachTracker() {
        let once = track(frames(0..<5) { [object(5 * $0)] })
        let again = track(frames(0..<5) { [object(5 * $0)] })
        #expect(once == again && once[0][0].id == 0)
    }
}
