internal import Glibc

/// A lock, and the means to wait under it for something to change.
///
/// POSIX's: the standard library's `Mutex` has no condition to wait for, and ThreadSanitizer does not know it.
///
/// `@unchecked Sendable`: POSIX makes both safe for any thread, and they stay where they are.
final class Monitor: @unchecked Sendable {
    private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
    private let condition = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)

    init() {
        mutex.initialize(to: pthread_mutex_t())
        condition.initialize(to: pthread_cond_t())
        // With default attributes neither can fail on Linux.
        pthread_mutex_init(mutex, nil)
        pthread_cond_init(condition, nil)
    }

    deinit {
        pthread_cond_destroy(condition)
        pthread_mutex_destroy(mutex)
        condition.deallocate()
        mutex.deallocate()
    }

    func lock() { pthread_mutex_lock(mutex) }
    func unlock() { pthread_mutex_unlock(mutex) }

    func withLock<R: ~Copyable>(_ body: () -> R) -> R {
        lock()
        defer { unlock() }
        return body()
    }

    /// Gives up the lock until `broadcast()`, or for no reason.
    func wait() { pthread_cond_wait(condition, mutex) }

    /// Wakes all who wait.
    func broadcast() { pthread_cond_broadcast(condition) }
}
