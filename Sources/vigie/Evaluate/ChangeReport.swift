internal import VigieCore
internal import VigieEvaluation
internal import VigieLog

/// What a person, or with `--json` a program, gets to know of change detection.
struct ChangeReport {
    let truth: MaskTruth
    let hypothesis: MotionHypothesis
    let outcome: MotionHypothesis.Outcome

    private var result: ChangeResult { outcome.result }

    /// What the figures do not say.
    var notes: [String] {
        var notes: [String] = []
        if outcome.isPartial { notes.append("\(hypothesis.name) has no end record, so this is a part of the results") }
        if result.framesOutside > 0 {
            notes.append("masks of the truth left out as they lie beyond an end of the clip: \(result.framesOutside)")
        }
        let absent = result.alignment.numbersWithoutMask
        if absent > 0 { notes.append("numbers from \(range) for which the truth has no mask: \(absent)") }
        if !truth.isExact {
            notes.append(
                "the truth's format does not keep values: 128 and more was taken for motion, all else for static")
        }
        return notes
    }

    private var range: String { "\(result.alignment.range.lowerBound) to \(result.alignment.range.upperBound)" }

    var text: String {
        let total = result.total
        let numbers = (result.frames[0].number, result.frames[result.frames.count - 1].number)
        var lines = [
            "truth    \(truth.directory): \(truth.masks.count) masks of \(truth.width) × \(truth.height)",
            "input    \(hypothesis.name): \(result.clipFrames) frames, \(gridText)",
            "frame 0  is number \(result.alignment.offset) of the truth"
                + (outcome.offset.map { ", and number \($0) of the input" } ?? ""),
            "counted  \(result.frames.count) frames, numbers \(numbers.0) to \(numbers.1), \(total.counted) pixels",
            "ignored  \(total.unknown) pixels unknown, \(total.outside) outside the region",
            "region   \(truth.region ?? "all pixels")",
        ]
        if let file = truth.rangeFile { lines.append("range    \(file)") }
        var figures = Table(["figure (CDnet 2014)", "value"], numeric: [1])
        for figure in ChangeResult.figures(of: total) {
            figures.add([figure.name, figure.value?.decimals(6) ?? "not defined"])
        }
        var counts = Table(["pixels", "found", "not found"], numeric: [1, 2])
        counts.add(["motion", "\(total.truePositives)", "\(total.falseNegatives)"])
        counts.add(["static and shadow", "\(total.falsePositives)", "\(total.trueNegatives)"])
        counts.add([
            "of these, shadow", "\(total.shadowFalsePositives)", "\(total.shadow - total.shadowFalsePositives)",
        ])
        return (lines + ["", figures.text, "", counts.text]).joined(separator: "\n")
    }

    private var gridText: String {
        let grid = outcome.grid
        let size = "\(grid.frameWidth) × \(grid.frameHeight)"
        return grid.cell == 1 ? size : "\(size) in \(grid.columns) × \(grid.rows) cells of \(grid.cell) pixels"
    }

    var json: String { String(decoding: CanonicalJSON.bytes(of: self), as: UTF8.self) }
}

extension ChangeReport: CanonicalValue {
    func write(to json: inout CanonicalJSON) {
        json.object {
            $0.member("input", Input(report: self))
            $0.member("metric", "cdnet-2014")
            $0.member("result", result)
            $0.member("truth", truth)
        }
    }

    private struct Input: CanonicalValue {
        let report: ChangeReport

        func write(to json: inout CanonicalJSON) {
            let grid = report.outcome.grid
            json.object {
                $0.member("cell", grid.cell)
                $0.member("grid", [grid.columns, grid.rows])
                $0.member("name", report.hypothesis.name)
                $0.member("offset", report.outcome.offset)
                $0.member("size", [grid.frameWidth, grid.frameHeight])
            }
        }
    }
}

extension MaskTruth: CanonicalValue {
    func write(to json: inout CanonicalJSON) {
        json.object {
            $0.member("exact", isExact)
            $0.member("masks", masks.count)
            $0.member("name", directory)
            $0.member("range", rangeFile)
            $0.member("region", region)
            $0.member("size", [width, height])
        }
    }
}
