internal import VigieLog
internal import VigieVideo

/// What events come out of.
protocol EventSource: ~Copyable, Sendable {
    mutating func next() throws(VideoError) -> VideoEvent
    mutating func setPace(_ pace: DecodePace)
}

extension VideoSource: EventSource {}

/// Gives events to the threads that ask for them, one after the other: decoding is in order, and so is watching for
/// motion.
///
/// `@unchecked Sendable`: everything that changes does so under the lock.
final class EventReader<Source: EventSource & ~Copyable>: @unchecked Sendable {
    private let monitor = Monitor()
    private var source: Source
    private var scout: Scout
    private let queue: OutcomeQueue
    private let isInterrupted: @Sendable () -> Bool
    private var ticket = 0
    private var hasEnded = false

    /// - Parameter isInterrupted: Asked before each event; true ends the run in order.
    init(
        _ source: consuming Source, scout: consuming Scout, queue: OutcomeQueue,
        isInterrupted: @escaping @Sendable () -> Bool
    ) {
        self.source = source
        self.scout = scout
        self.queue = queue
        self.isInterrupted = isInterrupted
    }

    /// The next event, with the place in the queue that it has to go to; nil once there are no more.
    ///
    /// Waits while too many are on their way, and while another thread reads.
    func next() -> Outcome? {
        monitor.withLock {
            guard !hasEnded, let outcome = queue.place(for: ticket) else { return nil }
            ticket += 1
            outcome.reset()
            read(into: outcome)
            switch outcome.state {
            case .end, .failed: hasEnded = true
            default: break
            }
            return outcome
        }
    }

    /// What becomes of a frame once it has been watched; a damaged one is not.
    private func watch(_ frame: borrowing Frame, for outcome: Outcome) -> Outcome.State {
        guard !frame.isDamaged else { return .read }
        do throws(VideoError) {
            try outcome.clock.time(.motion) { () throws(VideoError) in
                try scout.step(frame, into: &outcome.sighting)
            }
            return .read
        } catch {
            return .failed(error)
        }
    }

    private func read(into outcome: Outcome) {
        if isInterrupted() {
            outcome.state = .end(.interrupted, nil)
            return
        }
        do {
            switch try outcome.clock.time(.decode, { () throws(VideoError) in try source.next() }) {
            case .frame(let frame):
                outcome.state = watch(frame, for: outcome)
                outcome.frame = consume frame
                source.setPace(scout.pace)
            case .undecoded(let frame): outcome.state = .undecoded(frame)
            case .fault(let fault): outcome.state = .fault(fault)
            case .end: outcome.state = .end(.complete, nil)
            }
        } catch VideoError.interrupted {
            outcome.state = .end(.interrupted, nil)
        } catch {
            outcome.state = .end(.failed, error)
        }
    }
}
