internal import VigieCore
internal import VigieLog
internal import VigiePipeline

/// What a person, or with `--json` a program, gets to know of one clip.
struct ClipReport {
    let job: ClipJob
    let summary: ClipRun.Summary

    /// Faults in the footage are counted, not failures.
    var exitCode: ExitCode {
        max(summary.failure?.exitCode ?? .done, summary.annotationFailure?.exitCode ?? .done)
    }

    var text: String {
        let end = summary.end
        var lines = ["\(job.shownClips)  \(end.status.rawValue)", ""]
        let skipped = end.frames.skipped.sorted { $0.key < $1.key }.map { "\($0.value) skipped (\($0.key))" }
        let faults = end.faults.values.reduce(0, +)
        lines.append(
            "frames      "
                + (["\(end.frames.decoded) decoded", "\(end.frames.analysed) analysed"]
                + (end.frames.undecoded > 0 ? ["\(end.frames.undecoded) not decoded"] : []) + skipped
                + (faults > 0 ? ["\(faults) faults"] : [])).joined(separator: ", "))
        let detections = end.detections.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
            .map { "\($0.key) \($0.value)" }
        lines.append("detections  " + (detections.isEmpty ? "none" : detections.joined(separator: ", ")))
        for (name, counts) in [("tracks", end.tracks), ("events", end.events)] where !counts.isEmpty {
            let texts = counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map { "\($0.key) \($0.value)" }
            lines.append("\(name)      " + texts.joined(separator: ", "))
        }
        if let rate = summary.timing.framesPerSecond {
            lines.append(
                "speed       \(rate.decimals(1)) frames/s, \(summary.timing.wall.decimals(1)) s, "
                    + "\(summary.timing.cpu.decimals(1)) s of CPU")
        }
        lines.append("decisions   \(end.decisionDigest)")
        lines.append("log         \(job.log)")
        if let annotation = job.annotation { lines.append("annotated   \(annotation)") }
        lines += ["", summary.stageTable]
        return lines.joined(separator: "\n")
    }
}

extension ClipRun.Summary {
    /// The times of each stage, for a person.
    var stageTable: String {
        var table = Table(["stage", "total s", "min ms", "median ms", "p95 ms"], numeric: [1, 2, 3, 4])
        for (stage, times) in stages {
            table.add([
                stage.rawValue, (times.total / 1000).decimals(2), times.minimum.decimals(2), times.median.decimals(2),
                times.percentile95.decimals(2),
            ])
        }
        return table.text
    }
}

extension ClipReport: CanonicalValue {
    func write(to json: inout CanonicalJSON) {
        json.object {
            $0.member("annotated", job.annotation)
            $0.member("clip", job.shownClip)
            $0.member("end", summary.end)
            if job.clips.count > 1 { $0.member("joined", job.clips.map { Credentials.hidden(in: $0) }) }
            $0.member("log", job.log)
            $0.member("stream", job.stream)
            $0.member("timing", summary.timing)
        }
    }

    /// `{"clips": […]}`
    static func json(of reports: [ClipReport]) -> String {
        var json = CanonicalJSON()
        json.object { $0.member("clips", reports) }
        return String(decoding: json.bytes, as: UTF8.self)
    }
}
