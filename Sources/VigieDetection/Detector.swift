internal import VigieCore
package import VigieInference

/// From a network's outputs to the detections of a frame.
///
/// For each frame: `layout` its crops; run the network on each and hand the outputs to `candidates`; `merge` them all.
public struct Detector: Sendable {
    /// The model whose outputs it reads.
    public let manifest: ModelManifest
    /// Of each class, +∞ for one that is not wanted.
    public let thresholds: [Float]
    private let crops: Crops
    private let sizes: ClosedRange<Float>
    private let decoder: any OutputDecoder
    private let margin: Int
    private var collector: CandidateCollector

    /// - Throws: `DetectionError` where the filter does not fit the model, or lets nothing through.
    public init(
        manifest: ModelManifest, filter: DetectionFilter = DetectionFilter(), crops: Crops = .off
    ) throws(DetectionError) {
        self.manifest = manifest
        self.crops = crops
        thresholds = try filter.thresholds(for: manifest)
        sizes = try filter.sizes()
        let input = manifest.input.specification
        decoder = manifest.decode.decoder(classCount: manifest.classes.count, input: input)
        margin = manifest.decode.finestStride
        let whole = CropLayout(
            frameWidth: input.width, frameHeight: input.height,
            regions: [Region(x: 0, y: 0, width: input.width, height: input.height)])
        collector = CandidateCollector(
            thresholds: thresholds, crop: CropPlacement(index: 0, layout: whole, input: input, margin: margin))
    }

    /// The names of the values that `candidates` reads, which some formats do not mark as outputs.
    package var outputNames: [String] { decoder.outputs.map(\.name) }

    /// Checks that the network is the manifest's, and makes its outputs those that `candidates` reads.
    ///
    /// - Parameter file: for messages.
    package func prepare(_ graph: inout Graph, file: String) throws(DetectionError) {
        try graph.checkInput(manifest.input.specification, file: file)
        try graph.arrangeOutputs(as: decoder.outputs, file: file)
    }

    /// The crops of frames of a size.
    public func layout(frameWidth: Int, frameHeight: Int) throws(DetectionError) -> CropLayout {
        try crops.layout(frameWidth: frameWidth, frameHeight: frameHeight, input: manifest.input.specification)
    }

    /// The candidates of one crop.
    ///
    /// - Parameters:
    ///   - outputs: of the network after `prepare`, in its order.
    ///   - crop: index into the layout's regions.
    public mutating func candidates(
        in outputs: [UnsafeBufferPointer<Float>], crop: Int, of layout: CropLayout
    ) -> [Candidate] {
        precondition(
            outputs.count == decoder.outputs.count, "\(outputs.count) outputs for \(outputNames)")
        collector.start(
            CropPlacement(index: crop, layout: layout, input: manifest.input.specification, margin: margin))
        decoder.decode(outputs, into: &collector)
        return collector.candidates
    }

    /// The detections of a frame, from the candidates of all its crops in any order.
    public func merge(_ candidates: [Candidate]) -> Detections {
        Detections(
            of: candidates, maximum: manifest.maximumCandidates, overlap: manifest.thresholds.overlap, sizes: sizes)
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
