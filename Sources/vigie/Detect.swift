public import ArgumentParser
internal import VigieCore
internal import VigieDetection
public import VigieInference
internal import VigieModels
public import VigieMotion
internal import VigiePipeline
internal import VigieTracking
internal import VigieVideo

extension Engine: ExpressibleByArgument {}
extension Gate.Mode: ExpressibleByArgument {}

struct Detect: ParsableCommand {
    enum CropChoice: String, CaseIterable, ExpressibleByArgument { case off, motion, tiles }
    enum Decoding: String, CaseIterable, ExpressibleByArgument { case full, economy }
    enum Explanation: String, CaseIterable, ExpressibleByArgument { case motion, rejected }
    enum Blur: String, CaseIterable, ExpressibleByArgument { case people, none }

    static let configuration = CommandConfiguration(
        abstract: "Run the detector on recorded clips, one log each.",
        discussion: """
            A clip is anything that FFmpeg opens: a file, an address, a picture, a directory of numbered pictures, a pattern
            such as frames/%06d.jpg, or - for standard input.

            EXAMPLES
              vigie detect street.mp4
              vigie detect street.mp4 --classes person,car --score 0.4 --annotate boxes.mp4
              vigie detect night.mkv --gate motion --rate 5 --crops motion --mask trees.json
              vigie detect monday/*.mkv --log logs/ --json
              vigie detect monday-09.mkv monday-10.mkv --join --site yard.yaml
            """)

    @Argument(help: "The clips.") var clips: [String]

    @Flag(
        help:
            "Take the clips, in the order given, as one stream that was cut into files: tracks and rules go on over the cuts, into one log named after the first."
    )
    var join = false

    @Option(
        help: ArgumentHelp(
            "A model's name ('vigie model list') or a manifest of your own; none to watch motion only.",
            valueName: "name|file"))
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

    @Option(
        help:
            "When the detector looks. always: at every frame; motion: while something moves, and at each sweep; schedule: at each sweep only."
    )
    var gate = Gate.Mode.always

    @Option(
        help: ArgumentHelp("Frames per second of media time to look at, at most; all if not given.", valueName: "n"))
    var rate: Double?

    @Option(
        help: ArgumentHelp(
            "Seconds of media time between looks at the whole frame, whatever moves; 0 for none.", valueName: "s"))
    var sweep = 5.0

    @Option(help: ArgumentHelp("Where motion is to be ignored: see docs/gate.md.", valueName: "file.json"))
    var mask: String?

    @Option(
        help:
            "For small objects, at a price. off: the whole frame; motion: squares at native scale around what moves, and the whole frame at each sweep; tiles: squares that cover the frame."
    )
    var crops = CropChoice.off

    @Option(
        help: ArgumentHelp(
            "Side of a tile, in pixels of the frame; the network's input if not given.", valueName: "pixels"))
    var tileSide: Int?

    @Option(
        help: ArgumentHelp(
            "By how much tiles overlap at least: objects up to this size are whole in one.", valueName: "pixels"))
    var tileOverlap: Int?

    @Flag(help: "With tiles, look at the whole frame besides.") var wholeFrame = false

    @Option(help: ArgumentHelp("Squares around what moves per frame, 1…64.", valueName: "n"))
    var maxCrops = 4

    @Option(
        help:
            "economy: only keyframes while nothing moves, no frames that nothing refers to where --rate allows; docs/gate.md has the price."
    )
    var decode = Decoding.full

    @Flag(inversion: .prefixedNo, help: "Follow objects from frame to frame.") var track = true

    @Option(
        help:
            "Whether the camera moves: fixed, moving, or auto, judged by how objects move together. [default: the site file's, or auto]"
    )
    var camera: Tracker.Camera?

    @Option(help: ArgumentHelp("What to watch: zones, lines and rules; see docs/site.md.", valueName: "site.yaml"))
    var site: String?

