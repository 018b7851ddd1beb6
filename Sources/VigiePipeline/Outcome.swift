internal import VigieCore
internal import VigieLog
internal import VigieVideo

/// What one event of the source comes to, from when it is read until it is recorded.
///
/// There are only as many as may be on their way at once, and each is used again: it keeps its memory.
///
/// `@unchecked Sendable`: it belongs to one thread at a time, handed on by `OutcomeQueue`.
final class Outcome: @unchecked Sendable {
    /// How far it has come.
    enum State {
        /// A frame was read.
        case read
        /// A frame has its place and was not decoded.
        case undecoded(UndecodedFrame)
        /// The frame was looked at: `lines` and `result` are those of it.
        case analysed
        /// The frame was not looked at, for this reason: `lines` says so too.
        case skipped(reason: String)
        /// The frame could not be looked at, and the run cannot go on.
        case failed(any Failure)
        /// Footage that could not be used was read instead of a frame.
        case fault(DecodeFault)
        /// Nothing more is read.
        case end(EndRecord.Status, (any Failure)?)
    }

    /// Where it belongs in the queue.
    let place: Int
    var state = State.end(.complete, nil)
    /// From when it is read until nobody needs it.
    var frame: Frame?
    /// What was known of the frame before the detector looked at it; of a damaged frame, nothing new.
    var sighting = Sighting()
    /// The decision lines; those of most frames fit in from the start.
    var lines = CanonicalJSON(capacity: 1 << 16)
    /// Lines that decide nothing, where they are wanted.
    var explanations = CanonicalJSON()
    var result = FrameDetector.Result()
    /// How the frame was resampled, where it was.
    var sampling: (resampler: String, colour: AppliedColour)?
    /// What was spent on it.
    let clock = StageClock()

    init(place: Int) { self.place = place }

    /// Makes room for the next event.
    func reset() {
        frame = nil
        sampling = nil
        sighting.motion = nil
        lines.removeAll()
        explanations.removeAll()
        clock.reset()
    }
}
