/// What a record rests on: its own lines, and those of the records that it names, and so on down to frames.
///
/// An event rests on tracks and poses, those on detections, those on frames; a rejection on what it gave way to, and a detection
/// that is asked for itself also on what it suppressed. Of a track that is named by others, only the lines with which its state
/// changes are evidence, and those of the frames that the record in question names; of one that is asked for itself, all are. So
/// the memory that this takes grows with the answer and not with the log, which is read as often as evidence leads further back.
public struct Evidence: Sendable {
    /// The id that was asked for.
    public let id: String
    /// The lines with that id, in the log's order; at least one.
    public private(set) var subject: [LogLine] = []
    /// The lines of the records that it rests on, in the log's order.
    public private(set) var grounds: [LogLine] = []
    /// Ids that these records name and the log does not have, in ascending order.
    public private(set) var missing: [String] = []
    /// What made the log; nil where its first line is missing.
    public private(set) var run: RunRecord?
    /// Whether the log was cut, so that what followed is not known.
    public private(set) var isCut = false

    /// Walks back from the record with an id.
    ///
    /// - Throws: `LogError`: `.notFound` where there is no such record, and where the log cannot be read, or is a pipe.
    public init(of id: String, in path: String) throws(LogError) {
        self.id = id
        var reader = try LogReader(path: path, toleratesCut: true)
        try findSubject(&reader)
        // What the record in question names decides which lines of tracks are evidence.
        let named = Set(subject.flatMap { $0.references + $0.suppressed })
        var known: Set<String> = [id]
        var wanted = named
        while true {
            wanted.subtract(known)
            if wanted.isEmpty { break }
            known.formUnion(wanted)
            wanted = try find(wanted, named: named, &reader)
        }
        isCut = reader.isCut
        grounds.sort { $0.number < $1.number }
        missing = known.subtracting(grounds.compactMap(\.record.reference)).subtracting([id]).sorted()
    }

    private mutating func findSubject(_ reader: inout LogReader) throws(LogError) {
        var census = IDCensus()
        let id = id
        while let record = try reader.next(where: { glance in
            census.add(glance)
            return glance.type == "run" || glance.reference == id
        }) {
            if case .run(let run) = record { self.run = self.run ?? run }
            if record.reference == id { subject.append(reader.line(of: record)) }
        }
        if subject.isEmpty {
            throw .notFound(file: reader.path, what: "record '\(id)'", known: census.description)
        }
    }

    /// Takes the lines of some ids, and returns the ids that they name.
    private mutating func find(
        _ wanted: Set<String>, named: Set<String>, _ reader: inout LogReader
    ) throws(LogError) -> Set<String> {
        try reader.rewind()
        var references: Set<String> = []
        while let record = try reader.next(where: { $0.reference.map(wanted.contains) ?? false }) {
            guard let reference = record.reference, wanted.contains(reference) else { continue }
            if case .track(let track) = record {
                let frame = FrameRecord.id(stream: track.stream, frame: track.frame)
                guard track.changed || named.contains(frame) else { continue }
            }
            let line = reader.line(of: record)
            grounds.append(line)
            references.formUnion(line.references)
        }
        return references
    }
}

/// The ids that a log has, from the first to the last of each kind.
private struct IDCensus: CustomStringConvertible {
    private var ranges: [String: (first: String, last: String)] = [:]

    mutating func add(_ glance: LineGlance) {
        guard let type = glance.type, let id = glance.reference else { return }
        ranges[type] = (ranges[type]?.first ?? id, id)
    }

    var description: String {
        let kinds = ["event", "track", "detection", "rejection", "frame"].map { type in
            ranges[type].map { "\(type)s from \($0.first) to \($0.last)" } ?? "no \(type)s"
        }
        return "it has " + kinds.dropLast().joined(separator: ", ") + " and " + (kinds.last ?? "")
    }
}
