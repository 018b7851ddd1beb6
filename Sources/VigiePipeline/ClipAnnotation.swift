internal import VigieCore
internal import VigieDetection
internal import VigieVideo

/// The video with boxes that shows what was found, where one is wanted.
struct ClipAnnotation {
    private let stream: String
    private let classes: [String]
    private let blursPeople: Bool
    /// Nil once it is finished, or where none is wanted.
    private var writer: AnnotatedVideoWriter?
    /// Why the video ends before the clip, where it does.
    private(set) var failure: (any Failure)?

    init(stream: String, classes: [String], blursPeople: Bool, writer: AnnotatedVideoWriter?) {
        self.stream = stream
        self.classes = classes
        self.blursPeople = blursPeople
        self.writer = writer
    }

    /// Whether there is still anything to be drawn on.
    var isWanted: Bool { writer != nil }

    /// Adds a frame that was looked at. Where that fails the video is finished as it is.
    ///
    /// - Parameter tracks: Of each detection, the track that it belongs to; empty where nothing is followed.
    mutating func step(_ frame: borrowing Frame, _ detections: Detections, tracks: [Int?]) {
        guard let writer else { return }
        let annotations = zip(detections.candidates, detections.fates).filter { $1 == .detected }
            .enumerated().map { rank, found in
                let candidate = found.0
                let name = classes[candidate.classIndex]
                let track = (rank < tracks.count ? tracks[rank] : nil).map { " t\($0)" } ?? ""
                return Annotation(
                    box: candidate.box, label: "\(name)\(track) \(Self.twoDecimals(candidate.score))",
                    colourIndex: candidate.classIndex, isBlurred: blursPeople && name == "person")
            }
        let seconds = frame.time.map { "\(Self.twoDecimals(Float($0.seconds))) s" } ?? "no time stamp"
        do {
            try writer.write(frame, annotations: annotations, caption: "\(stream)  frame \(frame.index)  \(seconds)")
        } catch {
            failure = error
            finish()
        }
    }

    /// Completes the video; further calls do nothing.
    mutating func finish() {
        guard let writer else { return }
        self.writer = nil
        do { try writer.finish() } catch { failure = failure ?? error }
    }

    private static func twoDecimals(_ value: Float) -> String {
        let hundredths = Int((Double(value) * 100).rounded())
        let part = String(hundredths.magnitude % 100)
        return (hundredths < 0 ? "-" : "") + "\(hundredths.magnitude / 100).\(part.count < 2 ? "0" : "")\(part)"
    }
}
