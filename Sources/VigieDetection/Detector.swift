internal import VigieCore
package import VigieInference

/// From a network's outputs to the detections of a frame.
///
/// For each frame: `arrange` its crops; run the network on each and hand the outputs to `addCandidates`; `merge` them all.
/// Memory is kept from frame to frame, so that after the first frames nothing is allocated.
public struct Detector: Sendable {
    /// The model whose outputs it reads.
    public let manifest: ModelManifest
    /// What of the manifest is about detecting.
    public let task: ModelManifest.DetectionTask
    /// Of each class, +∞ for one that is not wanted.
    public let thresholds: [Float]
    /// The longer side of a box that may be detected, in pixels of the frame.
    public let sizes: ClosedRange<Float>
    /// Whether `Detections.excluded` says what did not enter suppression.
    public let explainsRejections: Bool
    private let crops: Crops
    /// Where crops follow what moves.
    private var motionCrops: MotionCrops?
    private let decoder: any OutputDecoder
    private let margin: Int
    private var collector: CandidateCollector
    private var selection: Selection

    /// The share of its class's threshold that the score of a candidate must exceed for its rejection to be explained.
    ///
    /// Lower shares tell of ever more candidates: on vtest a quarter of 2.5 times as many.
    public static let explainedShare: Float = 1.0 / 3

    /// - Parameter explainsRejections: Whether candidates that cannot become detections are told of, down to
    ///   `explainedShare` of their thresholds; it decides nothing.
    /// - Throws: `DetectionError` where the model is no detector, or the filter does not fit it, or lets nothing through.
    public init(
        manifest: ModelManifest, filter: DetectionFilter = DetectionFilter(), crops: Crops = .off,
        explainsRejections: Bool = false
    ) throws(DetectionError) {
        self.manifest = manifest
        task = try manifest.detection()
        self.crops = crops
        thresholds = try filter.thresholds(for: manifest)
        sizes = try filter.sizes()
        self.explainsRejections = explainsRejections
        selection = Selection(
            maximum: task.maximumCandidates, overlap: task.thresholds.overlap, sizes: sizes,
            explains: explainsRejections)
        let input = manifest.input.specification
        motionCrops = try crops.followingMotion(input: input)
        decoder = task.decode.decoder(classCount: task.classes.count, input: input)
        margin = task.decode.finestStride
        let whole = CropLayout(
            frameWidth: input.width, frameHeight: input.height,
            regions: [Region(x: 0, y: 0, width: input.width, height: input.height)])
        collector = CandidateCollector(
            thresholds: thresholds, floorShare: explainsRejections ? Self.explainedShare : nil,
            crop: CropPlacement(index: 0, layout: whole, input: input, margin: margin))
    }

    /// The names of the values that `addCandidates` reads, which some formats do not mark as outputs.
    package var outputNames: [String] { decoder.outputs.map(\.name) }

    /// Checks that the network is the manifest's, and makes its outputs those that `addCandidates` reads.
    ///
    /// - Parameter file: for messages.
    package func prepare(_ graph: inout Graph, file: String) throws(DetectionError) {
        try graph.checkInput(manifest.input.specification, file: file)
        try graph.arrangeOutputs(as: decoder.outputs, file: file)
    }

    /// The crops of frames of a size, whatever moves in them.
    public func layout(frameWidth: Int, frameHeight: Int) throws(DetectionError) -> CropLayout {
        try crops.layout(frameWidth: frameWidth, frameHeight: frameHeight, input: manifest.input.specification)
    }

    /// The crops of one frame.
    ///
    /// - Parameter layout: That of frames of its size, or of an earlier frame of its size.
    public mutating func arrange(_ attention: Attention, in layout: inout CropLayout) {
        motionCrops?.arrange(attention, in: &layout)
    }

    /// Adds the candidates of one crop to those of the frame's other crops.
    ///
    /// - Parameters:
    ///   - outputs: of the network after `prepare`, in its order.
    ///   - crop: index into the layout's regions.
    public mutating func addCandidates(
        in outputs: [UnsafeBufferPointer<Float>], crop: Int, of layout: CropLayout, to candidates: inout [Candidate]
    ) {
        precondition(
            outputs.count == decoder.outputs.count, "\(outputs.count) outputs for \(outputNames)")
        collector.start(
            CropPlacement(index: crop, layout: layout, input: manifest.input.specification, margin: margin))
        decoder.decode(outputs, into: &collector)
        candidates.append(contentsOf: collector.candidates)
    }

    /// The detections of a frame, from the candidates of all its crops in any order, which are sorted here.
    public mutating func merge(_ candidates: inout [Candidate], into detections: inout Detections) {
        selection.select(&candidates, into: &detections)
    }
}

extension DecodeRule {
    /// Pixels of the input from cell to cell of the finest level.
    var finestStride: Int {
        switch self {
        case .distribution(let rule): rule.strides[0]
        case .yolox(let rule): rule.strides[0]
        case .fastestDet(let rule): rule.stride
        case .ssd(let rule): rule.anchors.strides[0]
        }
    }
}
