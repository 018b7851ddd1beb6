internal import VigieCore
internal import VigieLog

/// What a record rests on, for a person, or with `--json` for a program.
struct WhyReport {
    let log: String
    let evidence: Evidence

    /// Lines of one kind that a person is shown; of more, the first and the last.
    private static let most = 12

    var text: String {
        var report = TextReport("\(log)  why \(evidence.id)\(evidence.isCut ? "  (the log is cut)" : "")")
        show(evidence.subject, in: &report)
        show(evidence.grounds, in: &report)
        if !evidence.missing.isEmpty {
            report.add("missing", Self.shortened(evidence.missing).joined(separator: ", "))
            let needsRejections = evidence.run.map { !$0.explains.contains("rejected") } ?? true
            if needsRejections, evidence.missing.contains(where: { $0.contains("/r") }) {
                report.add("", "a run with --explain rejected logs candidates that were rejected (/rN)")
            }
        }
        return report.text
    }

    private func show(_ lines: [LogLine], in report: inout TextReport) {
        var (events, tracks): ([LogLine], [TrackRecord]) = ([], [])
        var (poses, detections, rejections): ([String], [String], [String]) = ([], [], [])
        var (frames, others): ([String], [String]) = ([], [])
        for line in lines {
            switch line.record {
            case .event: events.append(line)
            case .track(let track): tracks.append(track)
            case .pose(let pose): poses.append(pose.explained)
            case .detection(let detection): detections.append(detection.explained)
            case .rejection(let rejection): rejections.append(rejection.explained)
            case .frame(let frame): frames.append(frame.explained)
            default: others.append(String(decoding: line.bytes, as: UTF8.self))
            }
        }
        for line in events {
            if case .event(let event) = line.record { report.add("event", event.explained(fields: line.fields)) }
        }
        for id in tracks.map(\.id).unique {
            let track = tracks.filter { $0.id == id }
            report.add("track", "\(id)  \(track[0].class)")
            report.add("", Self.shortened(TrackRecord.table(track)))
        }
        for (label, texts) in [
            ("pose", poses), ("detection", detections), ("rejection", rejections), ("frame", frames), ("other", others),
        ] {
            report.add(label, Self.shortened(texts))
        }
    }

    /// The first and the last of more than a person wants to read.
    private static func shortened(_ texts: [String]) -> [String] {
        guard texts.count > most else { return texts }
        let half = most / 2
        return texts.prefix(half) + ["… \(texts.count - 2 * half) more, which --json shows …"] + texts.suffix(half)
    }
}

extension WhyReport: CanonicalValue {
    func write(to json: inout CanonicalJSON) {
        json.object {
            $0.member("cut", evidence.isCut)
            $0.member("grounds", evidence.grounds)
            $0.member("id", evidence.id)
            $0.member("log", log)
            $0.member("missing", evidence.missing)
            $0.member("subject", evidence.subject)
        }
    }
}

/// Labels in one column, what they label in the other.
struct TextReport {
    private var lines: [String]

    init(_ title: String) { lines = [title, ""] }

    /// The label stands at the first of the texts; without texts there is no line.
    mutating func add(_ label: String, _ texts: [String]) {
        for (index, text) in texts.enumerated() { add(index == 0 ? label : "", text) }
    }

    mutating func add(_ label: String, _ text: String) {
        for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            let name = index == 0 ? label : ""
            lines.append(name + String(repeating: " ", count: max(0, 12 - name.count)) + line)
        }
    }

    var text: String { lines.joined(separator: "\n") }
}

extension [String] {
    /// Each once, in the order in which they first come.
    fileprivate var unique: [String] {
        var seen: Set<String> = []
        return filter { seen.insert($0).inserted }
    }
}
