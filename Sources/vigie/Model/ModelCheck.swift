internal import ArgumentParser
internal import VigieCore
internal import VigieDetection
internal import VigieInference
internal import VigiePipeline

struct ModelCheck: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check", abstract: "Verify a model's files, load it, and compare the executors on a picture.",
        discussion: """
            With --dump, the network's input and outputs are written as little-endian fp32 with a JSON file of their shapes,
            so that any other program can be asked to reproduce them (bench/accuracy does it with onnxruntime).

            EXAMPLE
              vigie model check yolox-nano-416 --picture street.jpg --dump raw/
            """)

    @Argument(help: ArgumentHelp("A model's name or a manifest.", valueName: "name|file")) var model: String

    @Option(help: ArgumentHelp("A picture to look at; without one, a generated pattern.", valueName: "file"))
    var picture: String?

    @Option(help: "Run this executor only.") var engine: Engine?

    @Option(help: ArgumentHelp("Write the raw input and outputs into this directory.", valueName: "dir")) var dump:
        String?

    func run() throws {
        Interruption.install()
        try reporting {
            let manifest = try ModelAccess.manifest(named: model)
            let paths = try ModelAccess.store().locate(manifest)
            _ = try manifest.network(at: paths, engine: .scalar, instructionSet: .scalar)
            Terminal.say("\(manifest.name): files, shapes and decode rule agree")
            let input = try RawInput(picture: picture, manifest: manifest)
            var reference: [RawTensor]?
            for engine in self.engine.map({ [$0] }) ?? Engine.allCases {
                let network = try manifest.rawNetwork(
                    at: paths, engine: engine, instructionSet: InstructionSet.chosen())
                let outputs = input.run(network)
                if let dump { try RawTensor.write([input.tensor] + outputs, to: dump) }
                guard let expected = reference else {
                    reference = outputs
                    Terminal.say("\(engine.rawValue): \(outputs.map(\.summary).joined(separator: ", "))")
                    continue
                }
                let difference = zip(outputs, expected).map { $0.largestDifference(from: $1) }.max() ?? 0
                let tolerance = network.tolerance ?? 0
                Terminal.say(
                    "\(engine.rawValue) (\(network.instructionSet)): differs from scalar by at most \(difference), allowed \(tolerance)"
                )
                if !(difference <= tolerance) { return .no }
            }
            return .done
        }
    }
}
