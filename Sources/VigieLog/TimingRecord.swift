/// How long a stream took: the only record with times that differ between equal runs, besides `run.started`.
public struct TimingRecord: Sendable, Hashable, Decodable {
    /// Time spent in one stage, in milliseconds of wall time per frame that passed through it, and in all.
    public struct Stage: Sendable, Hashable, Decodable {
        /// Milliseconds for all frames together.
        public var total: Double
        /// Milliseconds for the fastest frame that passed through it.
        public var minimum: Double
        /// Milliseconds that half of the frames did not exceed.
        public var median: Double
        /// 95 of 100 frames took no longer.
        public var percentile95: Double

        /// Takes the values as they are, in milliseconds.
        public init(total: Double, minimum: Double, median: Double, percentile95: Double) {
            self.total = total
            self.minimum = minimum
            self.median = median
            self.percentile95 = percentile95
        }

        private enum CodingKeys: String, CodingKey {
            case total = "total_ms"
            case minimum = "min_ms"
            case median = "median_ms"
            case percentile95 = "p95_ms"
        }
    }

    /// The stream's name in this log.
    public var stream: String
    /// The number of frames that were decoded.
    public var frames: Int
    /// The stages by name, such as `decode`, `resample`, `infer`, `postprocess` and `log`.
    public var stages: [String: Stage]
    /// Seconds from the first packet to the last record.
    public var wall: Double
    /// Seconds that all CPUs spent on it.
    public var cpu: Double
    /// Frames a second of wall time; nil where that is not known.
    public var framesPerSecond: Double?

    /// Takes the values as they are; `wall` and `cpu` are in seconds.
    public init(
        stream: String, frames: Int, stages: [String: Stage], wall: Double, cpu: Double, framesPerSecond: Double?
    ) {
        self.stream = stream
        self.frames = frames
        self.stages = stages
        self.wall = wall
        self.cpu = cpu
        self.framesPerSecond = framesPerSecond
    }

    private enum CodingKeys: String, CodingKey {
        case stream, frames, stages
        case wall = "wall_s"
        case cpu = "cpu_s"
        case framesPerSecond = "fps"
    }
}

extension TimingRecord: CanonicalValue {
    /// Writes the record as one canonical JSON object; keys of times end in their unit.
    public func write(to json: inout CanonicalJSON) {
        json.object {
            $0.member("cpu_s", cpu)
            $0.member("fps", framesPerSecond)
            $0.member("frames", frames)
            $0.member("stages", stages)
            $0.member("stream", stream)
            $0.member("type", "timing")
            $0.member("wall_s", wall)
        }
    }
}

extension TimingRecord.Stage: CanonicalValue {
    /// Writes the four times as one object; their keys end in `_ms`.
    public func write(to json: inout CanonicalJSON) {
        json.object {
            $0.member("median_ms", median)
            $0.member("min_ms", minimum)
            $0.member("p95_ms", percentile95)
            $0.member("total_ms", total)
        }
    }
}
