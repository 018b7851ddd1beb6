import Foundation
import TestSupport
import Testing

/// `vigie model` without any weights but those that the tests make.
@Suite struct ModelCommandTests {
    private let scratch: ScratchDirectory

    init() throws { scratch = try ScratchDirectory() }

    private func vigie(_ arguments: String..., path: String = "") throws -> Command.Result {
        try Command.run(
            arguments, in: scratch.url,
            environment: ["VIGIE_MODEL_PATH": path, "XDG_CACHE_HOME": scratch.path("cache")])
    }

    @Test func listShowsEveryModelAndThatNoneIsHere() throws {
        let result = try vigie("model", "list")
        #expect(result.status == 0)
        for name in [
            "nanodet-plus-m-416 *", "nanodet-plus-m-1.5x-416", "yolox-nano-416", "picodet-s-416", "fastestdet-352",
        ] {
            #expect(result.output.contains(name))
        }
        #expect(!result.output.contains("yes"))
    }

    @Test func infoDescribesAModelThatIsNotHere() throws {
        let result = try vigie("model", "info", "nanodet-plus-m-416")
        #expect(result.status == 0)
        #expect(result.output.contains("vigie model pull nanodet-plus-m-416"))
        #expect(result.output.contains("f7555ca6cb9650ee41e2f0a53fdf46b6e187a2a09792208d8c3eec033b6ac615"))
    }

    @Test func pullTakesFilesFromADirectoryAndChecksThem() throws {
        let manifest = try TinyModel.write(to: scratch.url)
        let result = try vigie("model", "pull", manifest, "--from", scratch.url.path)
        #expect(result.status == 0, "\(result.error)")
        #expect(FileManager.default.fileExists(atPath: scratch.path("cache/vigie/models/tiny/tiny.onnx")))
        #expect(try vigie("model", "check", manifest).status == 0)
    }

    @Test func pullFromADirectoryWithoutTheFilesSaysSo() throws {
        let result = try vigie("model", "pull", "nanodet-plus-m-416", "--from", scratch.url.path)
        #expect(result.status == 66)
        #expect(result.error.contains("nanodet-plus-m-416.param"))
    }

    @Test func initWritesAManifestThatAsksForTheRest() throws {
        try TinyModel.write(to: scratch.url)
        let result = try vigie("model", "init", "tiny.onnx", "--output", "mine.json")
        #expect(result.status == 0, "\(result.error)")
        let text = try String(contentsOf: scratch.file("mine.json"), encoding: .utf8)
        #expect(text.contains("\"width\": 32"))
        #expect(try vigie("model", "info", "mine.json").status == 65)
    }

    @Test func checkDumpsWhatItComputed() throws {
        let manifest = try TinyModel.write(to: scratch.url)
        let result = try vigie(
            "model", "check", manifest, "--dump", "raw", "--engine", "scalar", path: scratch.url.path)
        #expect(result.status == 0, "\(result.error)")
        let input = try Data(contentsOf: scratch.file("raw/input.f32"))
        #expect(input.count == 3 * 32 * 32 * 4)
        let output = try Data(contentsOf: scratch.file("raw/output.f32"))
        #expect(output.count == 16 * 6 * 4)
    }
}
