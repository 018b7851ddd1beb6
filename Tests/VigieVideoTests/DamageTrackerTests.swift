import Testing

@testable import VigieVideo

struct DamageTrackerTests {
    /// The macro cannot take a mutating call.
    private func expect(
        _ tracker: inout DamageTracker, packet: Int64, isKeyframe: Bool, isDamaged expected: Bool,
        at place: SourceLocation = #_sourceLocation
    ) {
        let isDamaged = tracker.isDamaged(packet: packet, isKeyframe: isKeyframe)
        #expect(isDamaged == expected, sourceLocation: place)
    }

    @Test func faultLastsUntilAKeyframe() {
        var tracker = DamageTracker()
        expect(&tracker, packet: 0, isKeyframe: true, isDamaged: false)
        tracker.fault(packet: 1)
        expect(&tracker, packet: 1, isKeyframe: false, isDamaged: true)
        expect(&tracker, packet: 2, isKeyframe: false, isDamaged: true)
        expect(&tracker, packet: 3, isKeyframe: true, isDamaged: false)
        expect(&tracker, packet: 4, isKeyframe: false, isDamaged: false)
    }

    @Test func whatWasDecodedBeforeTheFaultIsWhole() {
        var tracker = DamageTracker()
        tracker.fault(packet: 5)
        expect(&tracker, packet: 4, isKeyframe: false, isDamaged: false)
        expect(&tracker, packet: 6, isKeyframe: false, isDamaged: true)
    }

    @Test func keyframeFromBeforeTheFaultEndsNothing() {
        var tracker = DamageTracker()
        tracker.fault(packet: 5)
        expect(&tracker, packet: 4, isKeyframe: true, isDamaged: false)
        expect(&tracker, packet: 5, isKeyframe: false, isDamaged: true)
    }

    @Test func damagedKeyframeEndsNothing() {
        var tracker = DamageTracker()
        tracker.fault(packet: 5)
        tracker.fault(packet: 8)
        expect(&tracker, packet: 8, isKeyframe: true, isDamaged: true)
        expect(&tracker, packet: 9, isKeyframe: false, isDamaged: true)
    }

    /// An open group of pictures: 11 comes out before keyframe 10 and refers to what lies before it.
    @Test func framesShownBeforeTheKeyframeStayDamaged() {
        var tracker = DamageTracker()
        tracker.fault(packet: 7)
        expect(&tracker, packet: 11, isKeyframe: false, isDamaged: true)
        expect(&tracker, packet: 10, isKeyframe: true, isDamaged: false)
        expect(&tracker, packet: 12, isKeyframe: false, isDamaged: false)
    }
}
