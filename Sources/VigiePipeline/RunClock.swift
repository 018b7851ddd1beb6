internal import Glibc

/// Wall and processor time since a run began.
struct RunClock {
    private let wallStart = ContinuousClock.now
    private let cpuStart = Self.processorSeconds

    var wallSeconds: Double {
        let elapsed = ContinuousClock.now - wallStart
        return Double(elapsed.components.seconds) + Double(elapsed.components.attoseconds) / 1e18
    }

    /// Of all threads.
    var cpuSeconds: Double { Self.processorSeconds - cpuStart }

    private static var processorSeconds: Double {
        var time = timespec()
        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }
}
