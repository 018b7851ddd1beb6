import Foundation
import TestSupport
import Testing
import VigieLog

/// The check by another program: see Tests/TestSupport/validate_log.py.
@Suite(.enabled(if: LogValidator.unavailable == nil, "\(LogValidator.unavailable ?? "")"))
struct LogValidationTests {
    private func write(_ records: [Record], _ end: EndRecord, in folder: borrowing TemporaryFolder) throws -> URL {
        var log = try LogWriter(path: folder.path("a.jsonl"), overwrite: true)
        for record in records { log.append(record) }
        try log.finish(end)
        return folder.url.appendingPathComponent("a.jsonl")
    }

    @Test func aLogWithEachRecordIsSound() throws {
        let folder = try TemporaryFolder()
        #expect(try LogValidator.problems(in: write(ExampleLog.records, ExampleLog.end, in: folder)) == [])
    }

    @Test func aLogOfExtremeValuesIsSound() throws {
        let folder = try TemporaryFolder()
        #expect(try LogValidator.problems(in: write(ExtremeLog.records, ExtremeLog.end, in: folder)) == [])
    }

    @Test func floatsOfAllExponentsAreInCanonicalForm() throws {
        let folder = try TemporaryFolder()
        var detection = ExtremeLog.detection
        for bits in stride(from: UInt32(1), to: 0x7f80_0000, by: 1_000_003) {
            detection.raw["\(bits)"] = Float(bitPattern: bits)
        }
        var records = ExtremeLog.records
        records[4] = .detection(detection)
        #expect(try LogValidator.problems(in: write(records, ExtremeLog.end, in: folder)) == [])
    }

    /// Each change to a sound log, and what the check must say about it.
    @Test(arguments: [
        (#""gate":"detect""#, #""gate":"maybe""#, "does not satisfy the schema"),
        (#""score":0.8312"#, #""score":1.5"#, "does not satisfy the schema"),
        (#""score":0.8312"#, #""score":0.83120"#, "is not in the form of RFC 8785"),
        (#""score":0.8312"#, #""score":0.8313"#, "decision_digest is"),
        (#""pts":0"#, #""pts":9007199254740993"#, "does not satisfy the schema"),
        (#""pts":0,"#, "", "does not satisfy the schema"),
        (#""reason":"motion","#, #""reason":"motion","added":1,"#, "does not satisfy the schema"),
        (#""reason":"motion","#, #""reason":"motion","reason":"motion","#, "a key stands twice"),
        (#""state":"tentative""#, #""state":"seen""#, "does not satisfy the schema"),
        (#""measured":true"#, #""measured":false"#, "does not satisfy the schema"),
        (#""match":"new""#, #""match":null"#, "does not satisfy the schema"),
        (#""cell":96"#, #""cell":0"#, "does not satisfy the schema"),
        (#""runs":[10,"#, #""runs":[10,0,"#, "does not satisfy the schema"),
        (#""runs":[10,"#, #""runs":[9,"#, "the runs sum to 47, which is not the number of cells"),
        (#""by":"vtest/0/0","#, "", "does not satisfy the schema"),
        (#""reason":"suppressed""#, #""reason":"threshold""#, "does not satisfy the schema"),
        (#""object":"vtest/t0""#, #""object":"t0""#, "does not satisfy the schema"),
        (#""bytes":8131690,"#, #""bytes": 8131690,"#, "is not in the form of RFC 8785"),
        (#""score":0.3}"#, #""score":0.4}"#, "configuration_digest is not that of the configuration"),
        (#""decoded":2"#, #""decoded":3"#, "3 frames were decoded, but 2 are accounted for"),
        (#"{"person":1}"#, #"{"person":2}"#, "detections is"),
        (#""type":"end"}"# + "\n", #""type":"end"}"#, "the last line is cut"),
    ])
    func aChangedLogIsFound(from: String, to: String, problem: String) throws {
        let folder = try TemporaryFolder()
        let log = try write(ExampleLog.records, ExampleLog.end, in: folder)
        let text = try folder.text("a.jsonl")
        let changed = text.replacingOccurrences(of: from, with: to)
        try #require(changed != text)
        try folder.write(changed, as: "a.jsonl")
        #expect(try LogValidator.problems(in: log).contains { $0.contains(problem) })
    }

    @Test func theSchemaInTheProgramIsTheOneInTheRepository() throws {
        let file = URL(fileURLWithPath: #filePath)
            .appendingPathComponent("../../../Sources/VigieLog/Schema/vigie-log.schema.json").standardized
        #expect(try Data(contentsOf: file) == Data(LogSchema.json))
    }
}
