internal import Synchronization
internal import VigieCore

#if canImport(Glibc)
    internal import Glibc
#endif

/// Ctrl-C and SIGTERM: the first asks the work to end in order, a second ends the program at once.
enum Interruption {
    private static let received = Atomic<Int32>(0)

    /// Takes over the two signals.
    static func install() {
        // The flag has to exist before a signal can arrive.
        received.store(0, ordering: .relaxed)
        for signalNumber in [SIGINT, SIGTERM] {
            signal(signalNumber) { number in
                if Interruption.received.exchange(number, ordering: .relaxed) != 0 { _exit(128 + number) }
            }
        }
        prepareSignals()
    }

    /// Lets the first of the two signals end the program at once: for work that leaves nothing behind, and may wait for
    /// input.
    static func endAtOnce() {
        for signalNumber in [SIGINT, SIGTERM] { signal(signalNumber) { number in _exit(128 + number) } }
        prepareSignals()
    }

    private static func prepareSignals() {
        // A parent may have left them blocked, as threads that start programs often do.
        var signals = sigset_t()
        sigemptyset(&signals)
        sigaddset(&signals, SIGINT)
        sigaddset(&signals, SIGTERM)
        pthread_sigmask(SIG_UNBLOCK, &signals, nil)
        // A closed pipe is a write error with a sentence, not a death.
        signal(SIGPIPE, SIG_IGN)
    }

    /// True once a signal has come.
    static var isRequested: Bool { received.load(ordering: .relaxed) != 0 }

    /// How the program ends for the signal that came; nil where none did.
    static var exitCode: ExitCode? {
        switch received.load(ordering: .relaxed) {
        case 0: nil
        case SIGTERM: .terminated
        default: .interrupted
        }
    }
}
