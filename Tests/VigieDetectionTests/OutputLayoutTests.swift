import Testing
import VigieDetection
import VigieInference

@Suite struct OutputLayoutTests {
    private static let separate =
        #"{"rule": "distribution", "strides": [8], "bins": 2, "centre": 0, "scores": ["cls"], "boxes": ["box"]}"#

    /// An input, and outputs of the given shapes that come from nowhere.
    private func graph(_ outputs: [(String, [Int])], side: Int = 16) -> Graph {
        var graph = Graph()
        graph.inputs = [graph.addValue("image", shape: [1, 3, side, side])]
        for (name, shape) in outputs { graph.outputs.append(graph.addValue(name, shape: shape)) }
        return graph
    }

    @Test func rowsOfChannelsAreTakenAsTheyAre() throws {
        var graph = graph([("out", [1, 5, 18])])
        try Detector(manifest: Fixture.manifest(Fixture.json())).prepare(&graph, file: "m.onnx")
        #expect(graph.nodes.isEmpty)
        #expect(graph.outputs.map { graph.values[$0].name } == ["out"])
    }

    @Test func picturesOfChannelsAreTransposed() throws {
        var graph = graph([("box", [1, 8, 2, 2]), ("cls", [1, 2, 2, 2])])
        try Detector(manifest: Fixture.manifest(Fixture.json(decode: Self.separate))).prepare(&graph, file: "m.onnx")
        // In the order of the manifest's rule, not of the file.
        #expect(graph.outputs.map { graph.values[$0].shape } == [[1, 4, 2], [1, 4, 8]])
        #expect(
            graph.nodes.map(\.operation) == [
                .transpose([0, 2, 3, 1]), .reshape([1, 4, 2]), .transpose([0, 2, 3, 1]), .reshape([1, 4, 8]),
            ])
        try graph.inferShapes(file: "m.onnx")
    }

    @Test(arguments: [
        ([("elsewhere", [1, 5, 18])], 16, "m.onnx: output out: is not there; the network has elsewhere"),
        (
            [("out", [1, 5, 19])], 16,
            "m.onnx: output out: has shape [1, 5, 19], and the manifest's classes and strides make 5 rows of 18"
        ),
        (
            [("out", [5, 18, 1, 1])], 16,
            "m.onnx: output out: has shape [5, 18, 1, 1], and the manifest's classes and strides make 5 rows of 18"
        ),
        (
            [("out", [1, 5, 18])], 32,
            "m.onnx: input image: has shape [1, 3, 32, 32], and the manifest says [1, 3, 16, 16]"
        ),
    ])
    func saysWhatDoesNotFit(outputs: [(String, [Int])], side: Int, message: String) throws {
        var graph = graph(outputs, side: side)
        let detector = try Detector(manifest: Fixture.manifest(Fixture.json()))
        let error = #expect(throws: DetectionError.self) { try detector.prepare(&graph, file: "m.onnx") }
        #expect(error?.description == message)
    }
}

@Suite struct NormaliserTests {
    @Test func subtractsTheMeanAndDividesByTheDeviation() throws {
        let normaliser = Normaliser(try Fixture.manifest(Fixture.json()).input)
        let pixels: [UInt8] = [7, 0, 100, 255, 255, 0]
        var output = Array(repeating: Float(-99), count: 6)
        pixels.withUnsafeBufferPointer { pixels in
            output.withUnsafeMutableBufferPointer { normaliser.apply(pixels, to: $0) }
        }
        #expect(output == [7, -1, 0, 255, 1, -100 / 3])
    }
}
