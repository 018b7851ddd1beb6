public import VigieCore
public import VigieDetection
public import VigieInference
public import VigiePose
public import VigieVideo

/// From a person's box in a frame to their pose.
///
/// The network sees the person as they are in the frame. It knows people who stand far better than people who lie: where
/// it does not see the trunk so, it also sees the crop turned by a quarter, to the right and to the left, and the view in
/// which the trunk is seen best counts, the first of equals.
///
/// Everything is allocated when it is made, but for the resampler of each look, whose tables depend on the place. Not for
/// two threads at once.
public struct PoseEstimator {
    /// What reads the network's heatmaps, with the manifest that is in force.
    public let reader: HeatmapReader
    /// A trunk with a lower score makes it look again, turned.
    public let seen: Float
    /// The executor that runs the network.
    let network: Network
    private let normaliser: Normaliser
    private let specification: InputSpecification
    /// XXH3 of what the network saw in the last step, for each view.
    public private(set) var input: [PictureHash] = []
    /// What the network sees, and the part of it that lies in the frame, before it is turned.
    private var pixels, content: [UInt8]

    /// - Parameters:
    ///   - network: Made for this reader by `ModelManifest.network(for:at:engine:instructionSet:)`.
    ///   - seen: The score from which on a keypoint is seen.
    public init(reader: HeatmapReader, network: Network, seen: Float = PostureThresholds().score) {
        self.reader = reader
        self.network = network
        self.seen = seen
        normaliser = Normaliser(reader.manifest.input)
        specification = reader.manifest.input.specification
        pixels = Array(repeating: 0, count: specification.width * specification.height * 3)
        content = pixels
    }

    /// The pose of the person in a box; nil where no part of the box's crop lies in the frame.
    ///
    /// - Parameter box: In pixels of the upright frame; may reach beyond its edges.
    /// - Throws: `VideoError` where a picture of this format cannot be looked at.
    public mutating func step(_ frame: borrowing Frame, box: Box) throws(VideoError) -> Pose? {
        input.removeAll(keepingCapacity: true)
        guard var best = try look(frame, box, .none) else { return nil }
        if best.trunkScore >= seen { return best }
        if let pose = try look(frame, box, .clockwise), pose.trunkScore > best.trunkScore { best = pose }
        if let pose = try look(frame, box, .counterclockwise), pose.trunkScore > best.trunkScore { best = pose }
        return best
    }

    private mutating func look(_ frame: borrowing Frame, _ box: Box, _ turn: ViewTurn) throws(VideoError) -> Pose? {
        guard
            let crop = PersonCrop(
                box: box, turn: turn, inputWidth: specification.width, inputHeight: specification.height,
                frameWidth: frame.width, frameHeight: frame.height)
        else { return nil }
        var part = specification
        part.width = crop.content.width
        part.height = crop.content.height
        var resampler = try Resampler(
            frame: frame, region: crop.visible, input: part, instructionSet: network.instructionSet)
        try content.withUnsafeMutableBufferPointer { content throws(VideoError) in
            let part = content.extracting(0..<3 * crop.content.width * crop.content.height)
            var span = part.mutableSpan
            try resampler.resample(frame, into: &span)
        }
        place(crop)
        input.append(pixels.withUnsafeBytes { PictureHash(of: $0) })
        pixels.withUnsafeBufferPointer { pixels in
            normaliser.scale.withUnsafeBufferPointer { network.run(pixels, scale: $0) }
        }
        return reader.pose(in: network.output(0), of: crop)
    }

    /// Puts the content where it belongs in the network's input, turned, and black around it.
    private mutating func place(_ crop: PersonCrop) {
        let (width, height) = (crop.content.width, crop.content.height)
        let (first, columnStep, rowStep) = crop.placement(inputWidth: specification.width)
        pixels.withUnsafeMutableBufferPointer { pixels in
            content.withUnsafeBufferPointer { content in
                if width * height < specification.width * specification.height { pixels.update(repeating: 0) }
                for row in 0..<height {
                    var source = 3 * row * width
                    var target = 3 * (first + row * rowStep)
                    for _ in 0..<width {
                        pixels[target] = content[source]
                        pixels[target + 1] = content[source + 1]
                        pixels[target + 2] = content[source + 2]
                        source += 3
                        target += 3 * columnStep
                    }
                }
            }
        }
    }
}
