internal import ArgumentParser
internal import VigieCore
internal import VigieDetection
internal import VigieInference
internal import VigieLog
internal import VigiePose

struct ModelInfo: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "info", abstract: "Say everything about a model: origin, input, classes, files, size.")

    @Argument(help: ArgumentHelp("A model's name or a manifest.", valueName: "name|file")) var model: String
    @Flag(help: "Print JSON.") var json = false

    func run() throws {
        try reporting {
            let manifest = try ModelAccess.manifest(named: model)
            let facts = try ModelFacts(manifest)
            Terminal.say(json ? facts.json : facts.text)
            return .done
        }
    }
}

/// What there is to say of one model.
struct ModelFacts {
    private let manifest: ModelManifest
    private var paths: [ModelManifest.Role: String] = [:]
    private var size: (multiplications: Int, constants: Int, memory: Int)?

    init(_ manifest: ModelManifest) throws {
        self.manifest = manifest
        let store = try ModelAccess.store()
        do throws(ModelStoreError) { paths = try store.locate(manifest) } catch {
            // A model need not be here to be described; wrong bytes in its place are worth a word.
            if case .missing = error { return }
            Terminal.note(error.description)
            return
        }
        let network = try manifest.rawNetwork(at: paths, engine: .scalar, instructionSet: .scalar)
        size = (network.multiplications, network.constantCount, network.memoryInBytes)
    }

    var text: String {
        let input = manifest.input.specification
        var rows = Table(["name", manifest.name])
        rows.add(["title", manifest.title])
        rows.add(["family", "\(manifest.family.rawValue), \(manifest.format.rawValue) files"])
        rows.add(["licence", manifest.licence])
        rows.add(["origin", manifest.origin])
        if let accuracy = manifest.accuracy {
            rows.add([
                "published",
                "\(accuracy.metric) \(accuracy.value.decimals(1)) on \(accuracy.dataset) (\(accuracy.source))",
            ])
        }
        rows.add(["input", "\(input.width)×\(input.height) \(input.order.rawValue), \(Self.words(input.resize))"])
        if case .detection(let task) = manifest.task {
            rows.add(["score above", "\(task.thresholds.score), suppression above IoU \(task.thresholds.overlap)"])
        }
        rows.add(["manifest", manifest.digest.hex])
        for file in manifest.files {
            rows.add(["file", "\(file.name), \(file.bytes) bytes, SHA-256 \(file.digest)"])
            rows.add(["", paths[file.role] ?? "not here; 'vigie model pull \(manifest.name)'"])
        }
        if let size {
            rows.add(["multiply-adds", "\((Double(size.multiplications) / 1e6).decimals(0)) million a run"])
            rows.add(["constants", "\((Double(size.constants) / 1e6).decimals(2)) million"])
            rows.add(["memory", "\((Double(size.memory) / 1e6).decimals(1)) MB"])
        }
        return rows.text
            + (manifest.classes.isEmpty
                ? "\nkeypoints  " + Joint.names.joined(separator: ", ")
                : "\nclasses  " + manifest.classes.joined(separator: ", "))
    }

    var json: String {
        var json = CanonicalJSON()
        json.object {
            $0.member("classes", manifest.classes)
            $0.member(
                "files",
                manifest.files.map { file in
                    ["name": file.name, "path": paths[file.role] ?? "", "sha256": file.digest.hex]
                })
            $0.member("licence", manifest.licence)
            $0.member("manifest", manifest.digest)
            $0.member("memory_bytes", size?.memory)
            $0.member("multiply_adds", size?.multiplications)
            $0.member("name", manifest.name)
            $0.member("origin", manifest.origin)
            $0.member("title", manifest.title)
        }
        return String(decoding: json.bytes, as: UTF8.self)
    }

    private static func words(_ rule: ResizeRule) -> String {
        switch rule {
        case .stretch: "stretched"
        case .letterbox(let padding): "letterboxed at the top left, the rest \(padding)"
        }
    }
}
