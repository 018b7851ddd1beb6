import Testing
import VigieInference

/// A small ncnn network: lines of its text behind an input `x`, and the bytes of its weights.
private struct NcnnModel {
    var lines: [String]
    var weights: [UInt8] = []
    var input = [1, 1, 2, 2]

    init(_ lines: String..., weights: [UInt8] = [], input: [Int] = [1, 1, 2, 2]) {
        self.lines = lines
        self.weights = weights
        self.input = input
    }

    func graph(blobs: Int? = nil, magic: String = "7767517") throws -> Graph {
        let made = lines.reduce(1) { $0 + (Int($1.split(separator: " ").dropFirst(3).first ?? "0") ?? 0) }
        let text =
            "\(magic)\n\(lines.count + 1) \(blobs ?? made)\nInput x 0 1 x\n" + lines.map { "\($0)\n" }.joined()
        return try NcnnImporter.load(
            param: Array(text.utf8), bin: weights, paramFile: "t.param", binFile: "t.bin", inputShape: input)
    }

    /// The outputs for an input that counts 0, 1, 2, …
    func run() throws -> [NDArray<Double>] {
        let graph = try graph()
        return GraphReference(graph: graph).run([.counting(input)])
    }

    func failure(sourceLocation: SourceLocation = #_sourceLocation) -> String {
        let error = #expect(throws: ModelError.self, sourceLocation: sourceLocation) { try graph() }
        return error?.description ?? ""
    }
}

extension [UInt8] {
    fileprivate static func singles(_ numbers: Float...) -> [UInt8] {
        numbers.flatMap { number in (0..<4).map { UInt8(truncatingIfNeeded: number.bitPattern >> (8 * $0)) } }
    }
    fileprivate static let singleTag: [UInt8] = [0, 0, 0, 0]
    fileprivate static let halfTag: [UInt8] = [0x47, 0x6B, 0x30, 0x01]
    fileprivate static let byteTag: [UInt8] = [0x38, 0x4B, 0x0D, 0x00]
}

struct NcnnImporterTests {
    @Test func weightsAreReadInEachForm() throws {
        let line = "Convolution c 1 1 x y 0=2 1=1 5=1 6=2"
        let singles = NcnnModel(line, weights: .singleTag + .singles(1.5, -2) + .singles(0.5, 1), input: [1, 1, 1, 1])
        let halves = NcnnModel(line, weights: .halfTag + [0, 0x3E, 0, 0xC0] + .singles(0.5, 1), input: [1, 1, 1, 1])
        let expected = [Tensor(shape: [2, 1, 1, 1], elements: [1.5, -2]), Tensor(shape: [2], elements: [0.5, 1])]
        for model in [singles, halves] {
            let graph = try model.graph()
            #expect(graph.nodes[0].inputs.dropFirst().compactMap { graph.constants[$0] } == expected)
        }
    }

    @Test func wholeNumbersAreDividedByTheirScales() throws {
        // Weights 4 and −6, bytes padded to four; bias; scales 8 and 2; scales of input and output.
        let bytes: [UInt8] = .byteTag + [4, 0xFA, 0, 0] + .singles(0.5, 1) + .singles(8, 2) + .singles(1, 1)
        let model = NcnnModel("Convolution c 1 1 x y 0=2 1=1 5=1 6=2 8=102", weights: bytes, input: [1, 1, 1, 1])
        let graph = try model.graph()
        #expect(graph.constants[graph.nodes[0].inputs[1]]?.elements == [0.5, -3])
    }

    @Test(arguments: [("1", [8, 2], [0.5, -3]), ("2", [2], [2, -3])] as [(String, [Float], [Float])])
    func depthwiseScalesAreOnePerGroupOrOneForAll(code: String, scales: [Float], expected: [Float]) throws {
        var bytes: [UInt8] = .byteTag + [4, 0xFA, 0, 0]
        for scale in scales + [1] { bytes += .singles(scale) }
        let model = NcnnModel(
            "ConvolutionDepthWise c 1 1 x y 0=2 1=1 6=2 7=2 8=\(code)", weights: bytes, input: [1, 2, 1, 1])
        let graph = try model.graph()
        #expect(graph.constants[graph.nodes[0].inputs[1]]?.elements == expected)
    }

    @Test func anInfiniteScaleStandsForAChannelOfZeros() throws {
        let bytes: [UInt8] = .byteTag + [0x81, 0xFA, 0, 0] + .singles(.infinity, 2) + .singles(1)
        let model = NcnnModel("Convolution c 1 1 x y 0=2 1=1 6=2 8=1", weights: bytes, input: [1, 1, 1, 1])
        let graph = try model.graph()
        #expect(graph.constants[graph.nodes[0].inputs[1]]?.elements.map(\.bitPattern) == [0, Float(-3).bitPattern])
    }

