import Testing

@testable import VigieInference

/// Passes that move work into convolutions: what they change, what they leave, and that the numbers stay.
@Suite struct FusionTests {
    private let pointwise = VigieInference.Operation.convolution(Convolution(window: Window(height: 1, width: 1)))

    private func weights(_ graph: inout Graph, _ shape: [Int]) -> Graph.ValueID {
        graph.addConstant("w", .scattered(shape))
    }

    private func isConvolution(_ operation: VigieInference.Operation) -> Bool {
        if case .convolution = operation { true } else { false }
    }

    // MARK: - Residuals

    @Test(arguments: [false, true])
    func aSumWithAConvolutionBecomesItsResidual(swapped: Bool) throws {
        let graph = try Graph.test(input: [1, 3, 4, 4]) { graph, x in
            let y = graph.add(.activation(.relu), graph.add(pointwise, x, weights(&graph, [3, 3, 1, 1])))
            return swapped ? graph.add(.binary(.add), x, y) : graph.add(.binary(.add), y, x)
        }
        var fused = graph
        fused.fuseActivations()
        fused.fuseResiduals()
        #expect(fused.nodes.count == 1)
        #expect(largestDifference(graph, fused) < 1e-9)
    }

    @Test func aConvolutionThatIsReadElsewhereKeepsItsOutput() throws {
        var graph = try Graph.test(input: [1, 3, 4, 4]) { graph, x in
            let y = graph.add(pointwise, x, weights(&graph, [3, 3, 1, 1]))
            return graph.add(.binary(.multiply), graph.add(.binary(.add), x, y), y)
        }
        graph.fuseResiduals()
        #expect(graph.nodes.count == 3)
    }

    @Test func aResidualThatIsBroadcastStaysASum() throws {
        var graph = try Graph.test(input: [1, 3, 4, 4]) { graph, x in
            let mean = graph.add(.globalAveragePool, x)
            return graph.add(.binary(.add), graph.add(pointwise, x, weights(&graph, [3, 3, 1, 1])), mean)
        }
        graph.fuseResiduals()
        #expect(graph.nodes.count == 3)
    }

    @Test func ofTwoConvolutionsOneIsTheOthersResidual() throws {
        let graph = try Graph.test(input: [1, 3, 4, 4]) { graph, x in
            let a = graph.add(pointwise, x, weights(&graph, [3, 3, 1, 1]))
            let b = graph.add(pointwise, x, graph.addConstant("v", .counting([3, 3, 1, 1])))
            return graph.add(.binary(.add), a, b)
        }
        var fused = graph
        fused.fuseResiduals()
        #expect(fused.nodes.count == 2)
        #expect(largestDifference(graph, fused) < 1e-9)
    }

    // MARK: - Space to depth

    /// The four phases of a picture's pixels, joined in the order of `phases`, under a convolution.
    private func focus(_ phases: [(y: Int, x: Int)], stride: Int = 1, padding: Int = 1) throws -> Graph {
        try Graph.test(input: [1, 3, 8, 12]) { graph, x in
            let parts = phases.map { phase in
                graph.add(
                    .slice(axis: 3, start: phase.x, end: 12, step: 2),
                    graph.add(.slice(axis: 2, start: phase.y, end: 8, step: 2), x))
            }
            let joined = graph.addNode("join", .concat(axis: 1), inputs: parts, output: "joined")
            let window = Window(
                height: 3, width: 3, strideY: stride, strideX: stride,
                padding: Padding(top: padding, left: padding, bottom: padding, right: padding))
            return graph.add(.convolution(Convolution(window: window)), joined, weights(&graph, [5, 12, 3, 3]))
        }
    }

    @Test(arguments: [(1, 1), (2, 1), (1, 0)])
    func aFocusBecomesALargerWindow(stride: Int, padding: Int) throws {
        let graph = try focus([(0, 0), (1, 0), (0, 1), (1, 1)], stride: stride, padding: padding)
        var folded = graph
        folded.foldSpaceToDepth()
        folded.removeUnused()
        #expect(folded.nodes.count == 1)
        try folded.inferShapes(file: "test")
        #expect(largestDifference(graph, folded) < 1e-9)
    }

    @Test func theOrderOfAFocusIsItsOwn() throws {
        let graph = try focus([(1, 1), (0, 1), (0, 0), (1, 0)])
        var folded = graph
        folded.foldSpaceToDepth()
        folded.removeUnused()
        #expect(folded.nodes.count == 1)
        #expect(largestDifference(graph, folded) < 1e-9)
    }

    @Test func aFocusThatRepeatsAPhaseStays() throws {
        var graph = try focus([(0, 0), (0, 0), (0, 1), (1, 1)])
        graph.foldSpaceToDepth()
        graph.removeUnused()
        #expect(graph.nodes.count == 10)
    }

    // MARK: - Splitting

    @Test func partsOfAConvolutionWithAnActivationGetTheirOwn() throws {
        let graph = try Graph.test(input: [1, 2, 3, 3]) { graph, x in
            let bias = graph.addConstant("b", .counting([5]))
            let y = graph.add(pointwise, x, weights(&graph, [5, 2, 1, 1]), bias)
            let scores = graph.add(.activation(.sigmoid), graph.add(.slice(axis: 1, start: 0, end: 3, step: 1), y))
            return graph.add(.concat(axis: 1), scores, graph.add(.slice(axis: 1, start: 3, end: 5, step: 1), y))
        }
        var split = graph
        split.simplify()
        #expect(split.operations.filter(isConvolution).count == 2)
        #expect(split.nodes.count == 3)
        #expect(largestDifference(graph, split) < 1e-9)
    }

    @Test func partsThatOverlapShareTheirConvolution() throws {
        var graph = try Graph.test(input: [1, 2, 3, 3]) { graph, x in
            let y = graph.add(pointwise, x, weights(&graph, [5, 2, 1, 1]))
            let scores = graph.add(.activation(.sigmoid), graph.add(.slice(axis: 1, start: 0, end: 3, step: 1), y))
            return graph.add(.concat(axis: 1), scores, graph.add(.slice(axis: 1, start: 2, end: 5, step: 1), y))
        }
        graph.simplify()
        #expect(graph.operations.filter(isConvolution).count == 1)
    }
}
