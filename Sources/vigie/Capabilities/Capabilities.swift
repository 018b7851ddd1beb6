internal import ArgumentParser
internal import VigieCore
internal import VigieDetection
internal import VigieLog
internal import VigieModels

struct Capabilities: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Say what this build can find and raise, and what it cannot.",
        discussion: """
            The models that ship with it, with the digests that logs have too; the rules, with ONVIF's topics; the eight events of
            the French decree 2023-828, and which of them are not provided. docs/command.md has more.

            EXAMPLE
              vigie capabilities --json
            """)

    @Flag(help: "Print JSON.") var json = false

    func run() throws {
        try reporting {
            let report = CapabilityReport(models: try ModelAccess.shipped())
            Terminal.say(json ? report.json : report.text)
            return .done
        }
    }
}

/// What a build can do, for a person or a program.
struct CapabilityReport {
    let models: [ModelManifest]

    /// What it does not do at all.
    private static let notDone = [
        "face recognition", "reading of number plates",
        "re-identification: no network's output is read as an embedding, only as boxes with classes, or as joints",
        "following of people from camera to camera",
    ]

    var text: String {
        var parts = ["vigie \(Build.version), commit \(Build.commit)"]
        parts.append("MODELS\n" + modelTable)
        parts.append("CLASSES of \(ModelCatalogue.defaultName)\n" + Self.folded(classes))
        parts.append("RULES of site files\n" + Self.table(of: Capability.rules.compactMap(\.self)))
        parts.append("STATE OF THE CAMERA\n" + Self.table(of: Capability.camera))
        var decree = Table(["event", "rules"])
        for event in DecreeEvent.all {
            decree.add([event.event, event.provided.isEmpty ? "not provided" : event.provided.joined(separator: ", ")])
        }
        parts.append("EVENTS of the French decree 2023-828\n" + decree.text)
        parts.append("NOT DONE, whatever the model\n" + Self.notDone.joined(separator: "\n"))
        return parts.joined(separator: "\n\n")
    }

    var json: String {
        var json = CanonicalJSON()
        json.object {
            $0.member("camera", Capability.camera)
            $0.member("commit", Build.commit)
            $0.member("decree_2023_828", DecreeEvent.all)
            $0.member("models", models.map(ModelCapability.init))
            $0.member("not_done", Self.notDone)
            $0.member("rules", Capability.rules)
            $0.member("version", Build.version)
        }
        return String(decoding: json.bytes, as: UTF8.self)
    }

    /// Those of the model that is used where none is named.
    private var classes: [String] { models.first { $0.name == ModelCatalogue.defaultName }?.classes ?? [] }

    private var modelTable: String {
        var table = Table(["model", "finds", "SHA-256 of its manifest"])
        for model in models {
            let finds = model.classes.isEmpty ? "joints of people" : "\(model.classes.count) classes"
            table.add([model.name, finds, model.digest.hex])
        }
        return table.text
    }

    private static func table(of capabilities: [Capability]) -> String {
        var table = Table(["rule", "raises", "ONVIF", "figures"])
        for capability in capabilities {
            table.add([
                capability.name, capability.says + (capability.needsPoses ? " (with --pose)" : ""),
                capability.topic ?? "–", capability.figures?.page ?? "none",
            ])
        }
        return table.text
    }

    /// Separated by commas, in lines of at most 100 characters where no word is longer.
    private static func folded(_ words: [String]) -> String {
        var lines = [""]
        for (index, word) in words.enumerated() {
            let piece = word + (index + 1 < words.count ? ", " : "")
            if lines[lines.count - 1].count + piece.count > 100 { lines.append("") }
            lines[lines.count - 1] += piece
        }
        return lines.joined(separator: "\n")
    }
}

/// A model with everything that identifies it.
private struct ModelCapability: CanonicalValue {
    let manifest: ModelManifest

    init(_ manifest: ModelManifest) { self.manifest = manifest }

    func write(to json: inout CanonicalJSON) {
        json.object {
            $0.member("classes", manifest.classes)
            $0.member("files", manifest.files.map { RunRecord.Model.File(name: $0.name, sha256: $0.digest) })
            $0.member("finds", manifest.classes.isEmpty ? "joints" : "boxes")
            $0.member("manifest", manifest.digest)
            $0.member("name", manifest.name)
        }
    }
}
