internal import ArgumentParser
internal import FoundationEssentials
internal import VigieCore
internal import VigieDetection
internal import VigieInference
internal import VigieLog

struct ModelInit: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "init", abstract: "Write a manifest for an ONNX file of yours, to be completed.",
        discussion: """
            Input size, outputs and family are guessed from the file; what only you know is null: fill it in, then use it:
            VIGIE_MODEL_PATH=. vigie detect clip.mp4 --model mine.json

            EXAMPLE
              vigie model init mine.onnx --output mine.json
            """)

    @Argument(help: ArgumentHelp("The network.", valueName: "file.onnx")) var file: String

    @Option(
        name: [.customLong("output"), .short], help: ArgumentHelp("The manifest to write.", valueName: "file.json"))
    var output: String

    @Flag(help: "Replace the manifest if it exists.") var force = false

    func run() throws {
        try reporting {
            let bytes = try ModelFile.read(file)
            let skeleton = try ManifestSkeleton(
                graph: OnnxImporter.load(bytes, file: file), file: String(file.split(separator: "/").last ?? ""),
                bytes: bytes)
            var target = try OutputFile(path: output, overwrite: force, inputs: [file])
            try target.write(Array(skeleton.json.utf8))
            Terminal.note(
                skeleton.open.isEmpty
                    ? "\(output) is complete" : "\(output): fill in \(skeleton.open.joined(separator: ", "))")
            return .done
        }
    }
}
