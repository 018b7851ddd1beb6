import Testing
import VigieInference

/// What each operator of an ONNX file becomes, by its numbers; the input counts 0, 1, 2, … where none is given.
struct OnnxOperatorTests {
    @Test func convolutionAddsItsBiasAndPadsWithZeros() throws {
        let model = OnnxModel(
            input: [1, 1, 2, 2], "Conv", inputs: ["x", "w", "b"], [.integers("pads", [1, 0, 0, 0])],
            [.numbers("w", [1, 1, 2, 1], [10, 1]), .numbers("b", [1], [0.5])])
        // Rows −1 and 0, then 0 and 1: 10 · above + below + ½.
        #expect(try model.run() == NDArray(shape: [1, 1, 2, 2], elements: [0.5, 1.5, 2.5, 13.5]))
    }

    @Test(arguments: [("SAME_UPPER", [1, 5, 4]), ("SAME_LOWER", [0, 3, 7])] as [(String, [Double])])
    func samePaddingPutsTheOddPixelWhereItSays(rule: String, expected: [Double]) throws {
        // Five pixels, window 2, stride 2: three outputs need one pixel of padding.
        let model = OnnxModel(
            input: [1, 1, 1, 5], "Conv", inputs: ["x", "w"], [.text("auto_pad", rule), .integers("strides", [1, 2])],
            [.numbers("w", [1, 1, 1, 2], [1, 1])])
        #expect(try model.run().elements == expected)
    }

    @Test func batchNormalisationScalesEachChannel() throws {
        let model = OnnxModel(
            input: [1, 2, 1, 1], "BatchNormalization", inputs: ["x", "s", "b", "m", "v"], [.number("epsilon", 0)],
            [
                .numbers("s", [2], [1, 4]), .numbers("b", [2], [10, 20]), .numbers("m", [2], [0, 3]),
                .numbers("v", [2], [1, 4]),
            ])
        // (0 − 0) / 1 · 1 + 10 and (1 − 3) / 2 · 4 + 20.
        #expect(try model.run().elements == [10, 16])
    }

    @Test func maxPoolRoundsUpWhereAsked() throws {
        let attributes: [Onnx_AttributeProto] = [.integers("kernel_shape", [2, 2]), .integers("strides", [2, 2])]
        let down = OnnxModel(input: [1, 1, 3, 3], "MaxPool", attributes)
        #expect(try down.run().elements == [4])
        let up = OnnxModel(input: [1, 1, 3, 3], "MaxPool", attributes + [.integer("ceil_mode", 1)])
        #expect(try up.run().elements == [4, 5, 7, 8])
    }

    @Test func roundingUpMakesNoWindowOutsideThePicture() throws {
        // Two pixels and one of padding on both sides, window 2, stride 2: a third window would begin in the padding.
        let model = OnnxModel(
            input: [1, 1, 1, 2], "MaxPool",
            [
                .integers("kernel_shape", [1, 2]), .integers("strides", [1, 3]), .integers("pads", [0, 1, 0, 1]),
                .integer("ceil_mode", 1),
            ])
        #expect(try model.run().shape == [1, 1, 1, 1])
    }

    @Test(arguments: [(0, [1]), (1, [0.5])] as [(Int64, [Double])])
    func averagePoolCountsPaddingWhereAsked(flag: Int64, expected: [Double]) throws {
        // A window of two over the padding and one pixel of value 1.
        let model = OnnxModel(
            input: [1, 1, 1, 1], "AveragePool",
            [
                .integers("kernel_shape", [1, 2]), .integers("pads", [0, 1, 0, 0]), .integer("count_include_pad", flag),
            ])
        #expect(try model.run([1]).elements == expected)
    }

    @Test func averagePoolThatRoundsUpAndCountsPaddingIsRefused() {
        let model = OnnxModel(
            input: [1, 1, 3, 3], "AveragePool",
            [
                .integers("kernel_shape", [2, 2]), .integers("strides", [2, 2]), .integer("ceil_mode", 1),
                .integer("count_include_pad", 1),
            ])
        #expect(model.failure()?.description.contains("ceil_mode") == true)
    }

    @Test func meanOverHeightAndWidthIsAGlobalPool() throws {
        let attributes: [Onnx_AttributeProto] = [.integers("axes", [-2, 3]), .integer("keepdims", 0)]
        let model = OnnxModel(input: [1, 2, 1, 2], "ReduceMean", attributes)
        #expect(try model.run() == NDArray(shape: [1, 2], elements: [0.5, 2.5]))
    }

    @Test func clipTakesItsBoundsFromInputsOrAttributes() throws {
        let inputs = OnnxModel(
            input: [1, 1, 2, 2], "Clip", inputs: ["x", "", "high"], [], [.numbers("high", [], [2])])
        #expect(try inputs.run().elements == [0, 1, 2, 2])
        let attributes = OnnxModel(version: 7, input: [1, 1, 2, 2], "Clip", [.number("min", 1), .number("max", 2)])
        #expect(try attributes.run().elements == [1, 1, 2, 2])
    }

