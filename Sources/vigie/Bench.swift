internal import ArgumentParser
internal import VigieCore
internal import VigieDetection
internal import VigieInference
internal import VigieLog
internal import VigieModels
internal import VigiePipeline
internal import VigieVideo

struct Bench: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Measure how fast the detector is on this machine.",
        discussion: """
            With a clip: all stages, as vigie detect runs them, and frames per second of one core (frames by CPU seconds).
            Without one: the network alone, on a generated picture. The best of many runs is what the machine can do; the
            median and the 95th percentile tell what else it was doing.

            EXAMPLES
              vigie bench street.mp4
              vigie bench --model yolox-nano-416 --layers
              VIGIE_ISA=avx2 vigie bench --json
              vigie bench street.mp4 --motion
            """)

    @Argument(help: "A clip.") var clip: String?

    @Option(
        help: ArgumentHelp("A model's name ('vigie model list') or a manifest of your own.", valueName: "name|file"))
    var model = ModelCatalogue.defaultName

    @Option(help: "simd, scalar or blas.") var engine = Engine.simd
    @Option(help: ArgumentHelp("Runs of the network, after a few to warm up.", valueName: "n")) var runs = 50
    @Flag(help: "The analysis of motion alone, on the clip's first frames, which lie decoded in memory.") var motion =
        false
    @Flag(help: "Also the time of each layer.") var layers = false
    @Flag(help: "Print JSON.") var json = false

    func validate() throws {
        guard (1...1_000_000).contains(runs) else { throw ValidationError("--runs takes 1 to 1000000.") }
        guard clip != nil || !motion else { throw ValidationError("--motion is about a clip: name one.") }
        guard clip == nil || !layers else {
            throw ValidationError("--layers is about the network alone: leave the clip out.")
        }
    }

    func run() throws {
        Interruption.install()
        try reporting {
            if let clip, motion {
                let report = try MotionBench(instructionSet: .chosen()).run(clip, runs: runs)
                Terminal.say(json ? report.json : report.text)
                return Interruption.exitCode ?? .done
            }
            let manifest = try ModelAccess.manifest(named: model)
            let paths = try ModelAccess.store().locate(manifest)
            let instructionSet = try InstructionSet.chosen()
            if let clip { return try ClipBench(self, manifest, paths, instructionSet).run(clip) }
            let network = try manifest.network(at: paths, engine: engine, instructionSet: instructionSet)
            let report = NetworkBench(manifest, network).measure(runs: runs, layers: layers)
            Terminal.say(json ? report.json : report.text)
            return Interruption.exitCode ?? .done
        }
    }
}
