public import Foundation
import SwiftProtobuf
import VigieCore
import VigieInference

/// A detector of white squares, small enough to be computed by hand, as an ONNX file with its manifest.
///
/// It looks at 32 × 32 pixels in 4 × 4 cells of 8, and answers in the form of YOLOX: each cell's box is the cell itself,
/// its objectness is σ(16 · mean brightness − 8), its score for the one class `square` σ(8) = 0.99966.
public enum TinyModel {
    /// The score of a cell that is wholly white: σ(8)².
    public static let score = 0.99933

    /// Writes `tiny.onnx` and `tiny.json` into a directory and returns the manifest's path.
    ///
    /// - Parameter growth: Boxes are exp(growth) times as wide and high as their cell, so that those of neighbouring cells
    ///   may overlap.
    @discardableResult
    public static func write(to directory: URL, growth: Float = 0) throws -> String {
        let network = try onnx(growth: growth)
        try Data(network).write(to: directory.appendingPathComponent("tiny.onnx"))
        let manifest = directory.appendingPathComponent("tiny.json")
        try Data(self.manifest(network).utf8).write(to: manifest)
        return manifest.path
    }

    /// The network's file.
    public static func onnx(growth: Float = 0) throws -> [UInt8] {
        var graph = Onnx_GraphProto()
        graph.name = "tiny"
        graph.input = [picture()]
        graph.initializer = [
            tensor(
                "weights", [6, 3, 8, 8],
                (0..<6).flatMap { channel in
                    // Three channels of 64 pixels, each 0…1.
                    Array(repeating: channel == 4 ? Float(16) / 192 : 0, count: 192)
                }),
            // Centre of the cell, e^growth cells large, objectness, class.
            tensor("bias", [6], [0.5, 0.5, growth, growth, -8, 8]),
            integers("shape", [1, 6, 16]), integers("starts", [4]), integers("ends", [6]), integers("zero", [0]),
            integers("axis", [1]),
        ]
        graph.node = [
            node(
                "Conv", ["images", "weights", "bias"], "cells",
                [ints("kernel_shape", [8, 8]), ints("strides", [8, 8])]),
            node("Slice", ["cells", "zero", "starts", "axis"], "boxes"),
            node("Slice", ["cells", "starts", "ends", "axis"], "logits"),
            node("Sigmoid", ["logits"], "scores"),
            node("Concat", ["boxes", "scores"], "joined", [int("axis", 1)]),
            node("Reshape", ["joined", "shape"], "columns"),
            node("Transpose", ["columns"], "output", [ints("perm", [0, 2, 1])]),
        ]
        var output = Onnx_ValueInfoProto()
        output.name = "output"
        graph.output = [output]
        return try bytes(of: graph)
    }

    /// The file of a network, in version 13 of the operators.
    static func bytes(of graph: Onnx_GraphProto) throws -> [UInt8] {
        var model = Onnx_ModelProto()
        model.irVersion = 8
        var version = Onnx_OperatorSetIdProto()
        version.version = 13
        model.opsetImport = [version]
        model.graph = graph
        return try model.serializedBytes()
    }

    private static func manifest(_ network: [UInt8]) -> String {
        """
        {
          "name": "tiny", "title": "White squares", "family": "yolox", "format": "onnx", "licence": "Apache-2.0",
          "origin": "the tests",
          "input": {"width": 32, "height": 32, "order": "rgb", "resize": "stretch", "mean": [0, 0, 0], "std": [255, 255, 255]},
          "decode": {"rule": "yolox", "strides": [8], "output": "output"},
          "thresholds": {"score": 0.5, "nms_iou": 0.5},
          "max_candidates": 100,
          "files": [{"name": "tiny.onnx", "role": "model", "bytes": \(network.count), "sha256": "\(Digest(of: network))"}],
          "classes": ["square"]
        }
        """
    }

    static func picture(width: Int = 32, height: Int = 32) -> Onnx_ValueInfoProto {
        var info = Onnx_ValueInfoProto()
        info.name = "images"
        info.type.tensorType.elemType = 1
        info.type.tensorType.shape.dim = [1, 3, height, width].map { size in
            var dimension = Onnx_TensorShapeProto.Dimension()
            dimension.dimValue = Int64(size)
            return dimension
        }
        return info
    }

    static func tensor(_ name: String, _ shape: [Int64], _ values: [Float]) -> Onnx_TensorProto {
        var tensor = Onnx_TensorProto()
        (tensor.name, tensor.dims, tensor.dataType, tensor.floatData) = (name, shape, 1, values)
        return tensor
    }

    static func integers(_ name: String, _ values: [Int64]) -> Onnx_TensorProto {
        var tensor = Onnx_TensorProto()
        (tensor.name, tensor.dims, tensor.dataType, tensor.int64Data) = (name, [Int64(values.count)], 7, values)
        return tensor
    }

    static func node(
        _ operation: String, _ inputs: [String], _ output: String, _ attributes: [Onnx_AttributeProto] = []
    ) -> Onnx_NodeProto {
        var node = Onnx_NodeProto()
        (node.opType, node.input, node.output, node.attribute) = (operation, inputs, [output], attributes)
        return node
    }

    static func ints(_ name: String, _ values: [Int64]) -> Onnx_AttributeProto {
        var attribute = Onnx_AttributeProto()
        (attribute.name, attribute.ints, attribute.type) = (name, values, .ints)
        return attribute
    }

    static func int(_ name: String, _ value: Int64) -> Onnx_AttributeProto {
        var attribute = Onnx_AttributeProto()
        (attribute.name, attribute.i, attribute.type) = (name, value, .int)
        return attribute
    }
}
