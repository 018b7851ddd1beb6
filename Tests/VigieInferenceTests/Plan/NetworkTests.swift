import Testing
import VigieCore

@testable import VigieInference

/// Small networks with what is hard to lay out, by every engine and instruction set.
struct NetworkCase: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let input: [Int]
    let body: @Sendable (inout Graph, Graph.ValueID) -> Graph.ValueID

    func graph() throws -> Graph { try Graph.test(input: input, body) }

    static let all = [shuffled, padded, focus, headed, grouped]

    private static func convolve(
        _ graph: inout Graph, _ x: Graph.ValueID, _ shape: [Int], groups: Int = 1, stride: Int = 1
    ) -> Graph.ValueID {
        var weights = Tensor.scattered(shape)
        for index in weights.elements.indices { weights.elements[index] /= 16 }
        let padding = shape[2] / 2
        let window = Window(
            height: shape[2], width: shape[3], strideY: stride, strideX: stride,
            padding: Padding(top: padding, left: padding, bottom: padding, right: padding))
        let y = graph.add(
            .convolution(Convolution(window: window, groups: groups)), x, graph.addConstant("w", weights),
            graph.addConstant("b", .scattered([shape[0]])))
        return graph.add(.activation(.leakyRelu(slope: 0.1)), y)
    }

    /// Channel shuffles whose halves go on, as in ShuffleNet: one half is read in parts, one is moved on.
    private static let shuffled = NetworkCase(testDescription: "shuffled", input: [1, 3, 10, 14]) { graph, x in
        var value = convolve(&graph, x, [20, 3, 3, 3], stride: 2)
        for _ in 0..<3 {
            let left = graph.add(.slice(axis: 1, start: 0, end: 10, step: 1), value)
            var right = graph.add(.slice(axis: 1, start: 10, end: 20, step: 1), value)
            right = convolve(&graph, right, [10, 10, 1, 1])
            right = convolve(&graph, right, [10, 1, 3, 3], groups: 10)
            let joined = graph.add(.concat(axis: 1), left, right)
            let split = graph.add(.transpose([0, 2, 1, 3]), graph.add(.reshape([1, 2, 10, 35]), joined))
            value = graph.add(.reshape([1, 20, 5, 7]), split)
        }
        return convolve(&graph, value, [4, 20, 3, 3])
    }

    /// Channels that are no multiple of a vector, added, pooled and resized.
    private static let padded = NetworkCase(testDescription: "padded", input: [1, 3, 9, 7]) { graph, x in
        let a = convolve(&graph, x, [37, 3, 3, 3])
        let b = graph.add(.binary(.add), convolve(&graph, a, [37, 37, 1, 1]), a)
        let small = graph.add(
            .maxPool(
                Window(
                    height: 3, width: 3, strideY: 2, strideX: 2, padding: Padding(top: 1, left: 1, bottom: 1, right: 1))
            ), b)
        let large = graph.add(.resize(Resize(mode: .linear, coordinates: .halfPixel, height: 9, width: 7)), small)
        let gate = graph.add(.activation(.hardSigmoid(alpha: 0.2, beta: 0.5)), graph.add(.globalAveragePool, b))
        return graph.add(.concat(axis: 1), graph.add(.binary(.multiply), large, gate), b)
    }

    private static let focus = NetworkCase(testDescription: "focus", input: [1, 3, 8, 12]) { graph, x in
        let parts = [(0, 0), (1, 0), (0, 1), (1, 1)].map { y, left in
            graph.add(
                .slice(axis: 3, start: left, end: 12, step: 2), graph.add(.slice(axis: 2, start: y, end: 8, step: 2), x)
            )
        }
        let joined = graph.addNode("join", .concat(axis: 1), inputs: parts, output: "joined")
        return convolve(&graph, joined, [16, 12, 3, 3])
    }

    /// Scores and boxes of one convolution, row-major at the end.
    private static let headed = NetworkCase(testDescription: "headed", input: [1, 3, 6, 6]) { graph, x in
        let y = convolve(&graph, convolve(&graph, x, [24, 3, 3, 3]), [25, 24, 1, 1])
        let scores = graph.add(.activation(.sigmoid), graph.add(.slice(axis: 1, start: 0, end: 17, step: 1), y))
        let joined = graph.add(.concat(axis: 1), scores, graph.add(.slice(axis: 1, start: 17, end: 25, step: 1), y))
        return graph.add(
            .softmax(axis: 2), graph.add(.transpose([0, 2, 1]), graph.add(.reshape([1, 25, 36]), joined)))
    }

    private static let grouped = NetworkCase(testDescription: "grouped", input: [1, 3, 7, 5]) { graph, x in
        convolve(&graph, convolve(&graph, x, [12, 3, 1, 1]), [21, 4, 3, 3], groups: 3, stride: 2)
    }
}