    @Test func oldSoftmaxJoinsTheAxesBehindIts() throws {
        // All four zeros share one softmax.
        let old = OnnxModel(version: 11, input: [1, 2, 1, 2], "Softmax")
        #expect(try old.run([0, 0, 0, 0]).elements == [0.25, 0.25, 0.25, 0.25])
        let new = OnnxModel(input: [1, 2, 1, 2], "Softmax", [.integer("axis", 1)])
        #expect(try new.run([0, 0, 0, 0]).elements == [0.5, 0.5, 0.5, 0.5])
    }

    @Test func sliceCountsNegativePlacesFromTheEndAndClampsThem() throws {
        let model = OnnxModel(
            version: 11, input: [1, 1, 3, 4], "Slice", inputs: ["x", "starts", "ends", "axes", "steps"], [],
            [
                .integers("starts", [-2, 0]), .integers("ends", [.max, -1]), .integers("axes", [2, -1]),
                .integers("steps", [1, 2]),
            ])
        #expect(try model.run() == NDArray(shape: [1, 1, 2, 2], elements: [4, 6, 8, 10]))
        let old = OnnxModel(
            version: 9, input: [1, 1, 1, 4], "Slice",
            [.integers("starts", [1]), .integers("ends", [3]), .integers("axes", [3])])
        #expect(try old.run().elements == [1, 2])
    }

