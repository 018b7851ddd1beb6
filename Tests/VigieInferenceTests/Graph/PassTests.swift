import Testing

@testable import VigieInference

/// Each pass alone: what it changes, what it leaves, and that the numbers stay.
struct PassTests {
    private let window = Window(height: 3, width: 3, padding: Padding(top: 1, left: 1, bottom: 1, right: 1))

    /// A 3×3 convolution of 2 channels to 3, with scattered weights.
    private func convolve(
        _ graph: inout Graph, _ x: Graph.ValueID, _ convolution: Convolution? = nil, bias: Bool = true
    ) -> Graph.ValueID {
        let weights = graph.addConstant("w", .scattered([3, 2, 3, 3]))
        let operation = VigieInference.Operation.convolution(convolution ?? Convolution(window: window))
        return bias
            ? graph.add(operation, x, weights, graph.addConstant("b", .counting([3])))
            : graph.add(operation, x, weights)
    }

    // MARK: - Constants

    @Test func operatorsOnConstantsAreComputed() throws {
        var graph = try Graph.test(input: [2]) { graph, x in
            let row = graph.addConstant("a", Tensor(shape: [1, 2], elements: [1, 2]))
            let sum = graph.add(.binary(.add), row, graph.number(10))
            let moved = graph.add(.reshape([2]), graph.add(.transpose([1, 0]), sum))
            return graph.add(.binary(.multiply), x, moved)
        }
        graph.foldConstants()
        #expect(graph.operations == [.binary(.multiply)])
        #expect(graph.constants[graph.nodes[0].inputs[1]] == Tensor(shape: [2], elements: [11, 12]))
    }

    @Test func constantsThatWouldNotBeFiniteStayNodes() throws {
        var graph = try Graph.test(input: [1]) { graph, x in
            graph.add(.binary(.multiply), x, graph.add(.binary(.divide), graph.number(1), graph.number(0)))
        }
        graph.foldConstants()
        #expect(graph.operations == [.binary(.divide), .binary(.multiply)])
    }

    @Test func joinedAndSlicedConstantsAgreeWithTheOracle() throws {
        let graph = try Graph.test(input: [2, 1, 2]) { graph, x in
            let parts = [Tensor.counting([2, 1, 2]), .scattered([2, 2, 2])].map { graph.addConstant("c", $0) }
            let slice = graph.add(
                .slice(axis: 1, start: 0, end: 3, step: 2), graph.add(.concat(axis: 1), parts[0], parts[1]))
            return graph.add(.binary(.subtract), x, slice)
        }
        var folded = graph
        folded.foldConstants()
        #expect(folded.nodes.count == 1)
        #expect(largestDifference(graph, folded) == 0)
    }

    // MARK: - Identities

    @Test func whatChangesNothingIsDropped() throws {
        var graph = try Graph.test(input: [1, 2, 2, 2]) { graph, x in
            var value = graph.add(.reshape([1, 2, 2, 2]), x)
            value = graph.add(.transpose([0, 1, 2, 3]), value)
            value = graph.add(.slice(axis: 1, start: 0, end: 2, step: 1), value)
            value = graph.add(.pad(before: [0, 0, 0, 0], after: [0, 0, 0, 0], value: 1), value)
            value = graph.add(.resize(Resize(mode: .linear, coordinates: .halfPixel, height: 2, width: 2)), value)
            value = graph.add(.activation(.none), graph.add(.concat(axis: 0), value))
            return graph.add(.activation(.relu), value)
        }
        graph.removeIdentities()
        #expect(graph.operations == [.activation(.relu)])
        #expect(graph.nodes[0].inputs == graph.inputs)
    }

    @Test func anOutputThatRepeatsTheInputKeepsItsNode() throws {
        var graph = try Graph.test(input: [2]) { graph, x in graph.add(.reshape([2]), x) }
        graph.simplify()
        #expect(graph.operations == [.reshape([2])])
    }

    @Test func swappedAxesOfEqualSizeAreNoIdentity() throws {
        var graph = try Graph.test(input: [2, 2]) { graph, x in
            graph.add(.activation(.relu), graph.add(.transpose([1, 0]), x))
        }
        graph.removeIdentities()
        #expect(graph.nodes.count == 2)
    }

    // MARK: - Activations

