public import VigieCore
public import VigieDetection
public import VigieInference
public import VigieVideo

/// The way of one frame from its decoded planes to its detections.
///
/// Everything that it needs is allocated for the first frame of a size and kept.
public struct FrameDetector {
    /// What was found in a frame, and what the network saw of it.
    public struct Result: Sendable {
        /// What the network saw, in pixels of the upright frame; at least one.
        public var regions: [Region]
        /// XXH3 of the network's input, for each region.
        public var inputs: [PictureHash]
        /// What was found in all regions, merged, in pixels of the upright frame.
        public var detections: Detections
    }

    /// What reads the network's outputs, with the manifest and the thresholds that are in force.
    public private(set) var detector: Detector
    private let network: Network
    private let normaliser: Normaliser
    private let outputCount: Int
    private var layout: CropLayout?
    private var resamplers: [CropResampler] = []
    private var pixels: [UInt8]

    /// - Parameter network: made for this detector by `ModelManifest.network(for:at:engine:)`.
    public init(detector: Detector, network: Network) {
        self.detector = detector
        self.network = network
        normaliser = Normaliser(detector.manifest.input)
        outputCount = network.outputCount
        let input = detector.manifest.input.specification
        pixels = Array(repeating: 0, count: input.width * input.height * 3)
    }

    /// How pictures are resampled and their colours understood; nil before the first frame.
    public var sampling: (resampler: String, colour: AppliedColour)? {
        resamplers.first.map { ($0.resampler.name, $0.resampler.colour) }
    }

    /// The detections of one frame.
    ///
    /// - Throws: `VideoError`, `DetectionError` where a picture of this format or size cannot be looked at.
    public mutating func step(_ frame: borrowing Frame, clock: StageClock) throws -> Result {
        let layout = try prepare(for: frame)
        var inputs: [PictureHash] = []
        var candidates: [Candidate] = []
        for crop in layout.regions.indices {
            let crops = resamplers
            try clock.time(.resample) { () throws(VideoError) in
                var span = pixels.mutableSpan
                try crops[crop].resampler.resample(frame, into: &span)
                inputs.append(pixels.withUnsafeBytes { PictureHash(of: $0) })
            }
            clock.time(.infer) {
                pixels.withUnsafeBufferPointer { pixels in
                    normaliser.table.withUnsafeBufferPointer { network.run(pixels, table: $0) }
                }
            }
            clock.time(.postprocess) {
                let outputs = (0..<outputCount).map { network.output($0) }
                candidates += detector.candidates(in: outputs, crop: crop, of: layout)
            }
        }
        let detections = clock.time(.postprocess) { detector.merge(candidates) }
        return Result(regions: layout.regions, inputs: inputs, detections: detections)
    }

    /// Crops and resampling tables for frames like this one.
    private mutating func prepare(for frame: borrowing Frame) throws -> CropLayout {
        if let layout, layout.frameWidth == frame.width, layout.frameHeight == frame.height,
            resamplers.first?.resampler.matches(frame) == true
        {
            return layout
        }
        let layout = try detector.layout(frameWidth: frame.width, frameHeight: frame.height)
        resamplers = []
        for region in layout.regions {
            resamplers.append(
                CropResampler(
                    try Resampler(
                        frame: frame, region: region, input: detector.manifest.input.specification,
                        instructionSet: network.instructionSet)))
        }
        self.layout = layout
        return layout
    }
}

/// The resampler of one crop; a class, as arrays hold no values that cannot be copied.
private final class CropResampler {
    var resampler: Resampler

    init(_ resampler: consuming Resampler) { self.resampler = resampler }
}
