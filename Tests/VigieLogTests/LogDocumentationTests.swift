import Foundation
import TestSupport
import Testing
import VigieLog

/// What docs/log.md shows is what the program does.
@Suite struct LogDocumentationTests {
    /// The first block of a language in the page.
    private static func block(_ language: String) throws -> String {
        let page = URL(fileURLWithPath: #filePath).appendingPathComponent("../../../docs/log.md").standardized
        let parts = try String(contentsOf: page, encoding: .utf8).components(separatedBy: "```\(language)\n")
        return try #require(parts.dropFirst().first?.components(separatedBy: "```").first)
    }

    @Test func theExampleIsWhatTheWriterWrites() throws {
        let folder = try TemporaryFolder()
        var log = try LogWriter(path: folder.path("a.jsonl"), overwrite: false)
        for record in ExampleLog.records { log.append(record) }
        try log.finish(ExampleLog.end)
        #expect(try folder.text("a.jsonl") == Self.block("jsonl"))
    }

    @Test(.enabled(if: LogValidator.unavailable == nil, "\(LogValidator.unavailable ?? "")"))
    func theRecipeOfTheDigestWorks() throws {
        let folder = try TemporaryFolder()
        let example = try Self.block("jsonl")
        let digest = try #require(example.split(separator: "\"decision_digest\":\"").last?.prefix(64))
        try folder.write(example, as: "a.jsonl")
        #expect(
            try LogValidator.python(["-c", Self.block("python"), folder.path("a.jsonl")]).output == "\(digest) True\n")
        try folder.write(example.replacingOccurrences(of: "0.8312", with: "0.8313"), as: "a.jsonl")
        #expect(
            try LogValidator.python(["-c", Self.block("python"), folder.path("a.jsonl")]).output.hasSuffix(" False\n"))
    }
}
