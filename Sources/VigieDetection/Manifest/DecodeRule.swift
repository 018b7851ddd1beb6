internal import FoundationEssentials

/// How a network's outputs become boxes. docs/models.md has each rule's formulas.
public enum DecodeRule: Sendable, Equatable {
    /// NanoDet-Plus, PicoDet: each side of the box is the mean of a distribution over bins.
    case distribution(DistributionRule)
    case yolox(YoloxRule)
    case fastestDet(FastestDetRule)
    /// Offsets from anchors, as TensorFlow's Object Detection API codes them.
    case ssd(SSDRule)
}

/// Parameters of `DecodeRule.distribution`.
public struct DistributionRule: Sendable, Equatable {
    /// Which outputs hold what.
    public enum Outputs: Sendable, Equatable {
        /// One output: a row per cell, levels one after the other; class scores, then 4 × bins logits.
        case joined(String)
        /// Two outputs a level: class scores, and 4 × bins logits.
        case separate(scores: [String], boxes: [String])
    }

    /// Pixels from cell to cell of each level.
    public let strides: [Int]
    /// Places of each side's distribution: 0, 1, … bins − 1 strides from the centre.
    public let bins: Int
    /// Where in its cell the point lies that the sides are measured from, in strides from the cell's top left along both
    /// axes, 0…1: 0 for NanoDet-Plus, 0.5 for PicoDet.
    public let centre: Float
    /// The outputs that hold scores and distributions, by their names in the model's file.
    public let outputs: Outputs
}

/// Parameters of `DecodeRule.yolox`.
public struct YoloxRule: Sendable, Equatable {
    /// Pixels of the input from cell to cell of each level, finest first.
    public let strides: [Int]
    /// A row per cell, levels one after the other: x, y, log w, log h, objectness, class scores.
    public let output: String
}

/// Parameters of `DecodeRule.fastestDet`.
public struct FastestDetRule: Sendable, Equatable {
    /// Pixels of the input from cell to cell; there is one level.
    public let stride: Int
    /// A row per cell: objectness, x, y, w, h, class scores.
    public let output: String
}

/// Parameters of `DecodeRule.ssd`.
public struct SSDRule: Sendable, Equatable {
    /// `[anchors, classes]`: probabilities, without a column for the background.
    public let scores: String
    /// `[anchors, 4]`: ty, tx, th, tw.
    public let boxes: String
    /// By which ty, tx, th, tw were multiplied in training.
    public let scaleFactors: [Float]
    /// How the anchors lie that `boxes` are coded against; they follow each other like the outputs' rows.
    public let anchors: AnchorRule
}

/// Parameters of SSD's anchors: `ssd_anchor_generator` of TensorFlow's Object Detection API.
public struct AnchorRule: Sendable, Equatable {
    /// Nominal pixels from cell to cell; a level has ⌈side / stride⌉ cells a side.
    public let strides: [Int]
    /// The scale of the finest and of the coarsest level, as a share of the picture's shorter side.
    public let minimumScale, maximumScale: Float
    /// Width over height.
    public let aspectRatios: [Float]
    /// Of one more anchor, whose scale lies between this level's and the next's; nil for none.
    public let interpolatedAspectRatio: Float?
    /// Whether the finest level has three anchors only: scale 0.1, and ratios 2 and 0.5.
    public let reducesLowestLevel: Bool
}

/// What a network's outputs become, as the key `decode` of a manifest says.
enum OutputRule: Decodable {
    case boxes(DecodeRule)
    case heatmaps(HeatmapRule)

    private enum Name: String, Decodable { case distribution, yolox, fastestdet, ssd, heatmaps }
    private enum NameKey: String, CodingKey { case rule }

    /// Reads the rule that the key `rule` names, from the same object.
    ///
    /// - Throws: `DecodingError` where no known rule is named, and what the rule's own initialiser throws.
    init(from decoder: any Decoder) throws {
        switch try decoder.container(keyedBy: NameKey.self).decode(Name.self, forKey: .rule) {
        case .distribution: self = .boxes(.distribution(try DistributionRule(from: decoder)))
        case .yolox: self = .boxes(.yolox(try YoloxRule(from: decoder)))
        case .fastestdet: self = .boxes(.fastestDet(try FastestDetRule(from: decoder)))
        case .ssd: self = .boxes(.ssd(try SSDRule(from: decoder)))
        case .heatmaps: self = .heatmaps(try HeatmapRule(from: decoder))
        }
    }
}

extension DistributionRule: Decodable {
    private enum CodingKeys: String, CodingKey, CaseIterable { case rule, strides, bins, centre, output, scores, boxes }

