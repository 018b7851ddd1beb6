import CAllocations
import Glibc
import Synchronization
import TestSupport
import Testing
import VigieDetection
import VigieInference
import VigieLog
import VigieVideo

@testable import VigiePipeline

/// Frames that a thread may allocate for, and so many for each thread in all: what is handed on has to grow, too, lost
/// tracks are kept for 2.5 seconds, 63 frames of the clip, until there are as many as there will be, and only once the
/// tracker's scale has its 256 scores does it take out one for each.
private let warmUp = 300

/// From the decoded frame to the log's line nothing is allocated once buffers have their size.
///
/// The same holds in a debug build, where the standard library's generic loops and searches allocate: on the frame's way
/// they are by index. OpenBLAS, which has memory of its own, is left out.
@Suite struct AllocationTests {
    /// Counts what the threads of a run allocate from one call of `next()` to the next: for looking at a frame and for
    /// recording it, but not for reading it, which is FFmpeg's.
    private struct CountingSource: EventSource, ~Copyable {
        private var source: VideoSource
        private let tally: Tally

        init(_ source: consuming VideoSource, tally: Tally) {
            self.source = source
            self.tally = tally
        }

        mutating func next() throws(VideoError) -> VideoEvent {
            vigie_allocations_count(0)
            defer { if tally.isWarm() { vigie_allocations_count(1) } }
            return try source.next()
        }

        mutating func setPace(_ pace: DecodePace) {}
    }

    private final class Tally: Sendable {
        private struct Thread {
            var frames = 0
            /// Of these, those that were counted.
            var counted = 0
            var allocations = 0
            /// The thread may have been counted in another test.
            let before = vigie_allocations_counted()
        }

        private let threads = Mutex<[pthread_t: Thread]>([:])
        private let firstFrames: Int

        /// - Parameter threads: How many there are.
        init(threads: Int) { firstFrames = warmUp * threads }

        /// Takes note of what the calling thread has allocated for the frame before; whether it counts from now on.
        func isWarm() -> Bool {
            threads.withLock { threads in
                var thread = threads[pthread_self()] ?? Thread()
                defer { threads[pthread_self()] = thread }
                thread.frames += 1
                thread.allocations = vigie_allocations_counted() - thread.before
                var frames = 1
                for thread in threads.values { frames += thread.frames }
                guard thread.frames > warmUp && frames > firstFrames else { return false }
                thread.counted += 1
                return true
            }
        }

        /// How many frames were counted, and how many allocations for them.
        var totals: (frames: Int, allocations: Int) {
            threads.withLock { threads in
                threads.values.reduce((0, 0)) { ($0.0 + $1.counted, $0.1 + $1.allocations) }
            }
        }
    }

    @Test(
        .enabled(if: vigie_allocations_are_seen() != 0, "a sanitizer sees to allocations"),
        arguments: [(1, .scalar), (1, .simd), (2, .simd), (4, .simd)] as [(Int, Engine)],
        [Crops.off, .tiles(side: 16, overlap: 0, fullFrame: true)])
    func aWarmRunAllocatesNothing(threadsAndEngine: (Int, Engine), crops: Crops) throws {
        let (threads, engine) = threadsAndEngine
        var run = try TinyRun()
        run.engine = engine
        run.threads = threads
        run.crops = crops
        let frames = 100 + warmUp * (threads + 2)
        let clip = try SquareClip.write(to: run.scratch.file("squares.y4m"), frames: frames)
        let tally = Tally(threads: threads)
        let summary = try run(clip, log: "/dev/null") { CountingSource($0, tally: tally) }
        vigie_allocations_count(0)
        #expect(summary.end.detections["square", default: 0] >= frames)
        #expect(tally.totals.frames >= 100)
        #expect(tally.totals.allocations == 0)
    }

    /// Every rule is at work on a square that stands still, about which everything was said at the beginning, and that is
    /// elsewhere in each fifth frame, where nobody believes in it.
    @Test(.enabled(if: vigie_allocations_are_seen() != 0, "a sanitizer sees to allocations"), arguments: [1, 2])
    func aWarmRunWithRulesAllocatesNothing(threads: Int) throws {
        var run = try TinyRun()
        run.threads = threads
        run.following = try TinyRun.watching(
            """
            {zones: {left: [[0, 0], [0.5, 0], [0.5, 1], [0, 1]]}, lines: {middle: [[0.5, 1], [0.5, 0]]}, rules: {
              field: {rule: FieldDetector, zone: left}, line: {rule: LineDetector, line: middle},
              direction: {rule: DirectionDetector, allowed: [1, 0]},
              loitering: {rule: LoiteringDetector, zone: left, classes: [square], after_seconds: 1},
              occupancy: {rule: OccupancyCounting, at_least: 1, classes: [square]},
              counting: {rule: LineCounting, line: middle},
              stopped: {rule: StoppedVehicle, classes: [square], after_seconds: 1},
              crowd: {rule: CrowdMovement, movement: surge, classes: [square], at_least: 2}}}
            """)
        let frames = 100 + warmUp * (threads + 2)
        let clip = try SquareClip.write(to: run.scratch.file("squares.y4m"), frames: frames) { frame in
            frame % 5 == 4 ? (x: 24, y: 24) : (x: 0, y: 8)
        }
        let tally = Tally(threads: threads)
        let summary = try run(clip, log: "/dev/null") { CountingSource($0, tally: tally) }
        vigie_allocations_count(0)
        #expect(summary.end.events["StoppedVehicle"] == 1 && summary.end.events["OccupancyCounting"] == 1)
        #expect(tally.totals.frames >= 100)
        #expect(tally.totals.allocations == 0)
    }

    @Test(.enabled(if: vigie_allocations_are_seen() != 0, "a sanitizer sees to allocations"))
    func allocationsAreSeen() {
        vigie_allocations_count(1)
        let before = vigie_allocations_counted()
        let bytes = [UInt8](repeating: 1, count: Int(before) + 100)
        vigie_allocations_count(0)
        #expect(vigie_allocations_counted() > before, "\(bytes.count) bytes were not seen")
    }
}
