import Testing
import VigieInference

/// The oracle itself, by cases that a hand can compute.
struct GraphReferenceTests {
    private func apply(_ operation: VigieInference.Operation, _ inputs: Tensor...) throws -> NDArray<Double> {
        var graph = Graph()
        graph.inputs = inputs.enumerated().map { graph.addValue("x\($0)", shape: $1.shape) }
        graph.outputs = [graph.addNode("n", operation, inputs: graph.inputs, output: "y")]
        try graph.inferShapes(file: "test")
        return try #require(GraphReference(graph: graph).run(inputs).first)
    }

    @Test func groupedDilatedConvolutionReadsItsOwnChannels() throws {
        let convolution = Convolution(window: Window(height: 1, width: 2), dilationX: 2, groups: 2, activation: .relu)
        let result = try apply(
            .convolution(convolution), .counting([1, 2, 1, 3]),
            Tensor(shape: [2, 1, 1, 2], elements: [1, 1, -1, 0]), Tensor(shape: [2], elements: [0.5, 0]))
        // 0 + 2 + ½ from channel 0, and relu(−3) from channel 1.
        #expect(result == NDArray(shape: [1, 2, 1, 1], elements: [2.5, 0]))
    }

    @Test func strideAndPaddingMoveTheWindow() throws {
        let window = Window(height: 2, width: 2, strideY: 2, strideX: 2, padding: Padding(top: 1, left: 1))
        #expect(try apply(.maxPool(window), .counting([1, 1, 3, 3])).elements == [0, 2, 6, 8])
        #expect(
            try apply(.averagePool(window, countsPadding: false), .counting([1, 1, 3, 3])).elements == [0, 1.5, 4.5, 6])
        #expect(
            try apply(.averagePool(window, countsPadding: true), .counting([1, 1, 3, 3])).elements == [
                0, 0.75, 2.25, 6,
            ])
    }

    @Test func binaryOperatorsBroadcastBothWays() throws {
        let (row, column) = (Tensor.counting([1, 3]), Tensor.counting([2, 1]))
        #expect(try apply(.binary(.add), row, column).elements == [0, 1, 2, 1, 2, 3])
        #expect(try apply(.binary(.subtract), column, row).elements == [0, -1, -2, 1, 0, -1])
        #expect(try apply(.binary(.multiply), .counting([2, 2]), .counting([2])).elements == [0, 1, 0, 3])
        #expect(try apply(.binary(.divide), row, Tensor(shape: [], elements: [2])).elements == [0, 0.5, 1])
    }

    @Test func elementsMoveWhereTheyShould() throws {
        #expect(
            try apply(.transpose([2, 0, 1]), .counting([1, 2, 3]))
                == NDArray(shape: [3, 1, 2], elements: [0, 3, 1, 4, 2, 5]))
        #expect(try apply(.slice(axis: 1, start: 1, end: 4, step: 2), .counting([1, 4])).elements == [1, 3])
        #expect(try apply(.concat(axis: 1), .counting([2, 1]), .counting([2, 2])).elements == [0, 0, 1, 1, 2, 3])
        #expect(try apply(.pad(before: [0, 1], after: [0, 1], value: 9), .counting([1, 1])).elements == [9, 0, 9])
        #expect(try apply(.reshape([2, 1]), .counting([1, 2])).shape == [2, 1])
        #expect(
            try apply(.globalAveragePool, .counting([1, 2, 2, 2]))
                == NDArray(shape: [1, 2, 1, 1], elements: [1.5, 5.5]))
    }

    @Test func nearestRoundsHalfDownWherePreferred() throws {
        // Three pixels to two, sampled at 0, 1½: floor and half down both take pixel 1; four to two at ½, 2½.
        func resize(_ mode: Resize.Mode, _ from: Int) throws -> [Double] {
            let resize = Resize(mode: mode, coordinates: .halfPixel, height: 1, width: 2)
            return try apply(.resize(resize), .counting([1, 1, 1, from])).elements
        }
        #expect(try resize(.nearestRoundPreferFloor, 4) == [0, 2])
        #expect(try resize(.nearestFloor, 4) == [0, 2])
        // Three to two at ¼ and 1¾.
        #expect(try resize(.nearestRoundPreferFloor, 3) == [0, 2])
        #expect(try resize(.nearestFloor, 3) == [0, 1])
    }

    @Test func linearMixesFourNeighboursAndRepeatsEdges() throws {
        let resize = Resize(mode: .linear, coordinates: .halfPixel, height: 1, width: 4)
        // Rows 0 and 1 meet in the middle: each column is its mean.
        #expect(try apply(.resize(resize), .counting([1, 1, 2, 2])).elements == [1, 1.25, 1.75, 2])
    }

    @Test func softmaxSumsToOneAlongItsAxis() throws {
        let result = try apply(.softmax(axis: 1), Tensor(shape: [1, 2, 2], elements: [0, 1000, 0, -1000]))
        #expect(result.elements == [0.5, 1, 0.5, 0])
    }

    @Test(
        arguments: [
            (.none, -1, -1), (.relu, -1, 0), (.leakyRelu(slope: 0.5), -1, -0.5), (.sigmoid, 0, 0.5),
            (.silu, 0, 0), (.hardSwish, -3, 0), (.hardSwish, 3, 3), (.hardSwish, 1, 4.0 / 6),
            (.hardSigmoid(alpha: 0.5, beta: 0.25), 1, 0.75), (.hardSigmoid(alpha: 0.5, beta: 0.25), 9, 1),
            (.clip(min: -2, max: 2), -3, -2), (.tanh, 0, 0), (.exp, 0, 1),
        ] as [(Activation, Double, Double)])
    func activationsAreAsDefined(activation: Activation, x: Double, expected: Double) {
        #expect(GraphReference.apply(activation, x) == expected)
    }
}