    /// Reads the rule's parameters: `strides` ascending, `bins` 2…64, `centre` 0…1, and one of the forms of `Outputs`.
    ///
    /// - Throws: An error with the key's path where one is missing, unknown, or out of its range.
    public init(from decoder: any Decoder) throws {
        let keys = try decoder.strictContainer(keyedBy: CodingKeys.self)
        let strides: [Int] = try keys.value(.strides, expected: validStrides, where: areStrides)
        self.strides = strides
        bins = try keys.value(.bins, expected: "2…64") { (2...64).contains($0) }
        centre = try keys.value(.centre, expected: "0…1") { (0...1).contains($0) }
        let joined: String? = try keys.optional(.output)
        let names: ([String]) -> Bool = { $0.count == strides.count }
        let scores: [String]? = try keys.optional(.scores, expected: "one output for each stride", where: names)
        let boxes: [String]? = try keys.optional(.boxes, expected: "one output for each stride", where: names)
        switch (joined, scores, boxes) {
        case (let output?, nil, nil): outputs = .joined(output)
        case (nil, let scores?, let boxes?): outputs = .separate(scores: scores, boxes: boxes)
        default: throw keys.wrong(.output, "given, or else both 'scores' and 'boxes'")
        }
    }
}

extension YoloxRule: Decodable {
    private enum CodingKeys: String, CodingKey, CaseIterable { case rule, strides, output }

    /// Reads the rule's parameters: `strides` ascending, and `output`.
    ///
    /// - Throws: An error with the key's path where one is missing, unknown, or out of its range.
    public init(from decoder: any Decoder) throws {
        let keys = try decoder.strictContainer(keyedBy: CodingKeys.self)
        strides = try keys.value(.strides, expected: validStrides, where: areStrides)
        output = try keys.value(.output)
    }
}

extension FastestDetRule: Decodable {
    private enum CodingKeys: String, CodingKey, CaseIterable { case rule, stride, output }

    /// Reads the rule's parameters: `stride`, at least 1, and `output`.
    ///
    /// - Throws: An error with the key's path where one is missing, unknown, or out of its range.
    public init(from decoder: any Decoder) throws {
        let keys = try decoder.strictContainer(keyedBy: CodingKeys.self)
        stride = try keys.value(.stride, expected: "1 or more") { $0 >= 1 }
        output = try keys.value(.output)
    }
}

extension SSDRule: Decodable {
    private enum CodingKeys: String, CodingKey, CaseIterable {
        case rule, scores, boxes, anchors
        case scaleFactors = "scale_factors"
    }

    /// Reads the rule's parameters: `scores`, `boxes`, four positive `scale_factors`, and `anchors`.
    ///
    /// - Throws: An error with the key's path where one is missing, unknown, or out of its range.
    public init(from decoder: any Decoder) throws {
        let keys = try decoder.strictContainer(keyedBy: CodingKeys.self)
        scores = try keys.value(.scores)
        boxes = try keys.value(.boxes)
        scaleFactors = try keys.value(.scaleFactors, expected: "four positive numbers") {
            $0.count == 4 && $0.allSatisfy { $0 > 0 && $0.isFinite }
        }
        anchors = try keys.value(.anchors)
    }
}

extension AnchorRule: Decodable {
    private enum CodingKeys: String, CodingKey, CaseIterable {
        case strides
        case minimumScale = "min_scale"
        case maximumScale = "max_scale"
        case aspectRatios = "aspect_ratios"
        case interpolatedAspectRatio = "interpolated_aspect_ratio"
        case reducesLowestLevel = "reduce_lowest_level"
    }

    /// Reads the parameters: `strides` ascending, all scales and ratios positive and finite.
    ///
    /// - Throws: An error with the key's path where one is missing, unknown, or out of its range.
    public init(from decoder: any Decoder) throws {
        let keys = try decoder.strictContainer(keyedBy: CodingKeys.self)
        let isPositive = { (value: Float) in value > 0 && value.isFinite }
        strides = try keys.value(.strides, expected: validStrides, where: areStrides)
        minimumScale = try keys.value(.minimumScale, expected: "positive", where: isPositive)
        maximumScale = try keys.value(.maximumScale, expected: "positive", where: isPositive)
        aspectRatios = try keys.value(.aspectRatios, expected: "positive numbers") {
            !$0.isEmpty && $0.allSatisfy(isPositive)
        }
        interpolatedAspectRatio = try keys.optional(.interpolatedAspectRatio, expected: "positive", where: isPositive)
        reducesLowestLevel = try keys.value(.reducesLowestLevel)
    }
}

private let validStrides = "ascending whole numbers of pixels"

private func areStrides(_ strides: [Int]) -> Bool {
    !strides.isEmpty && strides[0] >= 1 && zip(strides, strides.dropFirst()).allSatisfy(<)
}
