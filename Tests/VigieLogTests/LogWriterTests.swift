import Foundation
import Glibc
import Testing
import VigieCore
import VigieLog

@Suite struct LogWriterTests {
    @Test func theLogHoldsItsLinesAndTheDigestOfTheDecisions() throws {
        let folder = try TemporaryFolder()
        var log = try LogWriter(path: folder.path("a.jsonl"), overwrite: false)
        let replacedExisting = log.replacedExisting
        #expect(!replacedExisting)
        for record in ExampleLog.records { log.append(record) }
        let end = try log.finish(ExampleLog.end)

        let decisions = ExampleLog.records.filter(\.isDecision)
        #expect(decisions.count == 7)
        #expect(end.decisionDigest == Digest(of: Array(lines(of: decisions).map { $0 + "\n" }.joined().utf8)))
        let text = lines(of: ExampleLog.records + [.end(end)]).map { $0 + "\n" }.joined()
        #expect(try folder.text("a.jsonl") == text)
    }

    @Test func decisionLinesFromElsewhereAreInTheDigest() throws {
        let folder = try TemporaryFolder()
        let records: [Record] = [.frame(ExampleLog.analysed), .detection(ExampleLog.detection)]
        var lines = CanonicalJSON()
        for record in records { lines.line(record) }
        var log = try LogWriter(path: folder.path("a.jsonl"), overwrite: false)
        log.append(.stream(ExampleLog.stream))
        log.append(decisions: lines)
        let end = try log.finish(ExampleLog.end)

        var other = try LogWriter(path: folder.path("b.jsonl"), overwrite: false)
        for record in [.stream(ExampleLog.stream)] + records { other.append(record) }
        #expect(try other.finish(ExampleLog.end) == end)
        #expect(try folder.text("a.jsonl") == folder.text("b.jsonl"))
    }

    @Test func aFlushedLineIsInTheFileAtOnce() throws {
        let folder = try TemporaryFolder()
        var log = try LogWriter(path: folder.path("a.jsonl"), overwrite: false)
        log.append(.fault(ExampleLog.fault))
        #expect(try folder.text("a.jsonl").isEmpty)
        try log.flush()
        #expect(try folder.text("a.jsonl") == lines(of: [.fault(ExampleLog.fault)])[0] + "\n")
    }

    @Test func anExistingLogIsNotOverwrittenUnlessAllowed() throws {
        let folder = try TemporaryFolder()
        let path = folder.path("a.jsonl")
        try folder.write("evidence, and more of it", as: "a.jsonl")
        let error = #expect(throws: LogError.self) { _ = try LogWriter(path: path, overwrite: false) }
        #expect(error == .exists(file: path))
        #expect(error?.exitCode == .cannotCreate)
        #expect(error?.description.contains("overwritten") == true)
        #expect(try folder.text("a.jsonl") == "evidence, and more of it")

        var log = try LogWriter(path: path, overwrite: true)
        let replacedExisting = log.replacedExisting
        #expect(replacedExisting)
        log.append(.fault(ExampleLog.fault))
        try log.flush()
        #expect(try folder.text("a.jsonl") == lines(of: [.fault(ExampleLog.fault)])[0] + "\n")
    }

    @Test func aPlaceThatCannotHoldAFileIsAnError() throws {
        let folder = try TemporaryFolder()
        for (path, overwrite) in [(folder.path("missing/a.jsonl"), false), (folder.url.path, true), ("", false)] {
            let error = #expect(throws: LogError.self) { _ = try LogWriter(path: path, overwrite: overwrite) }
            guard case .cannotCreate = error else {
                Issue.record("\(path): \(String(describing: error))")
                continue
            }
            #expect(error?.exitCode == .cannotCreate)
        }
    }

    @Test func aPipeTakesALog() throws {
        let folder = try TemporaryFolder()
        let path = folder.path("pipe")
        try #require(mkfifo(path, 0o600) == 0)
        // Open for both, so that neither side waits for the other.
        let reader = open(path, O_RDWR)
        defer { close(reader) }
        var log = try LogWriter(path: path, overwrite: false)
        let replacedExisting = log.replacedExisting
        #expect(!replacedExisting)
        log.append(.fault(ExampleLog.fault))
        let end = try log.finish(ExampleLog.end)

        let expected = lines(of: [.fault(ExampleLog.fault), .end(end)]).map { $0 + "\n" }.joined()
        var buffer = [UInt8](repeating: 0, count: expected.utf8.count)
        #expect(read(reader, &buffer, buffer.count) == buffer.count)
        #expect(String(decoding: buffer, as: UTF8.self) == expected)
    }

    @Test(.enabled(if: access("/dev/full", W_OK) == 0, "there is no /dev/full"))
    func aFullDeviceIsAnErrorThatStays() throws {
        var log = try LogWriter(path: "/dev/full", overwrite: false)
        log.append(.fault(ExampleLog.fault))
        let error = LogError.writeFailed(file: "/dev/full", reason: "No space left on device")
        #expect(error.exitCode == .writeFailed)
        #expect(throws: error) { try log.flush() }
        #expect(throws: error) { try log.flush() }
        do {
            try log.finish(ExampleLog.end)
            Issue.record("a log that has lost lines got an end")
        } catch let thrown {
            #expect(thrown == error)
        }
    }

    /// A limit on the file's size stands in for a disk that fills in the middle of a line.
    @Test func aLogThatMeetsAFullDiskKeepsItsWholeLines() async throws {
        await #expect(processExitsWith: .success) {
            let folder = try TemporaryFolder()
            let path = folder.path("a.jsonl")
            let line = lines(of: [.fault(ExampleLog.fault)])[0] + "\n"
            signal(SIGXFSZ, SIG_IGN)
            let sizeLimit = __rlimit_resource_t(RLIMIT_FSIZE.rawValue)
            var limit = rlimit()
            try #require(getrlimit(sizeLimit, &limit) == 0)
            limit.rlim_cur = rlim_t(line.utf8.count * 5 / 2)
            try #require(setrlimit(sizeLimit, &limit) == 0)

            var log = try LogWriter(path: path, overwrite: false)
            log.append(.fault(ExampleLog.fault))
            try log.flush()
            log.append(.fault(ExampleLog.fault))
            log.append(.fault(ExampleLog.fault))
            let error = #expect(throws: LogError.self) { try log.flush() }
            #expect(error == .writeFailed(file: path, reason: "File too large"))
            #expect(try folder.text("a.jsonl") == line + line)
        }
    }
}
