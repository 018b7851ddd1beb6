internal import ArgumentParser
internal import VigieCore
internal import VigieLog

struct Export: ParsableCommand {
    enum Format: String, CaseIterable, ExpressibleByArgument { case coco }

    static let configuration = CommandConfiguration(
        abstract: "Write a log's detections in a format that other programs read.",
        discussion: """
            coco: the results format of COCO, a JSON array of {image_id, category_id, bbox, score}; image_id is the frame's
            index from 0, category_id COCO's own.

            EXAMPLE
              vigie export street.jsonl --format coco --output street.coco.json
            """)

    @Argument(help: "A log; - for standard input.") var log: String
    @Option(help: "The format: coco.") var format: Format
    @Option(name: [.customLong("output"), .short], help: "The file to write; - for standard output.") var output: String
    @Flag(help: "Replace the output if it exists.") var force = false

    func run() throws {
        Interruption.install()
        try reporting {
            let summary = try CocoExport.write(log: log, to: output, overwrite: force)
            if summary.isPartial { Terminal.note("\(log) has no end record, so this is a part of the results") }
            for (index, name) in summary.otherClasses.enumerated() {
                Terminal.note("'\(name)' is no class of COCO and gets the category_id \(1000 + index)")
            }
            if output != "-" { Terminal.note("\(summary.results) detections in \(output)") }
            return .done
        }
    }
}
