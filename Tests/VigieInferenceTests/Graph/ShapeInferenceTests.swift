import Testing
import VigieInference

struct ShapeInferenceTests {
    @Test func windowsCountOnlyWholeSteps() throws {
        let window = Window(
            height: 3, width: 3, strideY: 2, strideX: 2, padding: Padding(top: 1, left: 1, bottom: 1, right: 1))
        #expect(try Graph.outputShape(of: .maxPool(window), inputs: [[1, 8, 7, 8]]) == [1, 8, 4, 4])
    }

    @Test(
        arguments: [
            ([.globalAveragePool], [[2, 3]]),
            ([.reshape([4]), .reshape([-1, -2]), .reshape([.max, .max])], [[2]]),
            ([.concat(axis: 1)], [[1, 2], [2, 2]]),
            ([.concat(axis: 2), .slice(axis: 2, start: 0, end: 1, step: 1)], [[1, 2]]),
            ([.slice(axis: 0, start: 1, end: 1, step: 1), .slice(axis: 0, start: 0, end: 3, step: 1)], [[2]]),
            ([.slice(axis: 0, start: 0, end: 1, step: 0), .slice(axis: 0, start: -1, end: 1, step: 1)], [[2]]),
            ([.binary(.add)], [[2, 3], [3, 2]]), ([.binary(.add)], [[2]]),
            ([.transpose([0, 0]), .softmax(axis: 2)], [[1, 1]]),
            ([.pad(before: [-1], after: [0], value: 0), .pad(before: [.max], after: [.max], value: 0)], [[4]]),
            (
                [.resize(Resize(mode: .linear, coordinates: .halfPixel, height: .max, width: .max))],
                [[1, 1, 2, 2]]
            ),
            (
                [
                    .maxPool(Window(height: .max, width: .max)), .maxPool(Window(height: 1, width: 1, strideY: 0)),
                    .maxPool(Window(height: 3, width: 1)),
                    .maxPool(Window(height: 1, width: 1, padding: Padding(top: .max, bottom: .max))),
                ], [[1, 1, 2, 2]]
            ),
            (
                [
                    .convolution(Convolution(window: Window(height: 1, width: 1), dilationY: .max, groups: 1)),
                    .convolution(Convolution(window: Window(height: 1, width: 1), groups: .max)),
                    .convolution(Convolution(window: Window(height: 2, width: 1))),
                ], [[1, 2, 2, 2], [1, 2, 1, 1]]
            ),
        ] as [([VigieInference.Operation], [[Int]])])
    func whatDoesNotFitIsRefused(operations: [VigieInference.Operation], inputs: [[Int]]) {
        for operation in operations {
            #expect(throws: ShapeMismatch.self) { try Graph.outputShape(of: operation, inputs: inputs) }
        }
    }

    @Test func errorsNameTheNode() {
        var graph = Graph()
        graph.inputs = [graph.addValue("x", shape: [1, 2])]
        graph.addNode("head", .reshape([3]), inputs: graph.inputs, output: "y")
        #expect(throws: ModelError.shape(file: "f", node: "head", reason: "cannot make [3] of [1, 2]")) {
            try graph.inferShapes(file: "f")
        }
    }
}
