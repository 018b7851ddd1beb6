internal import ArgumentParser
internal import VigieCore
internal import VigieDetection
internal import VigieLog
internal import VigieModels

struct ModelList: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List the models that ship with vigie, and whether their files are here.")

    @Flag(help: "Print JSON.") var json = false

    func run() throws {
        try reporting {
            let store = try ModelAccess.store()
            let models = try ModelAccess.shipped().map { manifest -> ModelLine in
                var isHere = true
                do throws(ModelStoreError) { _ = try store.locate(manifest) } catch { isHere = false }
                return ModelLine(manifest: manifest, isHere: isHere)
            }
            Terminal.say(json ? ModelLine.json(of: models) : ModelLine.table(of: models))
            return .done
        }
    }
}

/// One model of the list.
struct ModelLine: CanonicalValue {
    let manifest: ModelManifest
    let isHere: Bool

    static func table(of models: [ModelLine]) -> String {
        var table = Table(["model", "input", "classes", "AP", "licence", "here"], numeric: [2, 3])
        for model in models {
            let manifest = model.manifest
            let input = manifest.input.specification
            table.add([
                manifest.name + (manifest.name == ModelCatalogue.defaultName ? " *" : ""),
                "\(input.width)×\(input.height)",
                manifest.classes.isEmpty ? "–" : "\(manifest.classes.count)",
                manifest.accuracy?.value.decimals(1) ?? "–", manifest.licence,
                model.isHere ? "yes" : "no",
            ])
        }
        return table.text
            + "\n\n* used where none is named. A model without classes finds keypoints. AP: as published, COCO val2017."
    }

    static func json(of models: [ModelLine]) -> String {
        var json = CanonicalJSON()
        json.object { $0.member("models", models) }
        return String(decoding: json.bytes, as: UTF8.self)
    }

    func write(to json: inout CanonicalJSON) {
        json.object {
            $0.member("ap", manifest.accuracy?.value)
            $0.member("classes", manifest.classes)
            $0.member("here", isHere)
            $0.member("input", [manifest.input.specification.width, manifest.input.specification.height])
            $0.member("licence", manifest.licence)
            $0.member("manifest", manifest.digest)
            $0.member("name", manifest.name)
            $0.member("title", manifest.title)
        }
    }
}
