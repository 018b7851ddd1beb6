internal import VigieCore

/// The family whose outputs have the shapes of a network's.
struct FamilyGuess {
    let family: String
    let classCount: Int
    /// The manifest's `decode`.
    let decode: OrderedJSON

    private static let fourLevels = [8, 16, 32, 64]
    private static let threeLevels = [8, 16, 32]
    private static let bins = 8

    /// - Parameters:
    ///   - outputs: `[1, rows, channels]`, or `[1, channels, height, width]`.
    ///   - width, height: of the input.
    init?(outputs: [(name: String, shape: [Int])], width: Int, height: Int) {
        let input = InputSpecification(width: width, height: height, order: .rgb, resize: .stretch)
        func cells(_ strides: [Int]) -> [Int] { Grid.levels(strides: strides, input: input).map(\.count) }
        let four = cells(Self.fourLevels)
        let sides = 4 * Self.bins
        let rows = outputs.compactMap { $0.shape.count == 3 && $0.shape[0] == 1 ? $0.shape[1] : nil }
        let channels = outputs.compactMap(\.shape.last)
        let names = outputs.map { OrderedJSON.text($0.name) }

        if rows == [four.reduce(0, +)], channels[0] > sides {
            (family, classCount) = ("nanodet-plus", channels[0] - sides)
            decode = Self.distribution(centre: "0", [("output", names[0])])
        } else if rows == [cells(Self.threeLevels).reduce(0, +)], channels[0] > 5 {
            (family, classCount) = ("yolox", channels[0] - 5)
            decode = Self.rule("yolox", [("strides", Self.numbers(Self.threeLevels)), ("output", names[0])])
        } else if rows == four + four, Set(channels[..<4]).count == 1, channels[4...].allSatisfy({ $0 == sides }) {
            (family, classCount) = ("picodet", channels[0])
            decode = Self.distribution(
                centre: "0.5", [("scores", .list(Array(names[..<4]))), ("boxes", .list(Array(names[4...])))])
        } else if outputs.count == 1, outputs[0].shape.count == 4, outputs[0].shape[1] > 5,
            let stride = Self.stride(of: outputs[0].shape, width: width, height: height)
        {
            (family, classCount) = ("fastestdet", outputs[0].shape[1] - 5)
            decode = Self.rule("fastestdet", [("stride", .number(stride)), ("output", names[0])])
        } else if rows.count == 2, rows[0] == rows[1], let boxes = channels.lastIndex(of: 4) {
            (family, classCount) = ("ssd", channels[1 - boxes])
            decode = Self.rule(
                "ssd",
                [
                    ("scores", names[1 - boxes]), ("boxes", names[boxes]),
                    ("scale_factors", Self.numbers([10, 10, 5, 5])), ("anchors", .null),
                ])
        } else {
            return nil
        }
    }

    private static func distribution(centre: String, _ outputs: [(String, OrderedJSON)]) -> OrderedJSON {
        rule(
            "distribution",
            [("strides", numbers(fourLevels)), ("bins", .number(bins)), ("centre", .literal(centre))] + outputs)
    }

    private static func rule(_ name: String, _ members: [(String, OrderedJSON)]) -> OrderedJSON {
        .object([("rule", .text(name))] + members)
    }

    private static func numbers(_ values: [Int]) -> OrderedJSON { .list(values.map(OrderedJSON.number)) }

    private static func stride(of shape: [Int], width: Int, height: Int) -> Int? {
        let stride = width / shape[3]
        return stride * shape[3] == width && stride * shape[2] == height ? stride : nil
    }
}
