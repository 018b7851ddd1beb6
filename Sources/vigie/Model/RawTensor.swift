internal import FoundationEssentials
internal import VigieCore
internal import VigieDetection
internal import VigieInference
internal import VigieLog
internal import VigieVideo

/// Numbers as they enter or leave a network.
struct RawTensor {
    var name: String
    var shape: [Int]
    /// Row-major.
    var elements: [Float]

    var summary: String { "\(name) \(shape)" }

    func largestDifference(from other: RawTensor) -> Float {
        zip(elements, other.elements).reduce(0) { max($0, ($1.0 - $1.1).magnitude) }
    }

    /// Writes `NAME.f32`, little-endian, and `NAME.json`, `{"name": …, "shape": […]}`, slashes in names replaced by `_`.
    static func write(_ tensors: [RawTensor], to directory: String) throws {
        let failed = { (path: String) in OutputError(path: path, reason: "it cannot be written") }
        do { try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true) } catch {
            throw failed(directory)
        }
        for tensor in tensors {
            let path = directory + "/" + tensor.name.map { $0 == "/" ? "_" : String($0) }.joined()
            let bytes = tensor.elements.flatMap { withUnsafeBytes(of: $0.bitPattern.littleEndian, Array.init) }
            var json = CanonicalJSON()
            json.object {
                $0.member("name", tensor.name)
                $0.member("shape", tensor.shape)
            }
            do {
                try Data(bytes).write(to: URL(filePath: path + ".f32"))
                try Data(json.bytes).write(to: URL(filePath: path + ".json"))
            } catch { throw failed(path) }
        }
    }
}

/// A picture as a network sees it.
struct RawInput {
    private let pixels: [UInt8]
    private let manifest: ModelManifest

    /// - Parameter picture: The first frame of whatever this is; nil for a generated pattern.
    init(picture: String?, manifest: ModelManifest) throws {
        self.manifest = manifest
        let specification = manifest.input.specification
        let count = specification.width * specification.height * 3
        guard let picture else {
            pixels = Self.pattern(manifest)
            return
        }
        var source = try VideoSource(picture)
        var resampled = [UInt8](repeating: 0, count: count)
        reading: while true {
            switch try source.next() {
            case .fault: continue
            case .undecoded: continue
            case .end: throw VideoError.noFrames(address: picture)
            case .frame(let frame):
                let region = Region(x: 0, y: 0, width: frame.width, height: frame.height)
                var resampler = try Resampler(frame: frame, region: region, input: specification)
                var span = resampled.mutableSpan
                try resampler.resample(frame, into: &span)
                break reading
            }
        }
        pixels = resampled
    }

    /// A generated picture of a network's size.
    static func pattern(_ manifest: ModelManifest) -> [UInt8] {
        // Smooth in places, rough in others; any fixed pattern serves.
        let specification = manifest.input.specification
        return (0..<specification.width * specification.height * 3).map {
            UInt8(truncatingIfNeeded: $0 &* $0 >> 7 ^ $0 / 5)
        }
    }

    /// The input `[1, 3, height, width]`, normalised.
    var tensor: RawTensor {
        let specification = manifest.input.specification
        let plane = specification.width * specification.height
        var interleaved = [Float](repeating: 0, count: plane * 3)
        interleaved.withUnsafeMutableBufferPointer { output in
            pixels.withUnsafeBufferPointer { Normaliser(manifest.input).apply($0, to: output) }
        }
        let planar = (0..<3).flatMap { channel in (0..<plane).map { interleaved[$0 * 3 + channel] } }
        return RawTensor(name: "input", shape: [1, 3, specification.height, specification.width], elements: planar)
    }

    func run(_ network: Network) -> [RawTensor] {
        let normaliser = Normaliser(manifest.input)
        pixels.withUnsafeBufferPointer { pixels in
            normaliser.scale.withUnsafeBufferPointer { network.run(pixels, scale: $0) }
        }
        return (0..<network.outputCount).map { index in
            RawTensor(
                name: network.outputName(index), shape: network.outputShape(index),
                elements: Array(network.output(index)))
        }
    }
}
