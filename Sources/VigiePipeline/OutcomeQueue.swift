/// Takes outcomes in the order in which they are finished, and hands them to the recorder in the order of their tickets.
///
/// A thread that hands in the one that is due records it, and those behind it that wait already. The others go on
/// meanwhile, until `capacity` are on their way: then reading waits.
///
/// `@unchecked Sendable`: what changes does so under the lock, and the recorder is used only by the thread that has set
/// `isRecording`.
final class OutcomeQueue: @unchecked Sendable {
    private let monitor = Monitor()
    private let recorder: Recorder
    /// The outcome with ticket t has place t modulo their number.
    private let places: [Outcome]
    private var isFinished: [Bool]
    /// The ticket that is to be recorded next.
    private var due = 0
    private var isRecording = false
    private var isClosed = false

    init(recorder: Recorder, capacity: Int) {
        self.recorder = recorder
        places = (0..<capacity).map { Outcome(place: $0) }
        isFinished = Array(repeating: false, count: capacity)
    }

    /// The place of the event with this ticket, once it is free; nil where no more are taken.
    func place(for ticket: Int) -> Outcome? {
        monitor.withLock {
            while !isClosed && ticket - due >= places.count { monitor.wait() }
            return isClosed ? nil : places[ticket % places.count]
        }
    }

    /// Takes a finished outcome.
    func handIn(_ outcome: Outcome) {
        monitor.lock()
        defer { monitor.unlock() }
        isFinished[outcome.place] = true
        guard !isRecording else { return }
        isRecording = true
        while !isClosed, isFinished[due % places.count] {
            let next = places[due % places.count]
            monitor.unlock()
            let goesOn = recorder.step(next)
            monitor.lock()
            isFinished[due % places.count] = false
            due += 1
            isClosed = !goesOn
            monitor.broadcast()
        }
        isRecording = false
    }
}
