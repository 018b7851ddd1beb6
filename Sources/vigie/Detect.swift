public import ArgumentParser
internal import VigieCore
internal import VigieDetection
public import VigieInference
internal import VigieModels
internal import VigiePipeline
internal import VigieVideo

extension Engine: ExpressibleByArgument {}

struct Detect: ParsableCommand {
    enum CropChoice: String, CaseIterable, ExpressibleByArgument { case off, tiles }
    enum Blur: String, CaseIterable, ExpressibleByArgument { case people, none }

    static let configuration = CommandConfiguration(
        abstract: "Run the detector on recorded clips, one log each.",
        discussion: """
            A clip is anything that FFmpeg opens: a file, an address, a picture, a directory of numbered pictures, a pattern
            such as frames/%06d.jpg, or - for standard input.

            EXAMPLES
              vigie detect street.mp4
              vigie detect street.mp4 --classes person,car --score 0.4 --annotate boxes.mp4
              vigie detect monday/*.mkv --log logs/ --json
            """)

    @Argument(help: "The clips.") var clips: [String]

    @Option(
        help: ArgumentHelp("A model's name ('vigie model list') or a manifest of your own.", valueName: "name|file"))
    var model = ModelCatalogue.defaultName

    @Option(
        help:
            "simd: vector kernels; scalar: their specification, the same bits slowly; blas: OpenBLAS, equal within a tolerance."
    )
    var engine = Engine.simd

    @Option(help: ArgumentHelp("Scores that detections must exceed, 0…1; the manifest's if not given.", valueName: "s"))
    var score: Float?

    @Option(help: ArgumentHelp("Only these classes, separated by commas.", valueName: "names"))
    var classes: String?

    @Option(help: ArgumentHelp("Smallest longer side of a box, in pixels of the frame.", valueName: "pixels"))
    var minSize: Float?

    @Option(help: ArgumentHelp("Largest longer side of a box, in pixels of the frame.", valueName: "pixels"))
    var maxSize: Float?

    @Option(help: "off: the whole frame; tiles: besides, square tiles at native scale, for small objects, at a price.")
    var crops = CropChoice.off

    @Option(
        help: ArgumentHelp(
            "Threads that look at frames, 1…256; the log is the same with any number.", valueName: "n"))
    var threads = 1

    @Option(
        help: ArgumentHelp(
            "The log; for several clips a directory. Default: the clip's name with .jsonl, here.", valueName: "out"))
    var log: String?

    @Option(
        help: ArgumentHelp(
            "Write a video with boxes, labels and time; for several clips a directory.", valueName: "out.mp4"))
    var annotate: String?

    @Option(
        help:
            "In the annotated video, blur people or none. People whom the detector missed are not blurred: do not publish it unseen."
    )
    var blur = Blur.people

    @Option(help: ArgumentHelp("Pictures a second in a sequence of pictures.", valueName: "n"))
    var pictureRate = 25

    @Flag(help: "Replace outputs that exist.") var force = false
    @Flag(help: "Print the summary as JSON.") var json = false

    func validate() throws {
        guard !clips.isEmpty else { throw ValidationError("Name at least one clip.") }
        guard clips.filter({ $0 == "-" }).count <= 1 else {
            throw ValidationError("Standard input can be read only once.")
        }
        guard (1...256).contains(threads) else { throw ValidationError("--threads takes 1 to 256.") }
        guard (1...1000).contains(pictureRate) else { throw ValidationError("--picture-rate takes 1 to 1000.") }
    }

    func run() throws {
        Interruption.install()
        try reporting {
            let session = try DetectionSession(self)
            return session.run(jobs: try OutputPlan(self, modelFiles: session.modelFiles).jobs)
        }
    }

    /// What the user wants of the model's detections.
    var filter: DetectionFilter {
        DetectionFilter(
            score: score,
            classes: classes.map { $0.split(separator: ",", omittingEmptySubsequences: true).map(String.init) },
            minimumSize: minSize, maximumSize: maxSize)
    }

    var videoOptions: VideoOptions {
        var options = VideoOptions()
        options.pictureDuration = TimeBase(numerator: 1, denominator: Int32(pictureRate))
        options.isInterrupted = { Interruption.isRequested }
        return options
    }
}
