import FoundationEssentials
import SwiftProtobuf
import Testing
import VigieInference

/// A small ONNX model, written down for a test: one input `x`, one output `y`, unless said otherwise.
struct OnnxModel {
    var version = 13
    var input: [Int64] = [1, 1, 2, 2]
    var outputs = ["y"]
    var initialisers: [Onnx_TensorProto] = []
    var nodes: [Onnx_NodeProto]

    init(_ nodes: [Onnx_NodeProto]) { self.nodes = nodes }

    init(
        version: Int = 13, input: [Int64], _ type: String, inputs: [String] = ["x"],
        _ attributes: [Onnx_AttributeProto] = [], _ initialisers: [Onnx_TensorProto] = []
    ) {
        self.version = version
        self.input = input
        self.initialisers = initialisers
        nodes = [.make(type, inputs, ["y"], attributes)]
    }

    var message: Onnx_ModelProto {
        var graph = Onnx_GraphProto()
        graph.name = "test"
        graph.node = nodes
        graph.initializer = initialisers
        graph.input = [.make("x", input)]
        graph.output = outputs.map { .make($0, []) }
        var model = Onnx_ModelProto()
        model.irVersion = 8
        model.opsetImport = [.with { $0.version = Int64(version) }]
        model.graph = graph
        return model
    }

    func graph(inputShape: [Int]? = nil) throws -> Graph {
        try OnnxImporter.load(message.serializedBytes(), file: "test.onnx", inputShape: inputShape)
    }

    /// The error of an import that has to fail.
    func failure(sourceLocation: SourceLocation = #_sourceLocation) -> ModelError? {
        #expect(throws: ModelError.self, sourceLocation: sourceLocation) { try graph() }
    }

    /// The first output for an input that counts 0, 1, 2, …
    func run(_ input: [Float]? = nil) throws -> NDArray<Double> {
        let graph = try graph()
        let shape = try #require(graph.values[graph.inputs[0]].shape)
        let elements = input ?? (0..<shape.reduce(1, *)).map { Float($0) }
        let results = GraphReference(graph: graph).run([Tensor(shape: shape, elements: elements)])
        return try #require(results.first)
    }
}

extension Onnx_NodeProto {
    static func make(
        _ type: String, _ inputs: [String], _ outputs: [String], _ attributes: [Onnx_AttributeProto] = []
    ) -> Self {
        .with {
            $0.opType = type
            $0.input = inputs
            $0.output = outputs
            $0.attribute = attributes
        }
    }
}

extension Onnx_AttributeProto {
    static func integer(_ name: String, _ value: Int64) -> Self {
        .with { ($0.name, $0.type, $0.i) = (name, .int, value) }
    }
    static func integers(_ name: String, _ values: [Int64]) -> Self {
        .with { ($0.name, $0.type, $0.ints) = (name, .ints, values) }
    }
    static func number(_ name: String, _ value: Float) -> Self {
        .with { ($0.name, $0.type, $0.f) = (name, .float, value) }
    }
    static func numbers(_ name: String, _ values: [Float]) -> Self {
        .with { ($0.name, $0.type, $0.floats) = (name, .floats, values) }
    }
    static func text(_ name: String, _ value: String) -> Self {
        .with { ($0.name, $0.type, $0.s) = (name, .string, Data(value.utf8)) }
    }
    static func tensor(_ name: String, _ value: Onnx_TensorProto) -> Self {
        .with { ($0.name, $0.type, $0.t) = (name, .tensor, value) }
    }
}

extension Onnx_TensorProto {
    static func numbers(_ name: String, _ shape: [Int64], _ elements: [Float]) -> Self {
        .with { ($0.name, $0.dims, $0.dataType, $0.floatData) = (name, shape, 1, elements) }
    }
    static func integers(_ name: String, _ elements: [Int64]) -> Self {
        .with { ($0.name, $0.dims, $0.dataType, $0.int64Data) = (name, [Int64(elements.count)], 7, elements) }
    }
    static func scalar(_ name: String, _ element: Int64) -> Self {
        .with { ($0.name, $0.dataType, $0.int64Data) = (name, 7, [element]) }
    }
}

extension Onnx_ValueInfoProto {
    static func make(_ name: String, _ shape: [Int64]) -> Self {
        .with {
            $0.name = name
            $0.type.tensorType.elemType = 1
            $0.type.tensorType.shape.dim = shape.map { size in
                .with {
                    if size >= 0 { $0.dimValue = size } else { $0.dimParam = "N" }
                }
            }
        }
    }
}