    @Option(
        help: ArgumentHelp(
            "The model that finds people's joints, such as \(ModelCatalogue.poseName), for rules that judge postures; see docs/posture.md.",
            valueName: "name|file"))
    var pose: String?

    @Option(
        help: ArgumentHelp(
            "When the clip begins, for schedules: RFC 3339 with the offset, such as 2026-03-29T01:30:00+01:00.",
            valueName: "instant"))
    var startTime: String?

    @Option(
        help:
            "Add lines to the log that decide nothing; may be given twice. motion: the shape of what moves, for 'vigie evaluate'; rejected: candidates that became no detections, and why rules raised nothing, for 'vigie inspect --why-not'."
    )
    var explain: [Explanation] = []

    @Option(
        help: ArgumentHelp(
            "Threads that look at frames, 1…256; the log is the same with any number.", valueName: "n"))
    var threads = 1

    @Option(
        help: ArgumentHelp(
            "The log; for several streams a directory. Default: the clip's name with .jsonl, here.", valueName: "out"))
    var log: String?

    @Option(
        help: ArgumentHelp(
            "Write a video with boxes, labels and time; for several streams a directory.", valueName: "out.mp4"))
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
        guard (1...64).contains(maxCrops) else { throw ValidationError("--max-crops takes 1 to 64.") }
        guard rate.map({ (0.001...1000).contains($0) }) ?? true else {
            throw ValidationError("--rate takes 0.001 to 1000 frames per second.")
        }
        guard (0...86400).contains(sweep) else { throw ValidationError("--sweep takes 0 to 86400 seconds.") }
        guard gate != .schedule || sweep > 0 else {
            throw ValidationError("--gate schedule looks at sweeps only: --sweep must be more than 0.")
        }
        guard model != ModelAccess.none || annotate == nil else {
            throw ValidationError("--annotate shows what a detector found: it needs a model.")
        }
        guard site == nil || (track && model != ModelAccess.none) else {
            throw ValidationError("--site judges the objects that are followed: it needs a model and --track.")
        }
        guard pose == nil || site != nil else {
            throw ValidationError("--pose looks at people for rules of a site file: it needs --site.")
        }
        guard startTime == nil || site != nil else {
            throw ValidationError("--start-time is for the schedules of a --site.")
        }
        guard startTime == nil || SiteAccess.instant(startTime ?? "") != nil else {
            throw ValidationError(
                "--start-time takes an instant with its offset from UTC, such as 2026-03-29T01:30:00+01:00 or 2026-03-29T00:30:00Z; it is '\(startTime ?? "")'."
            )
        }
        guard (1...1000).contains(pictureRate) else { throw ValidationError("--picture-rate takes 1 to 1000.") }
    }

    func run() throws {
        Interruption.install()
        try reporting {
            let session = try DetectionSession(self)
            return session.run(jobs: try OutputPlan(self, inputFiles: session.inputFiles).jobs)
        }
    }

    /// What the user wants of the model's detections.
    var filter: DetectionFilter {
        DetectionFilter(
            score: score,
            classes: classes.map { $0.split(separator: ",", omittingEmptySubsequences: true).map(String.init) },
            minimumSize: minSize, maximumSize: maxSize)
    }

    /// When the detector is to look, and where.
    func scouting(_ instructionSet: InstructionSet) throws -> ScoutConfiguration {
        ScoutConfiguration(
            gate: Gate.Configuration(mode: gate, rate: rate, sweep: sweep > 0 ? sweep : nil),
            masks: try mask.map { try MaskFile.polygons(in: $0) } ?? [], looksEverywhere: crops != .motion,
            decodesEconomically: decode == .economy, explainsMotion: explain.contains(.motion),
            instructionSet: instructionSet)
    }

    var videoOptions: VideoOptions {
        var options = VideoOptions()
        options.pictureDuration = TimeBase(numerator: 1, denominator: Int32(pictureRate))
        options.isInterrupted = { Interruption.isRequested }
        return options
    }
}
