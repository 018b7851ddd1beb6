import Foundation
import Testing
import VigieCore
import VigieLog

@Suite struct LogReaderTests {
    /// All records of a file.
    private func records(_ path: String, toleratesCut: Bool = false) throws -> (records: [Record], isCut: Bool) {
        var reader = try LogReader(path: path, toleratesCut: toleratesCut)
        var records: [Record] = []
        while let record = try reader.next() {
            records.append(record)
            #expect(reader.line == records.count)
        }
        return (records, reader.isCut)
    }

    @Test func whatWasWrittenReadsBackEqual() throws {
        let folder = try TemporaryFolder()
        var log = try LogWriter(path: folder.path("a.jsonl"), overwrite: false)
        for record in ExtremeLog.records { log.append(record) }
        let end = try log.finish(ExtremeLog.end)
        let read = try records(folder.path("a.jsonl"))
        #expect(read.records == ExtremeLog.records + [.end(end)])
        #expect(!read.isCut)
    }

    @Test func linesMayBeLongerThanTheBuffer() throws {
        let folder = try TemporaryFolder()
        var long = ExampleLog.fault
        long.message = String(repeating: "é", count: 200_000)
        let sent: [Record] = [.fault(ExampleLog.fault), .fault(long), .frame(ExampleLog.analysed), .fault(long)]
        try folder.write(lines(of: sent).map { $0 + "\n" }.joined(), as: "a.jsonl")
        #expect(try records(folder.path("a.jsonl")).records == sent)
    }

    @Test func anEmptyFileHasNoRecords() throws {
        let folder = try TemporaryFolder()
        try folder.write("", as: "a.jsonl")
        #expect(try records(folder.path("a.jsonl")).records.isEmpty)
    }

    @Test func aCutLineIsAnErrorUnlessTolerated() throws {
        let folder = try TemporaryFolder()
        let text = lines(of: [.fault(ExampleLog.fault), .frame(ExampleLog.analysed)]).joined(separator: "\n")
        let path = folder.path("a.jsonl")
        try folder.write(String(text.dropLast(3)), as: "a.jsonl")
        #expect(throws: LogError.cut(file: path, line: 2)) { try records(path) }
        let read = try records(path, toleratesCut: true)
        #expect(read.records == [.fault(ExampleLog.fault)])
        #expect(read.isCut)
    }

    @Test(arguments: [
        ("", "it is not a JSON object"),
        ("some text", "it is not a JSON object"),
        ("[1]", "the line is not of type"),
        (#"{"frame":1}"#, #""type" is missing"#),
        (#"{"type":"frame","frame":1}"#, #""stream" is missing"#),
        (#"{"type":"timing","stream":"a","frames":"many","stages":{}}"#, #""frames" is not of type Int"#),
        (
            #"{"type":"frame","stream":"a","frame":0,"pts":"soon","time":0,"gate":"skip","reason":"x","crops":[],"input":[]}"#,
            #""pts" is not an integer of 64 bits"#
        ),
        (
            #"{"type":"frame","stream":"a","frame":0,"pts":0,"time":0,"gate":"skip","reason":"x","crops":[[1,2]],"input":[]}"#,
            #""crops[0]" has 2 elements instead of 4"#
        ),
        (
            #"{"type":"frame","stream":"a","frame":0,"pts":0,"time":0,"picture":"9F86d081884c7d65"}"#,
            #""picture" is not 16 lower-case hexadecimal digits"#
        ),
        (
            #"{"type":"motion","stream":"a","frame":0,"cell":0,"grid":[3,2],"runs":[6]}"#,
            #""cell" is 0, but must be at least 1"#
        ),
        (
            #"{"type":"motion","stream":"a","frame":0,"cell":6,"grid":[3,2,1],"runs":[6]}"#,
            #""grid" has 3 elements instead of 2"#
        ),
        (
            #"{"type":"motion","stream":"a","frame":0,"cell":6,"grid":[4611686018427387904,4],"runs":[6]}"#,
            #""grid" has 4611686018427387904 × 4 cells, but must have 1 to 67108864"#
        ),
        (
            #"{"type":"motion","stream":"a","frame":0,"cell":6,"grid":[3,2],"runs":[1,4]}"#,
            #""runs" sums to 5, but the grid has 6 cells"#
        ),
        (
            #"{"type":"track","id":"a/t0","stream":"a","frame":0,"time":0,"class":"b","state":"lost","changed":false,"box":[0,0,1,1],"age":1,"hits":2,"measured":true,"detection":null}"#,
            #""detection" is null"#
        ),
        (#"{"type":"run","schema":2}"#, #""schema" is 2, newer than this program reads (1)"#),
    ])
    func anErrorNamesFileLineAndField(line: String, reason: String) throws {
        let folder = try TemporaryFolder()
        let path = folder.path("a.jsonl")
        try folder.write(lines(of: [.fault(ExampleLog.fault)])[0] + "\n" + line + "\n", as: "a.jsonl")
        let error = #expect(throws: LogError.self) { try records(path) }
        #expect(error?.description.hasPrefix("\(path), line 2: \(reason)") == true, "\(String(describing: error))")
        #expect(error?.exitCode == .badData)
    }

    @Test func aLineOfMoreThan16MebibytesIsAnError() throws {
        let folder = try TemporaryFolder()
        try folder.write("", as: "a.jsonl")
        let file = try FileHandle(forWritingTo: folder.url.appendingPathComponent("a.jsonl"))
        try file.truncate(atOffset: UInt64(LogReader.longestLine) + 1)
        try file.seekToEnd()
        try file.write(contentsOf: Data("\n".utf8))
        try file.close()
        let error = #expect(throws: LogError.self) { try records(folder.path("a.jsonl")) }
        #expect(error?.description.hasSuffix("line 1: the line is longer than 16 MiB.") == true)
    }

    @Test func aFileThatCannotBeReadIsAnError() throws {
        let folder = try TemporaryFolder()
        for path in [folder.path("missing"), folder.url.path] {
            let error = #expect(throws: LogError.self) { try records(path) }
            #expect(error?.exitCode == .missingInput)
            #expect(error?.description.hasPrefix("\(path) cannot be read: ") == true)
        }
    }
}
