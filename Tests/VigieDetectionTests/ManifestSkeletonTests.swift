import Testing
import VigieCore
import VigieDetection
import VigieInference

@Suite struct ManifestSkeletonTests {
    private func graph(_ outputs: [(String, [Int])], input: [Int] = [1, 3, 416, 416]) -> Graph {
        var graph = Graph()
        graph.inputs = [graph.addValue("image", shape: input)]
        graph.outputs = outputs.map { graph.addValue($0, shape: $1) }
        return graph
    }

    private let fill = [
        ("\"licence\": null", "\"licence\": \"MIT\""), ("\"origin\": null", "\"origin\": \"here\""),
        ("\"order\": null", "\"order\": \"rgb\""), ("\"resize\": null", "\"resize\": \"stretch\""),
        ("\"mean\": null", "\"mean\": [0, 0, 0]"), ("\"std\": null", "\"std\": [1, 1, 1]"),
    ]

    @Test(arguments: [
        ([("out", [1, 3598, 112])], 416, "nanodet-plus", 80),
        ([("out", [1, 3549, 85])], 416, "yolox", 80),
        (
            [("s0", [1, 2704, 3]), ("s1", [1, 676, 3]), ("s2", [1, 169, 3]), ("s3", [1, 49, 3])]
                + [("b0", [1, 2704, 32]), ("b1", [1, 676, 32]), ("b2", [1, 169, 32]), ("b3", [1, 49, 32])], 416,
            "picodet", 3
        ),
        ([("out", [1, 85, 22, 22])], 352, "fastestdet", 80),
    ])
    func completedSkeletonsFitTheirNetwork(
        outputs: [(String, [Int])], side: Int, family: String, classes: Int
    ) throws {
        var graph = graph(outputs, input: [1, 3, side, side])
        let skeleton = try ManifestSkeleton(graph: graph, file: "My model_2.onnx", bytes: [1, 2, 3])
        #expect(
            skeleton.open == ["licence", "origin", "input.order", "input.resize", "input.mean", "input.std"])
        let json = fill.reduce(skeleton.json) { $0.replacingFirst($1.0, with: $1.1) }
        let manifest = try Fixture.manifest(json)
        #expect(manifest.name == "my-model-2" && manifest.family.rawValue == family)
        #expect(manifest.classes.count == classes && manifest.classes[0] == "class 0")
        #expect(manifest.files.map(\.name) == ["My model_2.onnx"])
        #expect(manifest.files.map(\.digest) == [Digest(of: [1, 2, 3])])
        try Detector(manifest: manifest).prepare(&graph, file: "m.onnx")
    }

    @Test func anchorsOfAnSSDAreForTheUser() throws {
        let graph = graph([("boxes", [1, 1917, 4]), ("scores", [1, 1917, 4])], input: [1, 3, 300, 300])
        let skeleton = try ManifestSkeleton(graph: graph, file: "m.onnx", bytes: [])
        #expect(skeleton.open.contains("decode.anchors"))
    }

    @Test func anUnknownNetworkLeavesFamilyDecodeAndClassesOpen() throws {
        let skeleton = try ManifestSkeleton(graph: graph([("out", [1, 7, 7])]), file: "m.onnx", bytes: [])
        #expect(Set(skeleton.open).isSuperset(of: ["family", "decode", "classes"]))
        let error = #expect(throws: DetectionError.self) { try Fixture.manifest(skeleton.json) }
        #expect(error?.description == "test.json: family: must not be null")
    }

    @Test func aNetworkWithoutAPictureIsRefused() {
        #expect(throws: DetectionError.self) {
            try ManifestSkeleton(graph: graph([], input: [1, 4]), file: "m.onnx", bytes: [])
        }
    }
}
