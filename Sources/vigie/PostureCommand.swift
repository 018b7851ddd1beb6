internal import ArgumentParser
internal import VigieCore
internal import VigieDetection
internal import VigieInference
internal import VigieLog
internal import VigieModels
internal import VigieTracking
internal import VigieVideo

struct PostureCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "posture",
        abstract: "Say how people stand, sit or lie whose boxes are known: the pose model alone, on a clip.",
        discussion: """
            Boxes are in MOTChallenge's text, one a line: frame,id,left,top,width,height,score,…; frames count from 1. The
            result is one JSON object a line, in the order of the frames: the posture, the measures that it was told by, and
            the 17 keypoints of COCO as [x, y, score], in pixels of the frame. docs/posture.md has the rule and its figures.

            EXAMPLE
              vigie posture street.mp4 people.txt --output postures.jsonl
            """)

    @Argument(help: "A clip, or a picture.") var clip: String
    @Argument(help: "A file of boxes.") var boxes: String
    @Option(help: ArgumentHelp("A pose model's name ('vigie model list') or a manifest.", valueName: "name|file"))
    var model = ModelCatalogue.poseName
    @Option(help: "simd, scalar or blas.") var engine = Engine.simd
    @Option(name: [.customLong("output"), .short], help: "The file to write; - for standard output.")
    var output = "-"
    @Flag(help: "Replace the output if it exists.") var force = false
    @Flag(help: "Print what was done as JSON; needs --output.") var json = false

    func validate() throws {
        if json && (output == "-" || output == "/dev/stdout") {
            throw ValidationError(
                "Both the results and the JSON would go to standard output: name a file with --output.")
        }
    }

    func run() throws {
        Interruption.install()
        try reporting {
            let estimator = try ModelAccess.poseEstimator(
                named: model, engine: engine, instructionSet: InstructionSet.chosen()
            ).estimator
            let people = try MOTDetections(ModelFile.read(boxes), file: boxes)
            var options = VideoOptions()
            options.isInterrupted = { Interruption.isRequested }
            let source = try VideoSource(clip, options: options)
            var results = try OutputFile(path: output, overwrite: force, inputs: [clip, boxes])
            var run = PostureRun(estimator: estimator, people: people)
            try run.run(source, of: clip, into: &results)
            try results.synchronise()
            if json {
                Terminal.say(run.json)
            } else if output != "-" {
                Terminal.note("\(run.summary), in \(output)")
            }
            return Interruption.exitCode ?? .done
        }
    }
}