    @Test(arguments: [false, true])
    func siluIsRecognised(swapped: Bool) throws {
        let graph = try Graph.test(input: [9]) { graph, x in
            let gate = graph.add(.activation(.sigmoid), x)
            return swapped ? graph.add(.binary(.multiply), gate, x) : graph.add(.binary(.multiply), x, gate)
        }
        try expectRecognised(graph, .silu)
    }

    @Test func hardSwishIsRecognisedHoweverItIsSpelt() throws {
        func clipped(_ graph: inout Graph, _ x: Graph.ValueID) -> Graph.ValueID {
            graph.add(.activation(.clip(min: 0, max: 6)), graph.add(.binary(.add), x, graph.number(3)))
        }
        try expectRecognised(
            .test(input: [65]) { graph, x in
                graph.add(.binary(.divide), graph.add(.binary(.multiply), x, clipped(&graph, x)), graph.number(6))
            }, .hardSwish)
        try expectRecognised(
            .test(input: [65]) { graph, x in
                let sixth = graph.number(1 / 6)
                return graph.add(.binary(.multiply), sixth, graph.add(.binary(.multiply), clipped(&graph, x), x))
            }, .hardSwish)
        try expectRecognised(
            .test(input: [65]) { graph, x in
                graph.add(.binary(.multiply), x, graph.add(.binary(.divide), clipped(&graph, x), graph.number(6)))
            }, .hardSwish)
        try expectRecognised(
            .test(input: [65]) { graph, x in
                graph.add(.binary(.multiply), graph.add(.activation(.hardSigmoid(alpha: 0.1666667, beta: 0.5)), x), x)
            }, .hardSwish)
        try expectRecognised(
            .test(input: [65]) { graph, x in graph.add(.binary(.divide), clipped(&graph, x), graph.number(6)) },
            .hardSigmoid(alpha: 1 / 6, beta: 0.5))
    }

    @Test func gatesOfOtherValuesAreLeft() throws {
        var graph = try Graph.test(input: [2]) { graph, x in
            let other = graph.add(.activation(.tanh), x)
            return graph.add(.binary(.multiply), x, graph.add(.activation(.sigmoid), other))
        }
        graph.simplify()
        #expect(graph.operations == [.activation(.tanh), .activation(.sigmoid), .binary(.multiply)])
    }

    /// The longest intermediate result of x in −4…4 is 28, which fp32 holds to 2⁻²⁰; constants like 1/6 add as much.
    private func expectRecognised(
        _ graph: Graph, _ activation: Activation, sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        var simple = graph
        simple.recogniseActivations()
        simple.removeUnused()
        #expect(simple.operations == [.activation(activation)], sourceLocation: sourceLocation)
        #expect(largestDifference(graph, simple) < 0x1p-19, sourceLocation: sourceLocation)
    }

    // MARK: - Convolutions

    @Test func activationsMoveIntoTheConvolutionThatAloneTheyRead() throws {
        let graph = try Graph.test(input: [1, 2, 4, 4]) { graph, x in
            graph.add(.activation(.hardSwish), convolve(&graph, x))
        }
        var simple = graph
        simple.fuseActivations()
        #expect(simple.operations == [.convolution(Convolution(window: window, activation: .hardSwish))])
        #expect(largestDifference(graph, simple) == 0)
    }

    @Test func activationsStayWhereTheConvolutionIsReadElsewhere() throws {
        var shared = try Graph.test(input: [1, 2, 4, 4]) { graph, x in
            let picture = convolve(&graph, x)
            return graph.add(.binary(.add), picture, graph.add(.activation(.relu), picture))
        }
        shared.fuseActivations()
        #expect(shared.nodes.count == 3)
        var exported = try Graph.test(input: [1, 2, 4, 4]) { graph, x in
            graph.add(.activation(.relu), convolve(&graph, x))
        }
        exported.outputs.append(exported.nodes[0].output)
        exported.fuseActivations()
        #expect(exported.nodes.count == 2)
    }

