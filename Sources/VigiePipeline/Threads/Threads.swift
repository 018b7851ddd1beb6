internal import Glibc
internal import VigieCore

/// Threads of the system's own, for work that blocks.
enum Threads {
    /// As the main thread usually has; address space only, until it is used.
    private static let stackBytes = 8 << 20

    /// Runs `body` in `count` threads at once, of which the calling one is the first, and returns when all have.
    ///
    /// - Parameter body: Is given the thread's number, from 0.
    /// - Throws: `ThreadError` where the system gives fewer; `body` is then not called.
    static func run(_ count: Int, _ body: @escaping @Sendable (Int) -> Void) throws(ThreadError) {
        let gate = Gate()
        var threads: [pthread_t] = []
        var status: Int32 = 0
        for number in 1..<max(1, count) {
            var thread = pthread_t()
            status = start(&thread) { if gate.pass() { body(number) } }
            guard status == 0 else { break }
            threads.append(thread)
        }
        gate.open(status == 0)
        if status == 0 { body(0) }
        for thread in threads { pthread_join(thread, nil) }
        guard status == 0 else {
            throw ThreadError(wanted: count, given: threads.count + 1, reason: String(cString: strerror(status)))
        }
    }

    private static func start(_ thread: inout pthread_t, _ body: @escaping @Sendable () -> Void) -> Int32 {
        var attributes = pthread_attr_t()
        pthread_attr_init(&attributes)
        defer { pthread_attr_destroy(&attributes) }
        pthread_attr_setstacksize(&attributes, stackBytes)
        let context = Unmanaged.passRetained(Body(body))
        let status = pthread_create(
            &thread, &attributes,
            { context in
                Unmanaged<Body>.fromOpaque(context!).takeRetainedValue().run()
                return nil
            }, context.toOpaque())
        if status != 0 { context.release() }
        return status
    }

    private final class Body {
        let run: @Sendable () -> Void

        init(_ run: @escaping @Sendable () -> Void) { self.run = run }
    }

    /// Holds threads until it is known that there are enough.
    ///
    /// `@unchecked Sendable`: what changes does so under the lock.
    private final class Gate: @unchecked Sendable {
        private let monitor = Monitor()
        private var lets: Bool?

        func open(_ lets: Bool) {
            monitor.withLock {
                self.lets = lets
                monitor.broadcast()
            }
        }

        func pass() -> Bool {
            monitor.withLock {
                while true {
                    if let lets { return lets }
                    monitor.wait()
                }
            }
        }
    }
}

/// The system gives no more threads.
struct ThreadError: Failure {
    var wanted: Int
    var given: Int
    var reason: String
    var exitCode: ExitCode { .internal }
    var description: String { "only \(given) of \(wanted) threads could be started: \(reason); ask for fewer" }
}