@Suite struct NetworkTests {
    private let scale: [Float] = [100, 90, 103.53, 64, 57.375, 58.395]

    private func run(_ graph: Graph, _ engine: Engine, _ set: InstructionSet, bytes: Bool = false) throws -> [[Float]] {
        let network = try Network(graph: graph, engine: engine, instructionSet: set, file: "test")
        let pixels = (0..<network.input.count).map { UInt8(truncatingIfNeeded: $0 &* 37 &+ 11) }
        if bytes {
            pixels.withUnsafeBufferPointer { pixels in scale.withUnsafeBufferPointer { network.run(pixels, scale: $0) }
            }
        } else {
            for (index, pixel) in pixels.enumerated() {
                network.input[index] = (Float(pixel) - scale[index % 3]) / scale[3 + index % 3]
            }
            network.run()
        }
        return (0..<network.outputCount).map { Array(network.output($0)) }
    }

    @Test(arguments: NetworkCase.all)
    func everyInstructionSetGivesTheSpecificationsBits(network: NetworkCase) throws {
        let graph = try network.graph()
        let expected = try run(graph, .scalar, .scalar)
        for set in InstructionSet.available {
            #expect(try run(graph, .simd, set).map { $0.map(\.bitPattern) } == expected.map { $0.map(\.bitPattern) })
        }
    }

    @Test(arguments: NetworkCase.all)
    func aPictureOfBytesGivesTheBitsOfItsNumbers(network: NetworkCase) throws {
        let graph = try network.graph()
        for set in InstructionSet.available {
            #expect(try run(graph, .simd, set) == run(graph, .simd, set, bytes: true))
        }
        #expect(try run(graph, .blas, .best) == run(graph, .blas, .best, bytes: true))
    }

    @Test(arguments: NetworkCase.all)
    func resultsAreTheDefinitionsWithinRounding(network: NetworkCase) throws {
        let graph = try network.graph()
        let (height, width) = (network.input[2], network.input[3])
        var input = Tensor.counting(network.input)
        for place in 0..<height * width {
            for channel in 0..<3 {
                let byte = UInt8(truncatingIfNeeded: (place * 3 + channel) &* 37 &+ 11)
                input.elements[channel * height * width + place] = (Float(byte) - scale[channel]) / scale[3 + channel]
            }
        }
        let exact = GraphReference(graph: graph).run([input])[0]
        for (engine, bound) in [(Engine.scalar, 1e-4), (.blas, 1e-4)] {
            let result = try run(graph, engine, .best)[0]
            let worst = zip(result, exact.elements).map { abs(Double($0) - $1) / (1 + abs($1)) }.max() ?? 0
            #expect(worst < bound, "\(engine)")
        }
    }

    @Test func aForcedInstructionSetThatIsNotThereIsAnError() {
        let error = #expect(throws: InstructionSetError.self) { try InstructionSet(named: "avx9") }
        #expect(error?.exitCode == .usage && error?.description.contains("scalar") == true)
    }
}
