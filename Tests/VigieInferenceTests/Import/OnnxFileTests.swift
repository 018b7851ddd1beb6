import FoundationEssentials
import SwiftProtobuf
import Testing
import VigieInference

/// What an ONNX file has to be, and what is said of one that is not.
struct OnnxFileTests {
    private let relu = OnnxModel([.make("Relu", ["x"], ["y"])])

    @Test func openBatchBecomesOneAndOpenSizeHasToBeGiven() throws {
        var model = relu
        model.input = [-1, 3, 8, 8]
        #expect(try model.graph().values[0].shape == [1, 3, 8, 8])
        model.input = [-1, 3, -1, -1]
        #expect(
            model.failure()?.description
                == "test.onnx: node x: the input's size is open; give one (the file says [1, 3, 0, 0])")
        #expect(try model.graph(inputShape: [1, 3, 4, 6]).values[0].shape == [1, 3, 4, 6])
    }

    @Test func initialisersAmongTheInputsAreNoInputs() throws {
        var model = OnnxModel(
            input: [1, 1, 1, 1], "Add", inputs: ["x", "c"], [], [.numbers("c", [1], [2])])
        #expect(try model.run([1]).elements == [3])
        var message = model.message
        message.graph.input.append(.make("c", [1]))
        let graph = try OnnxImporter.load(message.serializedBytes(), file: "test.onnx")
        #expect(graph.inputs.count == 1)
        model.nodes = []
        #expect(
            model.failure()
                == .malformed(file: "test.onnx", place: "output y", reason: "no node makes it from the input"))
    }

    @Test func nodesThatNoOutputNeedsAreNotEvenRead() throws {
        var model = relu
        model.nodes.append(.make("Mystery", ["x"], ["unused"]))
        #expect(try model.graph().nodes.count == 1)
    }

    @Test func everyElementTypeIsReadFromBothForms() throws {
        func weights(_ type: Int32, _ fill: (inout Onnx_TensorProto) -> Void) throws -> [Float] {
            var tensor = Onnx_TensorProto.with { ($0.name, $0.dims, $0.dataType) = ("c", [2], type) }
            fill(&tensor)
            let model = OnnxModel(input: [1, 1, 1, 2], "Add", inputs: ["x", "c"], [], [tensor])
            return try #require(try model.graph().constants.values.first).elements
        }
        #expect(try weights(1) { $0.floatData = [1.5, -2] } == [1.5, -2])
        #expect(try weights(1) { $0.rawData = Data([0, 0, 0xC0, 0x3F, 0, 0, 0, 0xC0]) } == [1.5, -2])
        #expect(try weights(10) { $0.int32Data = [0x3E00, 0xC000] } == [1.5, -2])
        #expect(try weights(10) { $0.rawData = Data([0, 0x3E, 0, 0xC0]) } == [1.5, -2])
        #expect(try weights(11) { $0.doubleData = [1.5, -2] } == [1.5, -2])
        #expect(
            try weights(11) { $0.rawData = Data([0, 0, 0, 0, 0, 0, 0xF8, 0x3F, 0, 0, 0, 0, 0, 0, 0, 0xC0]) } == [
                1.5, -2,
            ])
    }

    @Test(
        arguments: [
            (7, [2, 0, 0, 0, 0, 0, 0, 0]), (6, [2, 0, 0, 0]), (3, [2]), (2, [2]),
        ] as [(Int32, [UInt8])])
    func wholeNumbersAreReadFromBothForms(type: Int32, bytes: [UInt8]) throws {
        for isRaw in [false, true] {
            let sizes = Onnx_TensorProto.with {
                ($0.name, $0.dims, $0.dataType) = ("sizes", [1], type)
                if isRaw {
                    $0.rawData = Data(bytes)
                } else if type == 7 {
                    $0.int64Data = [2]
                } else {
                    $0.int32Data = [2]
                }
            }
            #expect(
                try OnnxModel(input: [1, 1, 1, 2], "Reshape", inputs: ["x", "sizes"], [], [sizes]).run().shape == [2])
        }
    }

    @Test func subnormalWeightsBecomeZero() throws {
        let weights = Onnx_TensorProto.numbers("c", [2], [.leastNonzeroMagnitude, -.leastNonzeroMagnitude])
        let model = OnnxModel(input: [1, 1, 1, 2], "Add", inputs: ["x", "c"], [], [weights])
        let elements = try #require(try model.graph().constants.values.first).elements
        #expect(elements.map(\.bitPattern) == [0, 0])
    }

    // MARK: - Refusals

    @Test func unknownOperatorsAreNamedWithTheirNode() {
        var model = OnnxModel([.make("Mystery", ["x"], ["y"])])
        #expect(
            model.failure()
                == .unsupported(file: "test.onnx", node: "y (Mystery)", reason: "operator Mystery"))
        model.nodes[0].name = "head/1"
        model.nodes[0].domain = "com.example"
        #expect(
            model.failure()?.description
                == "test.onnx: node head/1 (com.example.Mystery): not supported: operator com.example.Mystery")
    }

    @Test func unknownAttributesAreRefused() {
        let model = OnnxModel(input: [1, 1, 2, 2], "Relu", [.integer("slope", 1)])
        #expect(model.failure() == .unsupported(file: "test.onnx", node: "y (Relu)", reason: "attribute slope"))
    }

    @Test(
        arguments: [
            ("Conv", .text("auto_pad", "SAME")), ("Conv", .integers("pads", [-1, 0, 0, 0])),
            ("Conv", .integers("strides", [0, 1])), ("Conv", .integer("group", 0)), ("Conv", .integer("group", .max)),
            ("Conv", .integers("dilations", [.max, 1])), ("Conv", .number("strides", 1)),
            ("MaxPool", .integers("kernel_shape", [2])), ("MaxPool", .integers("kernel_shape", [3, 3])),
            ("Concat", .integer("axis", 4)), ("Softmax", .integer("axis", .min)),
            ("Transpose", .integers("perm", [0, 0, 1, 2])),
            ("Flatten", .integer("axis", 5)), ("Resize", .text("mode", "cubic")),
            ("BatchNormalization", .integer("training_mode", 1)), ("Cast", .integer("to", 7)),
            ("Cast", .integer("to", .max)),
            ("LeakyRelu", .number("alpha", .nan)), ("ReduceMean", .integers("axes", [1])),
            ("Reshape", .integer("allowzero", 1)),
        ] as [(String, Onnx_AttributeProto)])
    func attributesOutOfRangeAreErrors(type: String, attribute: Onnx_AttributeProto) {
        let model = OnnxModel(
            input: [1, 1, 2, 2], type, inputs: ["x", "w", "w"], [attribute], [.numbers("w", [1, 1, 1, 1], [1])])
        _ = model.failure()
    }

    @Test(
        arguments: [
            [.max, .max], [.min, -1], [-1, -1], [0, 0, 0, 0, 0], [1 << 31, 1 << 31, 1 << 31], [3, 3], [], [-2],
        ] as [[Int64]])
    func impossibleShapesAreErrors(sizes: [Int64]) {
        _ = OnnxModel(input: [1, 1, 2, 2], "Reshape", inputs: ["x", "s"], [], [.integers("s", sizes)]).failure()
        _ = OnnxModel(
            input: [1, 1, 2, 2], "Resize", inputs: ["x", "", "", "s"], [], [.integers("s", [1, 1, 1 << 40, 1 << 40])]
        ).failure()
        _ = OnnxModel(
            input: [1, 1, 2, 2], "Pad", inputs: ["x", "s"], [], [.integers("s", [0, 0, .max, 1, 0, 0, .max, 1])]
        ).failure()
    }

    @Test(arguments: [[-1], [.max, .max], [1 << 62, 4], [3], [0]] as [[Int64]])
    func tensorsWhoseSizeIsALieAreErrors(dims: [Int64]) throws {
        let tensor = Onnx_TensorProto.with {
            ($0.name, $0.dims, $0.dataType, $0.rawData) = ("w", dims, 1, Data([0, 0, 0, 0, 0, 0, 0, 0]))
        }
        let model = OnnxModel(input: [1, 1, 1, 2], "Add", inputs: ["x", "w"], [], [tensor])
        guard case .malformed(_, let place, _) = model.failure() else {
            Issue.record("no error of damage")
            return
        }
        #expect(place == "tensor w")
    }

    @Test(arguments: [Float.nan, .infinity, -.infinity])
    func weightsThatAreNotFiniteAreRefused(weight: Float) {
        let model = OnnxModel(
            input: [1, 1, 1, 2], "Add", inputs: ["x", "w"], [], [.numbers("w", [2], [0, weight])])
        #expect(model.failure()?.description.contains("constant w, element 1") == true)
    }

    @Test func dataInOtherFilesIsRefused() {
        let tensor = Onnx_TensorProto.with {
            ($0.name, $0.dims, $0.dataType, $0.dataLocation) = ("w", [2], 1, .external)
        }
        let model = OnnxModel(input: [1, 1, 1, 2], "Add", inputs: ["x", "w"], [], [tensor])
        #expect(model.failure()?.description.contains("convert the model to a single file") == true)
    }

    @Test func unsortedNodesAreRefusedByName() {
        let model = OnnxModel([.make("Relu", ["a"], ["y"]), .make("Relu", ["x"], ["a"])])
        #expect(model.failure()?.description.contains("earlier node makes its input a") == true)
    }

    @Test func valuesThatAreMadeTwiceAreRefused() {
        let model = OnnxModel([.make("Relu", ["x"], ["y"]), .make("Exp", ["x"], ["y"])])
        #expect(model.failure()?.description.contains("its output y exists already") == true)
    }

    @Test(arguments: [6, 25])
    func operatorSetsOutsideTheRangeAreRefused(version: Int) {
        var model = relu
        model.version = version
        #expect(model.failure()?.description.contains("operator set \(version)") == true)
    }

    @Test func bytesThatAreNoModelAreDamaged() throws {
        for bytes: [UInt8] in [[], [0], Array("not a model at all".utf8), [UInt8](repeating: 0xFF, count: 100)] {
            #expect(throws: ModelError.self) { try OnnxImporter.load(bytes, file: "test.onnx") }
        }
    }

    @Test func everyCutAndEveryFlippedByteIsAnErrorOrAGraph() throws {
        let bytes: [UInt8] = try OnnxModel(
            input: [1, 1, 4, 4], "Conv", inputs: ["x", "w"], [.integers("pads", [1, 1, 1, 1])],
            [.numbers("w", [1, 1, 3, 3], [Float](repeating: 1, count: 9))]
        ).message.serializedBytes()
        for count in bytes.indices {
            _ = try? OnnxImporter.load(Array(bytes[..<count]), file: "test.onnx")
            for flip: UInt8 in [0x01, 0x80, 0xFF] {
                var damaged = bytes
                damaged[count] ^= flip
                if var graph = try? OnnxImporter.load(damaged, file: "test.onnx") { graph.simplify() }
            }
        }
    }
}
