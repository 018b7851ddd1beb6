public import VigieCore
public import VigieDetection
public import VigieInference
public import VigieVideo

/// The way of one frame from its decoded planes to its detections.
///
/// Everything that it needs is allocated for the first frames of a size and kept. Not for two threads at once.
public struct FrameDetector {
    /// What was found in a frame, and what the network saw of it. Made once and filled for each frame.
    public struct Result: Sendable {
        /// What the network saw, in pixels of the upright frame; at least one.
        public internal(set) var regions: [Region] = []
        /// XXH3 of the network's input, for each region.
        public internal(set) var inputs: [PictureHash] = []
        /// What was found in all regions, merged, in pixels of the upright frame.
        public internal(set) var detections = Detections()

        /// Of no frame.
        public init() {}
    }

    /// What reads the network's outputs, with the manifest and the thresholds that are in force.
    public private(set) var detector: Detector
    /// How pictures are resampled and their colours understood; nil before the first frame.
    public private(set) var sampling: (resampler: String, colour: AppliedColour)?
    private let network: Network
    private let normaliser: Normaliser
    private let outputCount: Int
    private var layout: CropLayout?
    /// By region; those that crops come back to are kept.
    private var resamplers: [Region: CropResampler] = [:]
    private var pixels: [UInt8]
    private var outputs: [UnsafeBufferPointer<Float>] = []
    private var candidates: [Candidate] = []

    /// - Parameter network: made for this detector by `ModelManifest.network(for:at:engine:)`.
    public init(detector: Detector, network: Network) {
        self.detector = detector
        self.network = network
        normaliser = Normaliser(detector.manifest.input)
        outputCount = network.outputCount
        let input = detector.manifest.input.specification
        pixels = Array(repeating: 0, count: input.width * input.height * 3)
    }

    /// Resamplers that are kept at most; then they are made anew.
    private static let resamplerLimit = 256

    /// The detections of one frame.
    ///
    /// - Parameter attention: What of the frame is worth a look, where crops follow that.
    /// - Throws: `VideoError`, `DetectionError` where a picture of this format or size cannot be looked at.
    public mutating func step(
        _ frame: borrowing Frame, attention: Attention = Attention(), clock: StageClock, into result: inout Result
    ) throws {
        let layout = try prepare(for: frame, attention)
        result.regions = layout.regions
        result.inputs.removeAll(keepingCapacity: true)
        candidates.removeAll(keepingCapacity: true)
        for crop in layout.regions.indices {
            try clock.time(.resample) { () throws(VideoError) in
                let resampler = try resampler(of: layout.regions[crop], for: frame)
                var span = pixels.mutableSpan
                try resampler.resampler.resample(frame, into: &span)
                result.inputs.append(pixels.withUnsafeBytes { PictureHash(of: $0) })
            }
            clock.time(.infer) {
                pixels.withUnsafeBufferPointer { pixels in
                    normaliser.scale.withUnsafeBufferPointer { network.run(pixels, scale: $0) }
                }
            }
            clock.time(.postprocess) {
                outputs.removeAll(keepingCapacity: true)
                for index in 0..<outputCount { outputs.append(network.output(index)) }
                detector.addCandidates(in: outputs, crop: crop, of: layout, to: &candidates)
            }
        }
        clock.time(.postprocess) { detector.merge(&candidates, into: &result.detections) }
    }

    /// The crops of a frame.
    private mutating func prepare(for frame: borrowing Frame, _ attention: Attention) throws -> CropLayout {
        if layout?.frameWidth != frame.width || layout?.frameHeight != frame.height {
            layout = nil
            layout = try detector.layout(frameWidth: frame.width, frameHeight: frame.height)
        }
        guard var arranged = layout.take() else { preconditionFailure("a layout was just made") }
        detector.arrange(attention, in: &arranged)
        layout = arranged
        return arranged
    }

    /// The resampler of one crop of frames like this one.
    private mutating func resampler(
        of region: Region, for frame: borrowing Frame
    ) throws(VideoError) -> CropResampler {
        if let known = resamplers[region], known.resampler.matches(frame) { return known }
        // A stream's frames are alike: where one does not match, none does any more.
        if resamplers[region] != nil || resamplers.count >= Self.resamplerLimit {
            resamplers.removeAll(keepingCapacity: true)
        }
        let made = CropResampler(
            try Resampler(
                frame: frame, region: region, input: detector.manifest.input.specification,
                instructionSet: network.instructionSet))
        resamplers[region] = made
        sampling = (made.resampler.name, made.resampler.colour)
        return made
    }
}

/// The resampler of one crop; a class, as dictionaries hold no values that cannot be copied.
private final class CropResampler {
    var resampler: Resampler

    init(_ resampler: consuming Resampler) { self.resampler = resampler }
}