    @Test(arguments: [false, true])
    func factorsAndTermsMoveIntoWeightsAndBias(bias: Bool) throws {
        let perChannel = Tensor(shape: [3, 1, 1], elements: [0.5, -2, 4])
        let graph = try Graph.test(input: [1, 2, 4, 4]) { graph, x in
            var value = convolve(&graph, x, bias: bias)
            value = graph.add(.binary(.multiply), value, graph.addConstant("f", perChannel))
            value = graph.add(
                .binary(.add), graph.addConstant("t", Tensor(shape: [1, 3, 1, 1], elements: [1, 2, 3])), value)
            value = graph.add(.binary(.divide), value, graph.number(2))
            return graph.add(.activation(.relu), graph.add(.binary(.subtract), value, graph.number(1)))
        }
        var simple = graph
        simple.simplify()
        #expect(simple.operations == [.convolution(Convolution(window: window, activation: .relu))])
        // Powers of two and small whole numbers: exact.
        #expect(largestDifference(graph, simple) == 0)
    }

    @Test func factorsThatDifferByPlaceStay() throws {
        for shape in [[4], [1, 3, 1, 4], [4, 1]] {
            var graph = try Graph.test(input: [1, 2, 4, 4]) { graph, x in
                graph.add(.binary(.multiply), convolve(&graph, x), graph.addConstant("f", .counting(shape)))
            }
            graph.foldFactorsAndTerms()
            #expect(graph.nodes.count == 2)
        }
        // A constant on the left is no divisor.
        var graph = try Graph.test(input: [1, 2, 4, 4]) { graph, x in
            graph.add(.binary(.divide), graph.number(1), convolve(&graph, x))
        }
        graph.foldFactorsAndTerms()
        #expect(graph.nodes.count == 2)
    }

    @Test func foldedWeightsThatBecomeTinyBecomeZero() throws {
        var graph = try Graph.test(input: [1, 2, 4, 4]) { graph, x in
            graph.add(.binary(.multiply), convolve(&graph, x), graph.number(0x1p-126))
        }
        graph.foldFactorsAndTerms()
        let weights = try #require(graph.constants[graph.nodes[0].inputs[1]])
        #expect(weights.elements.allSatisfy { !$0.isSubnormal })
    }

    // MARK: - Padding

    @Test func zerosAroundAConvolutionBecomeItsPadding() throws {
        let graph = try Graph.test(input: [1, 2, 3, 3]) { graph, x in
            convolve(&graph, graph.add(.pad(before: [0, 0, 1, 2], after: [0, 0, 0, 1], value: 0), x))
        }
        var simple = graph
        simple.simplify()
        #expect(simple.nodes.count == 1)
        #expect(largestDifference(graph, simple) == 0)
    }

    @Test(arguments: [(false, Padding()), (true, Padding(top: 1))])
    func zerosAroundAMeanPoolAreCountedAsBefore(countsPadding: Bool, padding: Padding) throws {
        let graph = try Graph.test(input: [1, 2, 3, 3]) { graph, x in
            let padded = graph.add(.pad(before: [0, 0, 0, 1], after: [0, 0, 1, 0], value: 0), x)
            let window = Window(height: 2, width: 2, padding: padding)
            return graph.add(.averagePool(window, countsPadding: countsPadding), padded)
        }
        var simple = graph
        simple.simplify()
        #expect(simple.nodes.count == 1)
        #expect(largestDifference(graph, simple) == 0)
    }

    @Test func paddingThatIsMoreThanZerosStays() throws {
        let uncounted = VigieInference.Operation.averagePool(
            Window(height: 2, width: 2, padding: Padding(top: 1)), countsPadding: false)
        let maximum = VigieInference.Operation.maxPool(Window(height: 2, width: 2))
        for (operation, value, channels) in [(uncounted, Float(0), 0), (maximum, 0, 0), (maximum, 1, 0)] {
            var graph = try Graph.test(input: [1, 2, 3, 3]) { graph, x in
                let before = [0, channels, 1, 1]
                return graph.add(operation, graph.add(.pad(before: before, after: before, value: value), x))
            }
            graph.foldPadding()
            graph.removeUnused()
            #expect(graph.nodes.count == 2)
        }
    }

    // MARK: - Unused

    @Test func whatNoOutputNeedsIsDropped() throws {
        var graph = try Graph.test(input: [2]) { graph, x in
            let kept = graph.add(.activation(.relu), x)
            _ = graph.add(.binary(.add), graph.add(.activation(.exp), kept), graph.number(1))
            return kept
        }
        graph.removeUnused()
        #expect(graph.operations == [.activation(.relu)])
        #expect(graph.constants.isEmpty)
    }
}