    @Test(arguments: [11, 13, 18])
    func splitMakesOneSlicePerOutput(version: Int) throws {
        var model = OnnxModel([.make("Split", ["x"], ["y", "z"], [.integer("axis", 1)])])
        model.version = version
        model.input = [1, 4, 1, 1]
        model.outputs = ["z"]
        #expect(try model.run().elements == [2, 3])
        model.nodes = [.make("Split", ["x", "sizes"], ["y", "z"], [.integer("axis", 1)])]
        model.initialisers = [.integers("sizes", [1, 3])]
        if version >= 13 { #expect(try model.run().elements == [1, 2, 3]) }
    }

    @Test func gatherOfOnePlaceDropsTheAxisAndOfSeveralKeepsIt() throws {
        let one = OnnxModel(
            input: [1, 1, 2, 2], "Gather", inputs: ["x", "i"], [.integer("axis", 2)], [.scalar("i", -1)])
        #expect(try one.run() == NDArray(shape: [1, 1, 2], elements: [2, 3]))
        let several = OnnxModel(
            input: [1, 1, 2, 2], "Gather", inputs: ["x", "i"], [.integer("axis", 3)], [.integers("i", [1, 0])])
        #expect(try several.run() == NDArray(shape: [1, 1, 2, 2], elements: [1, 0, 3, 2]))
    }

    @Test(arguments: [([0, -1], [1, 8]), ([2, -1, 0], [2, 2, 2])] as [([Int64], [Int])])
    func reshapeKeepsSizesForZeroAndComputesOneForMinusOne(sizes: [Int64], expected: [Int]) throws {
        let model = OnnxModel(
            input: [1, 2, 2, 2], "Reshape", inputs: ["x", "sizes"], [], [.integers("sizes", sizes)])
        #expect(try model.run().shape == expected)
    }

    @Test(arguments: [11, 13])
    func axesAreReadFromWhereTheVersionHasThem(version: Int) throws {
        func shape(_ type: String, _ axes: [Int64]) throws -> [Int] {
            let model =
                version < 13
                ? OnnxModel(version: version, input: [1, 2, 2, 2], type, [.integers("axes", axes)])
                : OnnxModel(
                    version: version, input: [1, 2, 2, 2], type, inputs: ["x", "axes"], [], [.integers("axes", axes)])
            return try model.run().shape
        }
        #expect(try shape("Squeeze", [-4]) == [2, 2, 2])
        #expect(try shape("Unsqueeze", [-1, 0]) == [1, 1, 2, 2, 2, 1])
        #expect(try OnnxModel(version: version, input: [1, 2, 2, 1], "Squeeze").run().shape == [2, 2])
    }

    @Test(arguments: [(0, [1, 8]), (1, [1, 8]), (2, [2, 4]), (-1, [4, 2]), (4, [8, 1])] as [(Int64, [Int])])
    func flattenJoinsAxesBeforeAndBehind(axis: Int64, expected: [Int]) throws {
        #expect(try OnnxModel(input: [1, 2, 2, 2], "Flatten", [.integer("axis", axis)]).run().shape == expected)
    }

    @Test func transposeReversesWhereNoOrderIsGiven() throws {
        #expect(try OnnxModel(input: [1, 1, 2, 3], "Transpose").run().shape == [3, 2, 1, 1])
    }

    @Test func padAddsConstantsOnlyWhereTheAxesSay() throws {
        let model = OnnxModel(
            version: 18, input: [1, 1, 1, 1], "Pad", inputs: ["x", "pads", "value", "axes"], [],
            [.integers("pads", [1, 0]), .numbers("value", [], [7]), .integers("axes", [-1])])
        #expect(try model.run([3]).elements == [7, 3])
    }

    @Test(
        arguments: [
            // Sampled at ½·i: 0, ½, 1, 1½.
            ("asymmetric", "floor", [0.0, 0, 1, 1]), ("asymmetric", "round_prefer_floor", [0, 0, 1, 1]),
            // Sampled at ½·i − ¼: −¼, ¼, ¾, 1¼.
            ("half_pixel", "round_prefer_floor", [0, 0, 1, 1]), ("half_pixel", "linear", [0, 0.25, 0.75, 1]),
            // Sampled at i/3.
            ("align_corners", "linear", [0, 1.0 / 3, 2.0 / 3, 1]),
        ] as [(String, String, [Double])])
    func resizeSamplesWhereTheFileSays(coordinates: String, mode: String, expected: [Double]) throws {
        let modes: [Onnx_AttributeProto] =
            mode == "linear" ? [.text("mode", mode)] : [.text("mode", "nearest"), .text("nearest_mode", mode)]
        let attributes = modes + [.text("coordinate_transformation_mode", coordinates)]
        let scales = OnnxModel(
            input: [1, 1, 1, 2], "Resize", inputs: ["x", "", "scales"], attributes,
            [.numbers("scales", [4], [1, 1, 1, 2])])
        for (element, wanted) in zip(try scales.run().elements, expected) { #expect(abs(element - wanted) < 1e-12) }
        let sizes = OnnxModel(
            input: [1, 1, 1, 2], "Resize", inputs: ["x", "", "", "sizes"], attributes,
            [.integers("sizes", [1, 1, 1, 4])])
        #expect(try sizes.run() == scales.run())
    }

    @Test func upsampleTakesItsScalesFromWhereItsVersionHasThem() throws {
        let old = OnnxModel(version: 7, input: [1, 1, 1, 2], "Upsample", [.numbers("scales", [1, 1, 1, 2])])
        #expect(try old.run().elements == [0, 0, 1, 1])
        let new = OnnxModel(
            version: 9, input: [1, 1, 1, 2], "Upsample", inputs: ["x", "s"], [.text("mode", "linear")],
            [.numbers("s", [4], [1, 1, 1, 2])])
        #expect(try new.run().elements == [0, 0.5, 1, 1])
    }

    @Test func shapesThatTheFileComputesAreKnownAtLoad() throws {
        // Reshape x to [shape(x)[0], 2 · shape(x)[2], −1].
        var model = OnnxModel([
            .make("Shape", ["x"], ["shape"]), .make("Gather", ["shape", "zero"], ["n"]),
            .make("Gather", ["shape", "two"], ["h"]), .make("Mul", ["h", "two"], ["h2"]),
            .make("Cast", ["h2"], ["h2f"], [.integer("to", 1)]), .make("Floor", ["h2f"], ["floor"]),
            .make("Cast", ["floor"], ["h3"], [.integer("to", 7)]), .make("Unsqueeze", ["n", "first"], ["n1"]),
            .make("Unsqueeze", ["h3", "first"], ["h1"]),
            .make("Constant", [], ["rest"], [.integers("value_ints", [-1])]),
            .make("Concat", ["n1", "h1", "rest"], ["sizes"], [.integer("axis", 0)]),
            .make("Reshape", ["x", "sizes"], ["y"]),
        ])
        model.input = [1, 3, 2, 4]
        model.initialisers = [.scalar("zero", 0), .scalar("two", 2), .integers("first", [0])]
        let graph = try model.graph()
        #expect(graph.nodes.map(\.operation) == [.reshape([1, 4, 6])])
    }

    @Test func weightsThatTheFileTransposesAreFolded() throws {
        var model = OnnxModel([
            .make("Transpose", ["w"], ["wt"], [.integers("perm", [3, 2, 0, 1])]),
            .make("Conv", ["x", "wt"], ["y"]),
        ])
        model.input = [1, 2, 1, 1]
        // Height, width, inputs, outputs: as TensorFlow keeps them.
        model.initialisers = [.numbers("w", [1, 1, 2, 1], [10, 1])]
        #expect(try model.graph().nodes.count == 1)
        #expect(try model.run().elements == [1])
    }

    @Test func passThroughNodesLeaveNoTrace() throws {
        var model = OnnxModel([
            .make("Identity", ["x"], ["a"]), .make("Dropout", ["a"], ["b"], [.number("ratio", 0.5)]),
            .make("Cast", ["b"], ["c"], [.integer("to", 10)]), .make("Relu", ["c"], ["y"]),
        ])
        #expect(try model.graph().nodes.map(\.operation) == [.activation(.relu)])
        model.nodes.removeLast()
        model.outputs = ["c"]
        // An output that is the input is copied, so that it has a value of its own.
        let graph = try model.graph()
        #expect(graph.nodes.map(\.operation) == [.reshape([1, 1, 2, 2])])
        #expect(graph.outputs.map { graph.values[$0].name } == ["c"])
    }
}
