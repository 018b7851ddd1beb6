internal import VigieCore
internal import VigieLog

// How a person is shown the records of a log.

extension EventRecord {
    /// Phase, measures, and whatever else the line has.
    func explained(fields: [String: JSONValue]) -> String {
        let known: Set = ["evidence", "frame", "id", "measures", "phase", "rule", "stream", "time", "type"]
        var lines = ["\(id)  \(rule): \(phase.rawValue) with frame \(frame)\(time.inSeconds)"]
        lines += measures.shown
        for (name, value) in fields.sorted(by: { $0.key < $1.key }) where !known.contains(name) {
            lines.append("\(name) \(value.shown)")
        }
        lines.append("rests on \(evidence.prefix(8).joined(separator: ", "))")
        if evidence.count > 8 { lines[lines.count - 1] += " and \(evidence.count - 8) more" }
        return lines.joined(separator: "\n")
    }
}

extension TrackRecord {
    /// A line for each record, in columns.
    static func table(_ tracks: [TrackRecord]) -> [String] {
        var table = Table(tracks[0].columns, numeric: [0, 1])
        for track in tracks.dropFirst() { table.add(track.columns) }
        return table.text.split(separator: "\n").map(String.init)
    }

    private var columns: [String] {
        let seconds = time.map { "\($0.decimals(2)) s" } ?? "–"
        guard let association else { return ["\(frame)", seconds, state.rawValue, "not seen", "", "", "", ""] }
        let cost = association.cost.map { cost in
            "cost \(cost.short)" + (association.limit.map { " of \($0.short)" } ?? "")
        }
        return [
            "\(frame)", seconds, state.rawValue, association.match.rawValue, association.detection,
            "score \(association.score.short)", cost ?? "",
            association.runnerUp.map { "runner-up \($0.short)" } ?? "",
        ]
    }
}

extension PoseRecord {
    /// The posture, and what it was told by.
    var explained: String {
        let view = turn == "none" ? "" : ", seen turned \(turn)"
        return "\(id)  \(track): \(posture)\(view)\n  \(measures.shown.joined(separator: "; "))"
    }
}

extension DetectionRecord {
    /// Score beside threshold, and where it comes from.
    var explained: String {
        var lines = ["\(id)  \(`class`), \(score.short) above \(threshold.short)  \(raw.shown)"]
        lines.append("  " + place(box, crop, level, cell))
        if !suppressed.isEmpty {
            let more = suppressed.count > 6 ? " and \(suppressed.count - 6) more" : ""
            lines.append("  suppressed \(suppressed.prefix(6).joined(separator: ", "))\(more)")
        }
        return lines.joined(separator: "\n")
    }
}

extension RejectionRecord {
    /// What was rejected, and why.
    var explained: String {
        switch subject {
        case .candidate(let candidate):
            "\(id)  \(candidate.class) \(candidate.score.short), \(reasonText)  \(candidate.raw.shown)\n  "
                + place(candidate.box, candidate.crop, candidate.level, candidate.cell)
        case .shortfall(let shortfall):
            "\(id)  \(shortfall.rule)\(shortfall.object.map { " for \($0)" } ?? ""): \(reasonText)"
        }
    }

    /// The reason as the end of a sentence, with what was compared.
    var reasonText: String {
        let measured = measures.sorted { $0.key < $1.key }.map {
            "\($0.key) \($0.value.value.short)" + ($0.value.threshold.map { " of \($0.short)" } ?? "")
        }
        let judged = measured.isEmpty ? "" : " (\(measured.joined(separator: ", ")))"
        guard case .candidate(let candidate) = subject else { return "\(reason)\(judged)" }
        switch reason {
        case Self.threshold:
            let lacking = candidate.threshold - candidate.score
            return "not above its threshold of \(candidate.threshold.short): \(lacking.short) too little"
        case Self.suppressed:
            let via = candidate.via.map { " by way of \($0)" } ?? ""
            return "suppressed by \(candidate.by ?? "another")\(via)\(judged)"
        case Self.size: return "outside the wanted sizes\(judged)"
        case Self.neighbour: return "cut by its crop, and a neighbouring crop shows as much of it"
        case Self.limit: return "beyond the number of candidates that the model's manifest lets in"
        default: return "\(reason)\(judged)"
        }
    }
}

extension FrameRecord {
    /// Gate, reason, and the hashes that tell which picture it was.
    var explained: String {
        let verb = gate == .detect ? "looked at" : "skipped"
        var text = "\(FrameRecord.id(stream: stream, frame: frame))\(time.inSeconds)  \(verb): \(reason)"
        if let motion { text += ", motion \(Double(motion * 100).decimals(2)) %" }
        if let picture { text += ", picture \(picture)" }
        if let first = input.first { text += ", input \(first)" }
        if input.count > 1 { text += " and \(input.count - 1) more" }
        return text
    }
}

private func place(_ box: Box, _ crop: Int, _ level: Int, _ cell: DetectionRecord.Cell) -> String {
    let sides = [box.x, box.y, box.width, box.height].map { Double($0).decimals(1) }
    return "box \(sides.joined(separator: ", ")); crop \(crop), level \(level), cell \(cell.x),\(cell.y)"
}

extension [String: EventRecord.Measure] {
    /// Each value beside what it was compared with, sorted by name.
    fileprivate var shown: [String] {
        sorted { $0.key < $1.key }.map {
            "\($0.key) \($0.value.value.short)" + ($0.value.threshold.map { ", compared with \($0.short)" } ?? "")
        }
    }
}

extension [String: Float] {
    /// `class 0.83, objectness 0.95`
    fileprivate var shown: String {
        sorted { $0.key < $1.key }.map { "\($0.key) \($0.value.short)" }.joined(separator: ", ")
    }
}

extension JSONValue {
    /// A text without its quotes; other values as JSON, cut where they are long.
    fileprivate var shown: String {
        if case .string(let text) = self { return text }
        let text = String(decoding: CanonicalJSON.bytes(of: self), as: UTF8.self)
        return text.count > 120 ? text.prefix(119) + "…" : text
    }
}

extension Float {
    /// Three decimals, none for a whole number.
    var short: String { Int(exactly: self).map { "\($0)" } ?? Double(self).decimals(3) }
}

extension Double? {
    /// ` (1.2 s)`, or nothing where there is no time.
    var inSeconds: String { map { " (\($0.decimals(2)) s)" } ?? "" }
}
