import Testing
import VigieCore

@testable import VigieVideo

/// Times over the cuts, where footage is not as it should be.
struct JoinedClockTests {
    /// A part of 10 frames a second, in ticks of 1/100 s.
    private let part: StreamDescription
    private var clock: JoinedClock

    init() throws {
        var part = try VideoSource(fixture("mjpeg.avi")).description
        part.timeBase = TimeBase(numerator: 1, denominator: 100)
        self.part = part
        clock = JoinedClock(part)
    }

    private mutating func steps(_ times: [Int64?]) -> [Int64?] { times.map { clock.step($0)?.pts } }

    @Test mutating func theLastGapIsThatBeforeTheLastFrame() {
        #expect(steps([0, 10, 13]) == [0, 10, 13])
        clock.beginPart(part)
        #expect(steps([50, 60]) == [16, 26])
    }

    @Test mutating func framesWithoutATimeLastAsLongAsOthers() {
        #expect(steps([0, 20, nil, nil]) == [0, 20, nil, nil])
        clock.beginPart(part)
        #expect(steps([nil, 5]) == [nil, 90])
    }

    @Test mutating func aPartWithoutTimesTakesItsTime() {
        #expect(steps([0, 10]) == [0, 10])
        clock.beginPart(part)
        #expect(steps([nil, nil, nil]) == [nil, nil, nil])
        clock.beginPart(part)
        #expect(steps([0]) == [50])
    }

    @Test mutating func aTimeThatGoesBackIsNoGap() {
        #expect(steps([0, 10, 5]) == [0, 10, 5])
        clock.beginPart(part)
        #expect(steps([0, 10]) == [15, 25])
    }

    @Test mutating func aGapIsATickAtLeast() {
        var fine = part
        fine.timeBase = TimeBase(numerator: 1, denominator: 100_000)
        #expect(steps([0]) == [0])
        clock.beginPart(fine)
        #expect(steps([0, 1]) == [10, 10])
        clock.beginPart(part)
        #expect(steps([0]) == [11])
    }

    @Test mutating func aPartWithoutAFrameRateHas25AtATime() {
        var unknown = part
        unknown.frameRate = nil
        clock = JoinedClock(unknown)
        #expect(steps([0]) == [0])
        clock.beginPart(unknown)
        #expect(steps([0]) == [4])
    }

    @Test mutating func whatIsOutsideTheClockIsNoTimeAndNoCrash() {
        #expect(steps([.max, .min + 1, 0]) == [.max, .min + 1, 0])
        clock.beginPart(part)
        #expect(steps([.min + 1, .max, 0]).last == .some(nil))
        clock.beginPart(part)
        #expect(clock.stamp(of: 7) == nil)
        _ = steps([.max, nil, .max, .min + 1])
    }
}
