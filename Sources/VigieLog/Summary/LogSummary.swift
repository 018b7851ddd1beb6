/// What a log comes to, counted from its records rather than believed from its last line.
public struct LogSummary: Sendable {
    /// What made the log; nil where its first line is missing.
    public private(set) var run: RunRecord?
    /// The streams in the order in which they come.
    public private(set) var streams: [StreamSummary] = []
    /// How the run ended; nil where the log was cut.
    public private(set) var end: EndRecord?
    /// How many records there are, by type.
    public private(set) var records: [String: Int] = [:]

    /// Counts nothing yet.
    public init() {}

    /// Counts all records of a log; one that was cut is counted as far as it goes.
    ///
    /// - Throws: `LogError` where it cannot be read, or a line is no record.
    public init(of path: String) throws(LogError) {
        var reader = try LogReader(path: path, toleratesCut: true)
        while let record = try reader.next() { add(record) }
    }

    /// Counts one record.
    public mutating func add(_ record: Record) {
        records[record.type, default: 0] += 1
        switch record {
        case .run(let run): self.run = self.run ?? run
        case .stream(let stream): streams[place(of: stream.stream)].description = stream
        case .frame(let frame): streams[place(of: frame.stream)].add(frame)
        case .detection(let detection):
            streams[place(of: detection.stream)].detections[detection.class, default: 0] += 1
        case .event(let event): streams[place(of: event.stream)].add(event)
        case .fault(let fault): streams[place(of: fault.stream)].faults[fault.kind, default: 0] += 1
        case .end(let end): self.end = end
        case .track(let track): streams[place(of: track.stream)].add(track)
        case .pose, .motion, .rejection, .timing, .other: break
        }
    }

    private mutating func place(of stream: String) -> Int {
        if let place = streams.firstIndex(where: { $0.name == stream }) { return place }
        streams.append(StreamSummary(name: stream))
        return streams.count - 1
    }
}

extension LogSummary: CanonicalValue {
    /// Writes the summary as one object.
    public func write(to json: inout CanonicalJSON) {
        json.object {
            $0.member("complete", end != nil)
            $0.member("decision_digest", end?.decisionDigest)
            $0.member("model", run?.model?.name)
            $0.member("program", run?.program)
            $0.member("records", records)
            $0.member("status", end?.status.rawValue)
            $0.member("streams", streams)
        }
    }
}
