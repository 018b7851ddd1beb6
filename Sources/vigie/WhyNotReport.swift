internal import VigieLog

/// What stands between a place in a frame and a detection or an event, for a person, or with `--json` for a program.
struct WhyNotReport {
    let log: String
    let answer: WhyNot

    /// Candidates that a person is shown.
    private static let most = 12

    var text: String {
        let place = answer.place
        var report = TextReport(
            "\(log)  why not at \(place.x.short),\(place.y.short)\(answer.isCut ? "  (the log is cut)" : "")")
        if let frame = answer.frame { report.add("frame", frame.explained) }
        let findings = answer.findings
        var label = ""
        for finding in findings.prefix(Self.most) {
            report.add(finding.label == label ? "" : finding.label, lines(of: finding))
            label = finding.label
        }
        if findings.count > Self.most {
            report.add("", "… \(findings.count - Self.most) more, which --json shows")
        }
        return report.text
    }

    private func lines(of finding: Finding) -> [String] {
        switch finding {
        case .skipped:
            let looks = [answer.lookBefore, answer.lookAfter].compactMap(\.self).map {
                "\($0.frame)\($0.time.inSeconds)"
            }
            return [
                "the detector did not look at this frame; "
                    + (looks.isEmpty
                        ? "it looked at none" : "the nearest that it looked at: \(looks.joined(separator: ", "))")
            ]
        case .masked: return ["motion is ignored here: by itself it makes nobody look"]
        case .outsideCrops: return ["the detector looked at other parts of the frame only"]
        case .detected(let detection, let track, let consequence):
            return [detection.explained] + lines(of: track, consequence)
        case .predicted(let track, let consequence):
            return [
                "\(track.id)  \(track.class) is here by prediction: not seen in this frame, \(track.state.rawValue)"
            ]
                + lines(of: consequence)
        case .rejected(let rejection): return [rejection.explained]
        case .noCandidate(let isKnown):
            return [
                isKnown
                    ? "no candidate worth a line covers this place"
                    : "no detection covers this place; for candidates that were rejected, run again with --explain rejected"
            ]
        case .shortfall(let rejection): return [rejection.explained]
        }
    }

    private func lines(of track: TrackRecord?, _ consequence: Finding.Consequence) -> [String] {
        guard let track else {
            return (answer.followsObjects ? ["no track took it"] : []) + lines(of: consequence)
        }
        var line = "its track \(track.id) is \(track.state.rawValue)"
        if track.state == .tentative {
            line += " after \(track.hits) detection\(track.hits == 1 ? "" : "s")"
            if let needed = answer.setting("confirming_hits") { line += ": \(Float(needed).short) in a row confirm it" }
        }
        return [line] + lines(of: consequence)
    }

    private func lines(of consequence: Finding.Consequence) -> [String] {
        let events = consequence.events.map { "event \($0.id), \($0.rule), rests on it" }
        let shortfalls = consequence.shortfalls.map(\.explained)
        let lines = events + shortfalls
        return lines.isEmpty
            ? [
                "no event rests on it"
                    + (answer.explainsRejections ? "" : "; for what rules lacked, run again with --explain rejected")
            ] : lines
    }
}

extension Finding {
    fileprivate var label: String {
        switch self {
        case .skipped: "gate"
        case .masked: "mask"
        case .outsideCrops: "crops"
        case .detected: "detection"
        case .predicted: "track"
        case .rejected: "rejection"
        case .noCandidate: "candidate"
        case .shortfall: "rule"
        }
    }
}

extension WhyNotReport: CanonicalValue {
    func write(to json: inout CanonicalJSON) {
        json.object {
            $0.member("cut", answer.isCut)
            $0.member("explains_rejections", answer.explainsRejections)
            $0.member("findings", answer.findings)
            $0.member("frame", answer.frame)
            $0.member("log", log)
            $0.member("look_after", answer.lookAfter?.frame)
            $0.member("look_before", answer.lookBefore?.frame)
            $0.member("pixel", [answer.place.x, answer.place.y])
            $0.member("stream", answer.place.stream)
        }
    }
}
