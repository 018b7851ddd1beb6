internal import ArgumentParser
internal import VigieCore

struct Evaluate: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Measure a log, or the output of another program, against truth.",
        discussion: """
            --motion measures change detection with the figures of CDnet 2014. The input is a log with motion records, or
            masks whose foreground is 128 and more: a directory of numbered pictures, a pattern such as masks/%06d.png, or a
            clip. The truth is a directory of numbered masks, or one of CDnet's with groundtruth/, ROI.bmp and
            temporalROI.txt. See docs/evaluation.md.

            EXAMPLES
              vigie evaluate --motion highway.jsonl --truth highway/
              vigie evaluate --motion masks/ --truth highway/ --from 600 --to 700 --json
            """)

    @Flag(help: "Measure change detection.") var motion = false

    @Argument(help: "A log, - for one on standard input; or masks.") var input: String

    @Option(help: ArgumentHelp("The directory of the truth.", valueName: "dir")) var truth: String

    @Option(
        help: ArgumentHelp(
            "The number of the truth's mask that belongs to frame 0; its first if that is 0 or 1.", valueName: "n"))
    var offset: Int?

    @Option(
        help: ArgumentHelp(
            "A picture that is not 0 where pixels count; instead of the truth's ROI.bmp.", valueName: "file"))
    var region: String?

    @Option(
        help: ArgumentHelp(
            "The number of the truth's first mask that counts; instead of temporalROI.txt's.", valueName: "n"))
    var from: Int?

    @Option(help: ArgumentHelp("The number of the last that counts.", valueName: "n"))
    var to: Int?

    @Flag(help: "Print the result as JSON.") var json = false

    func validate() throws {
        guard motion else { throw ValidationError("Say what to measure: --motion.") }
        for number in [offset, from, to] {
            guard let number else { continue }
            guard number.magnitude <= MaskTruth.largestNumber else {
                throw ValidationError("\(number) is no number of a mask.")
            }
        }
    }

    func run() throws {
        Interruption.endAtOnce()
        try reporting {
            let truth = try MaskTruth(self)
            let hypothesis = try MotionHypothesis(input)
            let result = try hypothesis.measure(against: truth)
            let report = ChangeReport(truth: truth, hypothesis: hypothesis, outcome: result)
            Terminal.clearProgress()
            for note in report.notes { Terminal.note(note) }
            Terminal.say(json ? report.json : report.text)
            return .done
        }
    }
}
