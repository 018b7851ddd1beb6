/// Turns a log into COCO's results format, which `pycocotools` reads.
///
/// A JSON array with one object per detection, in the log's order, one on each line:
/// `{"bbox":[x,y,width,height],"category_id":1,"image_id":0,"score":0.83}`. `bbox` is in pixels of the upright frame, and
/// `image_id` is the frame's index, from 0. `category_id` is COCO's own, 1…90, for its 80 classes. Any other class gets
/// 1000, 1001, … in the order in which such classes occur in this log; then the object also has the class's name as
/// `category`, as that number means nothing beyond this file.
///
/// Source: cocodataset.org, Data format of results for object detection.
public enum CocoExport {
    /// What an export holds.
    public struct Summary: Sendable, Hashable {
        /// The number of objects.
        public var results = 0
        /// The classes that COCO does not have, in the order of their ids, the first of which is 1000.
        public var otherClasses: [String] = []
        /// Whether the log was not written to its end, so that this is a part of the results.
        public var isPartial = false
    }

    /// The id of the first class that COCO does not have.
    static let firstOtherID = 1000

    /// Writes the detections of the log at `log` to `output`, in memory that does not grow with them.
    ///
    /// A log that was cut short is exported as far as it goes. Where the log cannot be read to its end, an output that is
    /// a regular file is removed again.
    ///
    /// - Parameters:
    ///   - log: Path of the log; `-` is standard input.
    ///   - output: See `OutputFile` for what it may be; `-` is standard output.
    ///   - overwrite: Whether an existing file is replaced; the log itself never is.
    /// - Throws: `LogError`.
    public static func write(log: String, to output: String, overwrite: Bool) throws(LogError) -> Summary {
        var reader = try LogReader(path: log, toleratesCut: true)
        var file = try OutputFile(path: output, overwrite: overwrite, inputs: [log])
        do {
            return try write(&reader, to: &file)
        } catch {
            file.discard()
            throw error
        }
    }

    private static func write(_ log: inout LogReader, to output: inout OutputFile) throws(LogError) -> Summary {
        var summary = Summary(isPartial: true)
        var results = CocoResults()
        var stream: String?
        while let record = try log.next() {
            switch record {
            case .stream(let next):
                if let stream, stream != next.stream {
                    throw .notExportable(
                        file: log.path,
                        reason:
                            "it holds two streams, \(stream) and \(next.stream), whose frames would get the same ids")
                }
                stream = next.stream
            case .detection(let detection):
                summary.results += 1
                results.append(detection, otherClasses: &summary.otherClasses)
                if results.json.bytes.count > 1 << 16 { try results.flush(to: &output) }
            case .end: summary.isPartial = false
            default: break
            }
        }
        if log.line == 0 { throw .notExportable(file: log.path, reason: "it has no whole line") }
        results.close()
        try results.flush(to: &output)
        return summary
    }
}

/// The array of results while it is being written.
private struct CocoResults {
    var json = CanonicalJSON()
    private var isFirst = true

    mutating func append(_ detection: DetectionRecord, otherClasses: inout [String]) {
        json.bytes += Array((isFirst ? "[\n" : ",\n").utf8)
        isFirst = false
        let cocoID = CocoCategories.id(of: detection.class)
        let id = cocoID ?? Self.otherID(of: detection.class, in: &otherClasses)
        json.object {
            $0.member("bbox", detection.box)
            if cocoID == nil { $0.member("category", detection.class) }
            $0.member("category_id", id)
            $0.member("image_id", detection.frame)
            $0.member("score", detection.score)
        }
    }

    mutating func close() { json.bytes += Array((isFirst ? "[]\n" : "\n]\n").utf8) }

    mutating func flush(to output: inout OutputFile) throws(LogError) {
        try output.write(json.bytes)
        json.removeAll()
    }

    private static func otherID(of name: String, in classes: inout [String]) -> Int {
        if let index = classes.firstIndex(of: name) { return CocoExport.firstOtherID + index }
        classes.append(name)
        return CocoExport.firstOtherID + classes.count - 1
    }
}
