import Testing
import VigieCore
import VigieDetection
import VigieModels

@Suite struct ManifestTests {
    @Test func readsEveryKey() throws {
        let json = Fixture.json(perClass: #"{"car": 0.4}"#)
        let manifest = try Fixture.manifest(json)
        let task = try manifest.detection()
        #expect(manifest.name == "test" && manifest.classes == ["person", "car"])
        #expect(
            manifest.input.specification == InputSpecification(width: 16, height: 16, order: .rgb, resize: .stretch))
        #expect(manifest.input.deviation == [1, 127.5, 3])
        #expect(task.thresholds.perClass == ["car": 0.4] && task.thresholds.overlap == 0.5)
        #expect(manifest.accuracy == nil)
        guard case .distribution(let rule) = task.decode else { throw Mismatch() }
        #expect(rule.strides == [8, 16] && rule.outputs == .joined("out"))
        #expect(manifest.digest == Digest(of: Array(json.utf8)))
    }

    struct Mismatch: Error {}

    @Test(arguments: [
        (#""classes""#, #""klasses""#, "test.json: klasses: is no key of a manifest"),
        (#""bins": 4"#, #""bins": 4, "bin": 4"#, "test.json: decode.bin: is no key of a manifest"),
        (#""bins": 4"#, #""bins": 1"#, "test.json: decode.bins: must be 2…64"),
        (#""bins": 4, "#, "", "test.json: decode.bins: is missing"),
        (#""bins": 4"#, #""bins": "4""#, "test.json: decode.bins: is not a whole number"),
        (#"[8, 16]"#, #"[8, "x"]"#, "test.json: decode.strides[1]: is not a whole number"),
        (#"[8, 16]"#, #"[16, 8]"#, "test.json: decode.strides: must be ascending whole numbers of pixels"),
        (
            #", "output": "out""#, "",
            "test.json: decode.output: must be given, or else both 'scores' and 'boxes'"
        ),
        (#""stretch""#, #""letterbox""#, "test.json: input.padding: must be 0…255 where the picture is letterboxed"),
        (#""width": 16"#, #""width": 0"#, "test.json: input.width: must be 1…8192"),
        (#"[1, 127.5, 3]"#, #"[1, 127.5, 0]"#, "test.json: input.std: must be three positive numbers"),
        (#""score": 0.3"#, #""score": 3"#, "test.json: thresholds.score: must be 0…1"),
        (
            #""per_class": {}"#, #""per_class": {"cat": 0.1}"#,
            "test.json: thresholds: must be about classes of the model, and 'cat' is none"
        ),
        (
            #""name": "test""#, #""name": "../x""#,
            "test.json: name: must be lower-case letters, digits, dots and dashes"
        ),
        (#""m.onnx""#, #""../m.onnx""#, "test.json: files[0].name: must be a file's name without a folder"),
        (#""role": "model""#, #""role": "bin""#, #"test.json: files: must be one file for each of ["model"]"#),
        (#""origin": "here""#, #""origin": null"#, "test.json: origin: must not be null"),
        ("}", "", "test.json: is not valid JSON"),
    ])
    func saysWhatIsWrongWhere(part: String, replacement: String, message: String) {
        let json = Fixture.json().replacingFirst(part, with: replacement)
        let error = #expect(throws: DetectionError.self) { try Fixture.manifest(json) }
        #expect(error?.description == message)
        #expect(error?.exitCode == .badData)
    }

    @Test func digestsAreHexadecimal() {
        let json = Fixture.json().replacingFirst(Fixture.digest, with: "12")
        let error = #expect(throws: DetectionError.self) { try Fixture.manifest(json) }
        #expect(error?.description == "test.json: files[0].sha256: must be 64 lower-case hexadecimal digits")
    }
}

@Suite struct CatalogueTests {
    @Test(arguments: ModelCatalogue.manifests.map(\.name)) func manifestIsValidAndNamedAsItsFile(name: String) throws {
        let json = try #require(ModelCatalogue.manifests.first { $0.name == name }).json
        let manifest = try ModelManifest(json: json, file: "\(name).json")
        #expect(manifest.name == name)
        for file in manifest.files {
            #expect(!file.addresses.isEmpty || file.madeBy != nil)
            #expect(file.addresses.allSatisfy { $0.hasPrefix("https://") })
        }
        switch manifest.task {
        case .detection(let task):
            // Every detector of ours knows a person.
            #expect(task.classes[0] == "person")
            _ = try Detector(manifest: manifest)
        case .pose: _ = try HeatmapReader(manifest: manifest)
        }
    }

    @Test func theDefaultIsInTheCatalogue() {
        #expect(ModelCatalogue.manifests.map(\.name).contains(ModelCatalogue.defaultName))
    }
}

extension String {
    func replacingFirst(_ part: String, with replacement: String) -> String {
        guard let range = firstRange(of: part) else { return self }
        return self[..<range.lowerBound] + replacement + self[range.upperBound...]
    }
}
