internal import ArgumentParser
internal import VigieCore
internal import VigieDetection
internal import VigieLog
internal import VigieModels
internal import VigieRules
internal import VigieTracking

struct SiteCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "site", abstract: "Check site files: what is watched in which stream.",
        subcommands: [SiteCheck.self])
}

struct SiteCheck: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Check a site file, and say what it holds.",
        discussion: """
            docs/site.md describes the file. The first error is told with its line and column; the exit status is then 65.

            EXAMPLE
              vigie site check street.yaml
            """)

    @Argument(help: "A site file.") var file: String
    @Option(
        name: .customLong("classes-of"),
        help: ArgumentHelp(
            "The model whose classes the rules may name: a name or a manifest; none for no class.", valueName: "model"))
    var model = ModelCatalogue.defaultName
    @Flag(help: "Print JSON.") var json = false

    func run() throws {
        try reporting {
            let classes = try model == ModelAccess.none ? [] : ModelAccess.manifest(named: model).classes
            let report = SiteReport(file: file, site: try Site.read(ModelFile.read(file), file: file, classes: classes))
            Terminal.say(json ? report.json : report.text)
            return .done
        }
    }
}

/// What a site file holds, for a person or a program.
struct SiteReport {
    let file: String
    let site: Site

    var text: String {
        var rows = Table(["file", file])
        rows.add(["SHA-256", site.digest.hex])
        rows.add(["time zone", site.timeZone ?? "none"])
        for stream in site.streams {
            rows.add(["stream", "\(stream.name), camera \(stream.camera.rawValue)"])
            for zone in stream.zones { rows.add(["  zone", "\(zone.name), \(zone.polygon.vertices.count) corners"]) }
            for line in stream.lines { rows.add(["  line", "\(line.name), \(line.points.count) points"]) }
            for rule in stream.rules { rows.add(["  rule", Self.text(of: rule)]) }
        }
        return rows.text
    }

    private static func text(of rule: RuleDefinition) -> String {
        var text = "\(rule.name), \(rule.kind)"
        if let zone = rule.zone { text += ", zone \(zone)" }
        if let line = rule.line { text += ", line \(line)" }
        if let classes = rule.classes { text += ", classes \(classes.names.joined(separator: " "))" }
        return text + (rule.schedule.map { ", schedule \($0.name)" } ?? "")
    }

    var json: String {
        var json = CanonicalJSON()
        json.object {
            $0.member("digest", site.digest)
            $0.member("file", file)
            $0.member("streams", site.streams.map(StreamEntry.init))
            $0.member("time_zone", site.timeZone)
        }
        return String(decoding: json.bytes, as: UTF8.self)
    }
}

/// A stream as JSON, with the names of what it has.
private struct StreamEntry: CanonicalValue {
    let stream: StreamSite

    func write(to json: inout CanonicalJSON) {
        json.object {
            $0.member("camera", stream.camera.rawValue)
            $0.member("lines", stream.lines.map(\.name))
            $0.member("name", stream.name)
            $0.member("rules", stream.rules.map(RuleEntry.init))
            $0.member("zones", stream.zones.map(\.name))
        }
    }
}

/// A rule as JSON, with what it took.
private struct RuleEntry: CanonicalValue {
    let rule: RuleDefinition

    func write(to json: inout CanonicalJSON) {
        json.object {
            $0.member("classes", rule.classes?.names)
            $0.member("line", rule.line)
            $0.member("name", rule.name)
            $0.member("rule", rule.kind)
            $0.member("schedule", rule.schedule?.name)
            $0.member("zone", rule.zone)
        }
    }
}
