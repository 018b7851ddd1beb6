internal import VigieCore
internal import VigieEvaluation
internal import VigieVideo

/// A picture whose grey values have meanings.
struct MaskPicture {
    var width, height: Int
    /// Row-major, without padding.
    var values: [UInt8]
    /// The format keeps values exactly; other ones (JPEG) tell no more than dark from bright.
    var isExact: Bool

    /// What is foreground in a mask of a hypothesis, and in any mask of an inexact format.
    static let threshold: UInt8 = 128

    private static let exactCodecs: Set<String> = [
        "bmp", "ffv1", "gif", "pam", "pbm", "pgm", "png", "ppm", "rawvideo", "targa", "tiff",
    ]

    /// Reads one picture, which must be whole.
    init(_ path: String) throws {
        if let damage = PNGCheck.damage(in: path) { throw Self.damaged(path, damage) }
        var source = try VideoSource(path)
        isExact = Self.exactCodecs.contains(source.description.codec)
        switch try source.next() {
        case .frame(let frame):
            guard !frame.isDamaged else { throw Self.damaged(path, "the decoder met an error") }
            (width, height, values) = (frame.width, frame.height, [])
            do { try frame.copyGrey(to: &values) } catch { throw EvaluationError.file(name: path, reason: "\(error)") }
        case .fault(let fault): throw Self.damaged(path, fault.message)
        case .undecoded: throw VideoError.noFrames(address: path)
        case .end: throw VideoError.noFrames(address: path)
        }
    }

    private static func damaged(_ path: String, _ reason: String) -> EvaluationError {
        .file(name: path, reason: "the picture is damaged: \(reason).")
    }
}
