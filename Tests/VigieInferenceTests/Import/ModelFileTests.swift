import Foundation
import Testing
import VigieInference

/// The published networks, where they are at hand.
@Suite(.enabled(if: ModelFiles.folder != nil, "VIGIE_MODEL_PATH names no folder of models"))
struct ModelFileTests {
    /// File, input, number of outputs, and what is left of it: nodes, convolutions, activations on their own.
    @Test(arguments: [
        ("nanodet-plus-m-416.onnx", [1, 3, 416, 416], 1, 229, 114, 0),
        ("nanodet-plus-m-1.5x-416.onnx", [1, 3, 416, 416], 1, 229, 114, 0),
        ("yolox-nano-416.onnx", [1, 3, 416, 416], 1, 139, 113, 0),
        ("picodet-s-416.onnx", [1, 3, 416, 416], 8, 263, 137, 0),
        ("fastestdet-352.onnx", [1, 3, 352, 352], 1, 187, 70, 1),
        ("nanodet-plus-m-416.param", [1, 3, 416, 416], 1, 229, 114, 0),
        ("nanodet-plus-m-1.5x-416-int8.param", [1, 3, 416, 416], 8, 223, 114, 0),
        ("tinypose-256x192.param", [1, 3, 256, 192], 1, 685, 269, 24),
    ])
    func importsAndSimplifies(
        file: String, input: [Int], outputs: Int, nodes: Int, convolutions: Int, activations: Int
    ) throws {
        var graph = try ModelFiles.graph(file, input: input)
        #expect(graph.inputs.map { graph.values[$0].shape } == [input])
        #expect(graph.outputs.count == outputs)
        graph.simplify()
        var again = graph
        try again.inferShapes(file: file)
        #expect(again.values.map(\.shape) == graph.values.map(\.shape))
        #expect(graph.nodes.count == nodes)
        var counts = (convolutions: 0, activations: 0)
        for node in graph.nodes {
            if case .convolution = node.operation { counts.convolutions += 1 }
            if case .activation = node.operation { counts.activations += 1 }
        }
        #expect(counts == (convolutions, activations))
    }

    /// The same weights in two formats: the same constants, where they are stored as fp32 in both.
    @Test func ncnnAndOnnxHoldTheSameNetwork() throws {
        func weights(_ file: String) throws -> [Tensor] {
            var graph = try ModelFiles.graph(file, input: [1, 3, 416, 416])
            graph.simplify()
            return graph.nodes.flatMap { node -> [Tensor] in
                guard case .convolution = node.operation else { return [] }
                return node.inputs.dropFirst().compactMap { graph.constants[$0] }
            }
        }
        let (ncnn, onnx) = (try weights("nanodet-plus-m-416.param"), try weights("nanodet-plus-m-416.onnx"))
        #expect(ncnn.map(\.shape) == onnx.map(\.shape))
        #expect(ncnn == onnx)
    }

    /// ncnn takes any size; 32 pixels make levels of 4, 2, 1 and 1, which is small enough for the oracle.
    @Test func simplifiedNetworkComputesTheSame() throws {
        let graph = try ModelFiles.graph("nanodet-plus-m-416.param", input: [1, 3, 32, 32])
        var simple = graph
        simple.simplify()
        #expect(largestDifference(graph, simple) == 0)
        #expect(graph.values[graph.outputs[0]].shape == [1, 16 + 4 + 1 + 1, 112])
    }

    @Test(arguments: ["yolox-nano-416.onnx", "nanodet-plus-m-416.param"])
    func cutFilesAreErrors(file: String) throws {
        for keep in [0, 1, 100, 0.5] as [Double] {
            #expect(throws: ModelError.self) {
                try ModelFiles.graph(file, input: [1, 3, 416, 416]) { bytes in
                    Array(bytes.prefix(keep < 1 ? Int(keep * Double(bytes.count)) : Int(keep)))
                }
            }
        }
    }
}

enum ModelFiles {
    static let folder = ProcessInfo.processInfo.environment["VIGIE_MODEL_PATH"]

    /// - Parameter change: What is done to the bytes of the `.onnx` or the `.bin` first.
    static func graph(
        _ file: String, input: [Int], change: ([UInt8]) -> [UInt8] = { $0 }
    ) throws -> Graph {
        func bytes(_ name: String) throws -> [UInt8] {
            let folder = try #require(folder)
            return [UInt8](try Data(contentsOf: URL(fileURLWithPath: "\(folder)/\(name)")))
        }
        guard file.hasSuffix(".param") else { return try OnnxImporter.load(change(bytes(file)), file: file) }
        let bin = file.replacing(".param", with: ".bin")
        return try NcnnImporter.load(
            param: bytes(file), bin: change(bytes(bin)), paramFile: file, binFile: bin, inputShape: input)
    }
}
