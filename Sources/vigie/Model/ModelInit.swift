internal import ArgumentParser
internal import FoundationEssentials
internal import VigieCore
internal import VigieDetection

struct ModelInit: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "init", abstract: "Write a manifest for an ONNX file of yours, to be completed.",
        discussion: """
            Input size, outputs and family are guessed from the file; look at what it wrote, fill in what only you know, then
            use it: vigie detect clip.mp4 --model mine.json

            EXAMPLE
              vigie model init mine.onnx --output mine.json
            """)

    @Argument(help: ArgumentHelp("The network.", valueName: "file.onnx")) var file: String

    @Option(name: [.customLong("output"), .short], help: ArgumentHelp("The manifest to write.", valueName: "file.json"))
    var output: String

    func run() throws {
        try reporting {
            let skeleton = try ManifestSkeleton(onnx: ModelFile.read(file), path: file)
            guard !FileManager.default.fileExists(atPath: output) else {
                throw OutputError(path: output, reason: "it exists already; choose another name")
            }
            do { try Data(skeleton.json).write(to: URL(filePath: output)) } catch {
                throw OutputError(path: output, reason: "it cannot be written")
            }
            Terminal.say("\(output): written; \(skeleton.remarks)")
            return .done
        }
    }
}
