internal import VigieCore
internal import VigieLog

/// A log's summary for a person, or with `--json` for a program.
struct LogReport {
    let log: String
    let summary: LogSummary

    var text: String {
        var lines = ["\(log)  \(summary.end?.status.rawValue ?? "cut: it has no end record")", ""]
        if let run = summary.run {
            let model = run.model.map { "model \($0.name)" } ?? "no model, motion only"
            lines += ["made by     \(run.program.name) \(run.program.version) on \(run.started), \(model)"]
        }
        for stream in summary.streams { lines += Self.lines(of: stream) }
        if let end = summary.end { lines += ["decisions   \(end.decisionDigest)"] }
        return lines.joined(separator: "\n") + "\n"
    }

    private static func lines(of stream: StreamSummary) -> [String] {
        var lines = ["stream      \(stream.name)\(stream.description.map { $0.shownForm } ?? "")"]
        let span = stream.lastTime.flatMap { last in stream.firstTime.map { last - $0 } }
        lines.append("frames      \(stream.frames)\(span.map { ", \($0.decimals(1)) s of media time" } ?? "")")
        for (verb, counts) in [("looked at", stream.looked), ("skipped", stream.skipped)] {
            for (reason, count) in counts.byCount {
                let share = Double(count) / Double(stream.frames) * 100
                lines.append("            \(count) \(verb): \(reason) (\(share.decimals(1)) %)")
            }
        }
        lines.append("detector    \(stream.detectorRuns) runs")
        lines += Self.motion(of: stream)
        lines.append("detections  " + stream.detections.counted)
        if !stream.tracks.isEmpty { lines.append("tracks      \(stream.tracks.counted)") }
        let rules = stream.events.reduce(into: [String: Int]()) { $0[$1.name ?? $1.rule, default: 0] += 1 }
        if !rules.isEmpty { lines.append("events      \(rules.counted)") }
        for event in stream.events {
            let begin = event.beginTime.map { "\($0.decimals(1)) s" } ?? event.beginFrame.map { "frame \($0)" } ?? "?"
            let end =
                event.endTime.map { "\($0.decimals(1)) s" } ?? event.endFrame.map { "frame \($0)" } ?? "the log's end"
            let name = event.name.map { "\($0), \(event.rule)," } ?? event.rule
            let objects = event.objects.isEmpty ? "" : " of \(event.objects.joined(separator: ", "))"
            let span = event.beginFrame == event.endFrame ? "at \(begin)" : "from \(begin) to \(end)"
            lines.append("event       \(name)\(objects) \(span) (\(event.id))")
        }
        if !stream.faults.isEmpty { lines.append("faults      " + stream.faults.counted) }
        return lines
    }

    private static func motion(of stream: StreamSummary) -> [String] {
        let timeline = stream.motion
        guard let peak = timeline.bins.map(\.peak).max(), timeline.bins.contains(where: { $0.frames > 0 }) else {
            return ["motion      not watched"]
        }
        let regions = stream.regions
        return [
            "motion      \(Sparkline.of(timeline.bins.map { $0.mean }))",
            "            each sign \(timeline.framesPerBin) frame\(timeline.framesPerBin == 1 ? "" : "s"), their mean share "
                + "of the picture; at most \(Double(peak * 100).decimals(2)) % in a frame",
            "regions     \(regions.count) in \(regions.frames) frames, at most \(regions.most) in one; the largest "
                + "\(Double(regions.largest).decimals(0)) pixels, the longest \(regions.longest) frames",
        ]
    }
}

/// Values as a line of signs of eight heights, the largest full.
enum Sparkline {
    private static let signs: [Character] = ["▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"]

    /// Nothing at all is a dot, what is not known a space.
    static func of(_ values: [Double?]) -> String {
        let largest = values.compactMap(\.self).max() ?? 0
        return String(
            values.map { value in
                guard let value else { return " " }
                guard value > 0 else { return "·" }
                return signs[min(signs.count - 1, Int(value / largest * Double(signs.count)))]
            })
    }
}

extension LogReport: CanonicalValue {
    func write(to json: inout CanonicalJSON) {
        json.object {
            $0.member("log", log)
            $0.member("summary", summary)
        }
    }

    /// `{"logs": […]}`
    static func json(of reports: [LogReport]) -> String {
        var json = CanonicalJSON()
        json.object { $0.member("logs", reports) }
        return String(decoding: json.bytes, as: UTF8.self)
    }
}

extension StreamRecord {
    /// Behind the stream's name: where it comes from, and its kind.
    fileprivate var shownForm: String {
        let size = width.flatMap { width in height.map { " \(width)×\($0)" } } ?? ""
        let more = parts.map { " and \($0.count - 1) more, joined" } ?? ""
        return "  from \(source)\(more), \(codec)\(size)"
    }
}

extension [String: Int] {
    /// The largest first; of equal ones by name.
    fileprivate var byCount: [(key: String, value: Int)] {
        sorted { ($1.value, $0.key) < ($0.value, $1.key) }
    }

    /// `person 12, car 3`, or `none`.
    fileprivate var counted: String {
        isEmpty ? "none" : byCount.map { "\($0.key) \($0.value)" }.joined(separator: ", ")
    }
}
