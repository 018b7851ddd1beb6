internal import VigieCore
internal import VigieLog
internal import VigieMotion
internal import VigieVideo

/// The time of the motion analysis alone, frame by frame, on a clip that lies decoded in memory.
struct MotionBench {
    let instructionSet: InstructionSet

    /// Frames that are kept decoded: at 1080p 12 MB, so that a frame comes out of the last cache, as behind a decoder.
    private static let poolSize = 4

    /// The report's numbers, in milliseconds.
    struct Report {
        var width: Int
        var height: Int
        var grid: (width: Int, height: Int)
        var kernels: String
        var runs: Int
        var minimum, median, percentile95: Double
    }

    /// Reads the clip's first frames, then analyses them again and again, forwards and backwards.
    func run(_ clip: String, runs: Int) throws -> Report {
        var source = try VideoSource(clip)
        let pool = FramePool()
        reading: while pool.count < Self.poolSize {
            switch try source.next() {
            case .frame(let frame): pool.append(frame)
            case .fault: continue
            case .undecoded: continue
            case .end: break reading
            }
        }
        var analyser = MotionAnalyser(instructionSet: instructionSet)
        var observation = MotionObservation()
        var times: [Double] = []
        let clock = ContinuousClock()
        let last = 2 * max(1, pool.count - 1)
        for run in 0..<runs + 2 * last {
            let place = run % last
            let index = place < pool.count ? place : last - place
            let start = clock.now
            try pool.with(index) { frame in try analyser.step(frame, into: &observation) }
            let spent = (clock.now - start).components
            if run >= 2 * last { times.append(Double(spent.attoseconds) / 1e15 + Double(spent.seconds) * 1e3) }
            if Interruption.isRequested { break }
        }
        guard !times.isEmpty else { throw VideoError.interrupted(address: clip) }
        let size = pool.size
        let grid = analyser.grid
        return Report(
            width: size.width, height: size.height, grid: (grid.width, grid.height), kernels: instructionSet.name,
            runs: times.count, minimum: times.quantile(0), median: times.quantile(0.5),
            percentile95: times.quantile(0.95))
    }

    /// Frames, which no array can hold.
    private final class FramePool {
        private final class Box {
            let frame: Frame
            init(_ frame: consuming Frame) { self.frame = frame }
        }
        private var frames: [Box] = []

        var count: Int { frames.count }
        var size: (width: Int, height: Int) { (frames[0].frame.width, frames[0].frame.height) }
        func append(_ frame: consuming Frame) { frames.append(Box(frame)) }
        func with(_ index: Int, _ body: (borrowing Frame) throws -> Void) throws { try body(frames[index].frame) }
    }
}

extension MotionBench.Report: CanonicalValue {
    func write(to json: inout CanonicalJSON) {
        json.object {
            $0.member("grid", [grid.width, grid.height])
            $0.member("height", height)
            $0.member("kernels", kernels)
            $0.member("median_ms", median)
            $0.member("min_ms", minimum)
            $0.member("p95_ms", percentile95)
            $0.member("runs", runs)
            $0.member("width", width)
        }
    }

    var text: String {
        """
        motion analysis of \(width) × \(height) on a grid of \(grid.width) × \(grid.height), kernels \(kernels), \(runs) runs
        ms per frame: minimum \(minimum.decimals(3)), median \(median.decimals(3)), p95 \(percentile95.decimals(3))
        """
    }

    var json: String {
        var json = CanonicalJSON()
        write(to: &json)
        return String(decoding: json.bytes, as: UTF8.self)
    }
}
