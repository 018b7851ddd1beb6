import Foundation
import Testing
import VigieCore
import VigieLog

@Suite struct CocoExportTests {
    private func detection(_ name: String, frame: Int) -> Record {
        var detection = ExampleLog.detection
        detection.class = name
        detection.frame = frame
        return .detection(detection)
    }

    private func log(_ records: [Record], in folder: borrowing TemporaryFolder) throws -> String {
        try folder.write(lines(of: records).map { $0 + "\n" }.joined(), as: "log.jsonl")
        return folder.path("log.jsonl")
    }

    @Test func detectionsBecomeResults() throws {
        let folder = try TemporaryFolder()
        let path = try log(
            [.run(ExampleLog.run), .stream(ExampleLog.stream), detection("person", frame: 0)]
                + [detection("toothbrush", frame: 7), .end(ExampleLog.end)], in: folder)
        let summary = try CocoExport.write(log: path, to: folder.path("coco.json"), overwrite: false)
        #expect(summary.results == 2 && summary.otherClasses == [] && !summary.isPartial)
        #expect(
            try folder.text("coco.json") == """
                [
                {"bbox":[231.25,187.5,31.5,78],"category_id":1,"image_id":0,"score":0.8312},
                {"bbox":[231.25,187.5,31.5,78],"category_id":90,"image_id":7,"score":0.8312}
                ]

                """)
    }

    /// Around each gap in COCO's numbering.
    @Test(arguments: [
        ("fire hydrant", 11), ("stop sign", 13), ("cow", 21), ("giraffe", 25), ("backpack", 27), ("umbrella", 28),
        ("handbag", 31), ("bottle", 44), ("wine glass", 46), ("bed", 65), ("dining table", 67), ("toilet", 70),
        ("tv", 72), ("refrigerator", 82), ("book", 84),
    ])
    func cocoClassesHaveTheirOfficialIDs(name: String, id: Int) throws {
        let folder = try TemporaryFolder()
        _ = try CocoExport.write(
            log: log([detection(name, frame: 0)], in: folder), to: folder.path("coco.json"), overwrite: false)
        #expect(try folder.text("coco.json").contains("\"category_id\":\(id),"))
    }

    @Test func otherClassesAreNumberedAndNamed() throws {
        let folder = try TemporaryFolder()
        let records = ["helmet", "person", "Vest", "helmet"].map { detection($0, frame: 0) }
        let summary = try CocoExport.write(
            log: log(records, in: folder), to: folder.path("coco.json"), overwrite: false)
        #expect(summary.otherClasses == ["helmet", "Vest"])
        let results = try folder.text("coco.json").split(separator: "\n").dropFirst().dropLast()
        #expect(
            results.map { $0.contains(#""category":"helmet","category_id":1000"#) } == [true, false, false, true])
        #expect(results[3].contains(#""category":"Vest","category_id":1001"#))
        #expect(!results[2].contains(#""category":"#))
    }

    @Test func aLogWithoutDetectionsGivesAnEmptyArray() throws {
        let folder = try TemporaryFolder()
        let path = try log([.run(ExampleLog.run), .end(ExampleLog.end)], in: folder)
        _ = try CocoExport.write(log: path, to: folder.path("coco.json"), overwrite: false)
        #expect(try folder.text("coco.json") == "[]\n")
    }

    @Test func manyResultsAreOneArray() throws {
        let folder = try TemporaryFolder()
        let path = try log((0..<2000).map { detection("person", frame: $0) }, in: folder)
        _ = try CocoExport.write(log: path, to: folder.path("coco.json"), overwrite: false)
        let results = try JSONDecoder().decode([JSONValue].self, from: Data(folder.text("coco.json").utf8))
        #expect(results.count == 2000)
    }

    @Test func aLogThatWasCutIsExportedAsFarAsItGoes() throws {
        let folder = try TemporaryFolder()
        try folder.write(lines(of: [detection("person", frame: 0)])[0] + "\n{\"ty", as: "log.jsonl")
        let summary = try CocoExport.write(
            log: folder.path("log.jsonl"), to: folder.path("coco.json"), overwrite: false)
        #expect(summary.results == 1 && summary.isPartial)
    }

    @Test func whatIsNoLogIsRefusedAndLeavesNothing() throws {
        let folder = try TemporaryFolder()
        var second = ExampleLog.stream
        second.stream = "other"
        let twoStreams = lines(of: [.stream(ExampleLog.stream), .stream(second)]).map { $0 + "\n" }.joined()
        for (text, reason) in [
            ("", "it has no whole line"), ("text\n", "line 1"), (twoStreams, "it holds two streams"),
        ] {
            try folder.write(text, as: "log.jsonl")
            let error = #expect(throws: LogError.self) {
                try CocoExport.write(log: folder.path("log.jsonl"), to: folder.path("coco.json"), overwrite: false)
            }
            #expect(error?.exitCode == .badData)
            #expect(error?.description.contains(reason) == true)
            #expect(!FileManager.default.fileExists(atPath: folder.path("coco.json")))
        }
    }

    @Test func aLogIsNeverReplacedByItsOwnExport() throws {
        let folder = try TemporaryFolder()
        let path = try log([detection("person", frame: 0), .end(ExampleLog.end)], in: folder)
        let text = try folder.text("log.jsonl")
        try FileManager.default.linkItem(atPath: path, toPath: folder.path("hard"))
        try FileManager.default.createSymbolicLink(atPath: folder.path("soft"), withDestinationPath: "log.jsonl")
        for output in [path, folder.url.path + "/./log.jsonl", folder.path("hard"), folder.path("soft")] {
            let error = #expect(throws: LogError.self) {
                try CocoExport.write(log: path, to: output, overwrite: true)
            }
            #expect(error == .isInput(file: output, input: path))
            #expect(error?.exitCode == .cannotCreate)
            #expect(try folder.text("log.jsonl") == text)
        }
    }
}