    @Test func convolutionTakesPaddingStrideAndActivation() throws {
        let model = NcnnModel(
            "Convolution c 1 1 x y 0=1 1=2 11=1 3=2 4=1 15=0 14=0 6=2 9=2 -23310=1,5.000000e-01",
            weights: .singleTag + .singles(1, -1))
        // Windows at −1…0 and 1…2 do not both fit two pixels: one window, over padding and pixel 0 of each row.
        #expect(try model.run() == [NDArray(shape: [1, 1, 1, 1], elements: [0])])
        let graph = try model.graph()
        let window = Window(height: 1, width: 2, strideY: 2, strideX: 2, padding: Padding(left: 1))
        #expect(
            graph.nodes[0].operation == .convolution(Convolution(window: window, activation: .leakyRelu(slope: 0.5))))
    }

    @Test func blobsSplitIntoSlicesAndJoinAgain() throws {
        let model = NcnnModel(
            "Split s 1 2 x a b", "Slice p 1 3 a p0 p1 p2 -23300=3,1,-233,-233", "Concat c 2 1 p2 p0 y",
            "ReLU r 1 1 b z",
            input: [1, 4, 1, 1])
        let outputs = try model.run()
        // p1 is read by nobody, and so an output: the first.
        #expect(outputs.map(\.elements) == [[1], [2, 3, 0], [0, 1, 2, 3]])
        #expect(try model.graph().outputs.map { try model.graph().values[$0].name } == ["p1", "y", "z"])
    }

    @Test func cropTakesStartsEndsAndAxes() throws {
        let model = NcnnModel(
            "Crop c 1 1 x y -23309=2,1,-2 -23310=2,2,-233 -23311=2,0,2", input: [1, 2, 1, 3])
        #expect(try model.run() == [NDArray(shape: [1, 1, 1, 2], elements: [4, 5])])
    }

    @Test func shuffleDealsChannelsToTheGroups() throws {
        let shuffle = NcnnModel("ShuffleChannel s 1 1 x y 0=2", input: [1, 6, 1, 1])
        #expect(try shuffle.run()[0].elements == [0, 3, 1, 4, 2, 5])
        let back = NcnnModel("ShuffleChannel s 1 1 x a 0=2", "ShuffleChannel t 1 1 a y 0=2 1=1", input: [1, 6, 1, 1])
        #expect(try back.run()[0].elements == [0, 1, 2, 3, 4, 5])
    }

    @Test func reshapeCountsWidthFirstAndKeepsOrComputesSizes() throws {
        #expect(try NcnnModel("Reshape r 1 1 x y 0=-1 1=2", input: [1, 2, 2, 3]).run()[0].shape == [1, 2, 6])
        #expect(try NcnnModel("Reshape r 1 1 x y 0=0 1=-1 2=1", input: [1, 2, 2, 3]).run()[0].shape == [1, 1, 4, 3])
    }

    @Test(arguments: [(1, [2, 4, 3]), (2, [3, 2, 4]), (3, [3, 4, 2]), (4, [4, 2, 3]), (5, [4, 3, 2])])
    func permuteNumbersItsOrdersAsNcnnDoes(code: Int, expected: [Int]) throws {
        #expect(try NcnnModel("Permute p 1 1 x y 0=\(code)", input: [1, 2, 3, 4]).run()[0].shape == [1] + expected)
    }

    @Test func resizingTakesScalesOrSizes() throws {
        let nearest = NcnnModel("Interp i 1 1 x y 0=1 1=1.0 2=2.000000e+00", input: [1, 1, 1, 2])
        #expect(try nearest.run()[0].elements == [0, 0, 1, 1])
        let linear = NcnnModel("Interp i 1 1 x y 0=2 3=1 4=4", input: [1, 1, 1, 2])
        #expect(try linear.run()[0].elements == [0, 0.25, 0.75, 1])
        let aligned = NcnnModel("Interp i 1 1 x y 0=2 3=1 4=3 6=1", input: [1, 1, 1, 2])
        #expect(try aligned.run()[0].elements == [0, 0.5, 1])
    }

    @Test func poolingRoundsUpUnlessTheFileSaysOtherwise() throws {
        let up = NcnnModel("Pooling p 1 1 x y 0=0 1=2 2=2", input: [1, 1, 3, 3])
        #expect(try up.run()[0].elements == [4, 5, 7, 8])
        let down = NcnnModel("Pooling p 1 1 x y 0=1 1=2 2=2 5=1", input: [1, 1, 3, 3])
        #expect(try down.run()[0].elements == [2])
        let whole = NcnnModel("Pooling p 1 1 x y 0=1 4=1", input: [1, 1, 2, 2])
        #expect(try whole.run()[0] == NDArray(shape: [1, 1, 1, 1], elements: [1.5]))
    }

    @Test(
        arguments: [
            ("BinaryOp b 1 1 x y 0=7 1=1 2=1.0", [1, 0]), ("BinaryOp b 1 1 x y 0=3 1=1 2=2.0", [0, 0.5]),
            ("BinaryOp b 2 1 x x y", [0, 2]), ("Eltwise e 2 1 x x y 0=0", [0, 1]),
            ("Clip c 1 1 x y 0=-1.0 1=0.5", [0, 0.5]),
            ("HardSigmoid h 1 1 x y 0=0.25 1=0.5", [0.5, 0.75]), ("HardSwish h 1 1 x y 0=0.25 1=0.5", [0, 0.75]),
            ("Softmax s 1 1 x y 0=0 1=1", [1, 1]), ("Flatten f 1 1 x y", [0, 1]), ("ReLU r 1 1 x y 0=0.1", [0, 1]),
        ] as [(String, [Double])])
    func elementsAreComputed(line: String, expected: [Double]) throws {
        #expect(try NcnnModel(line, input: [1, 1, 1, 2]).run()[0].elements == expected)
    }

    @Test func batchNormIsAFactorAndATerm() throws {
        let model = NcnnModel(
            "BatchNorm b 1 1 x y 0=1", weights: .singles(2) + .singles(1) + .singles(4) + .singles(10),
            input: [1, 1, 1, 2])
        // (x − 1) / 2 · 2 + 10.
        #expect(try model.run()[0].elements == [9, 10])
    }

    // MARK: - Refusals

    @Test(arguments: [
        ("Mystery m 1 1 x y", "m (Mystery, line 4): not supported"), ("ReLU r 1 1 nothing y", "line 4"),
        ("ReLU r 1 1 x x", "blob x exists already"), ("ReLU r 1 1 x y 7=1", "parameter 7"), ("ReLU r 1", "line 4"),
        ("ReLU r 99 1 x y", "line 4"), ("ReLU r -1 1 x y", "line 4"), ("ReLU r 1 1 x y 0=a", "no number"),
        ("ReLU r 1 1 x y 0=nan", "no number"), ("ReLU r 1 1 x y 0", "no key=value"),
        ("ReLU r 1 1 x y -23300=9,1", "count"),
        ("ReLU r 1 1 x y 99=1", "unknown key"), ("ReLU r 1 1 x y -9223372036854775808=0,", "line 4"),
        ("ReLU r 1 1 x y 0=1 0=2", "twice"), ("Convolution c 1 1 x y 0=1 1=1 6=1", "byte 0"),
        ("Convolution c 1 1 x y 0=1 1=1 6=2", "do not fit"),
        ("Convolution c 1 1 x y 0=-1 1=2147483647 6=1", "do not fit"),
        ("Slice s 1 2 x a b -23300=2,-233,9", "cannot slice"), ("Reshape r 1 1 x y 0=7", "cannot make [1, 7]"),
        ("Pooling p 1 1 x y 0=0 1=0", "no size"), ("Interp i 1 1 x y 0=1 1=1.3 2=1.0", "whole pixels"),
        ("Permute p 1 1 x y 0=9", "order"), ("Input z 0 1 z", "one input"),
    ])
    func linesThatCannotBeAreNamed(line: String, expected: String) {
        let message = NcnnModel(line).failure()
        #expect(message.contains(expected), "\(message)")
    }

    @Test func countsAndMagicHaveToBeRight() {
        #expect(
            throws: ModelError.malformed(
                file: "t.param", place: "line 2", reason: "9 blobs are announced and 2 are made")
        ) {
            try NcnnModel("ReLU r 1 1 x y").graph(blobs: 9)
        }
        #expect(throws: ModelError.self) { try NcnnModel("ReLU r 1 1 x y").graph(magic: "7767518") }
        for text in ["", "7767517", "7767517\n", "7767517\n1 1\n", "7767517\n1 x\n"] {
            #expect(throws: ModelError.self) {
                try NcnnImporter.load(
                    param: Array(text.utf8), bin: [], paramFile: "t.param", binFile: "t.bin", inputShape: [1, 1, 2, 2])
            }
        }
    }

    @Test func weightsThatEndTooSoonOrTooLateAreNamedByTheirPlace() {
        let line = "Convolution c 1 1 x y 0=1 1=1 6=1"
        #expect(
            NcnnModel(line, weights: .singleTag + [0]).failure()
                == "t.bin: damaged at byte 4: layer c needs 4 bytes and 1 are left")
        #expect(
            NcnnModel(line, weights: .singleTag + .singles(1, 2)).failure()
                == "t.bin: damaged at byte 8: 4 bytes are left after the last layer")
        #expect(NcnnModel(line, weights: [1, 2, 3, 4] + .singles(1)).failure().contains("unknown tag 0x4030201"))
        #expect(NcnnModel(line, weights: .byteTag + [1, 0, 0, 0]).failure().contains("8=0 does not fit"))
        #expect(NcnnModel(line, weights: .singleTag + .singles(.nan)).failure().contains("not finite"))
        #expect(
            NcnnModel(line + " 8=1", weights: .byteTag + [1, 0, 0, 0] + .singles(0, 1)).failure().contains("scale"))
    }
}
