internal import VigieCore
internal import VigieDetection
internal import VigieLog
internal import VigieMotion
internal import VigieVideo

/// Looks at frames, and puts their lines together: the part of a frame's way that does not depend on other frames.
///
/// `@unchecked Sendable`: each is used by one thread only.
final class FrameAnalyst: @unchecked Sendable {
    /// Nil where only motion is watched.
    private var detector: FrameDetector?
    private var hasher = PictureHasher()
    private var lines: FrameLines
    /// Nil where nobody asks for them.
    private let rejections: RejectionLines?
    private let keepsFrames: Bool

    /// - Parameter keepsFrames: Whether frames are needed after they were looked at.
    init(detector: FrameDetector?, stream: String, keepsFrames: Bool) {
        self.detector = detector
        lines = FrameLines(
            stream: stream, classes: detector?.detector.manifest.classes ?? [],
            thresholds: detector?.detector.thresholds ?? [])
        rejections = RejectionLines(stream: stream, detector: detector?.detector)
        self.keepsFrames = keepsFrames
    }

    /// Brings what was read as far as it comes by itself.
    func step(_ outcome: Outcome) {
        if case .undecoded(let frame) = outcome.state {
            outcome.clock.time(.log) {
                lines.writeUnseen(frame.index, at: frame.time, reason: SkipReason.notDecoded, to: &outcome.lines)
            }
            return
        }
        guard case .read = outcome.state, let frame = outcome.frame.take() else { return }
        do {
            if frame.isDamaged {
                outcome.clock.time(.log) {
                    lines.writeUnseen(frame.index, at: frame.time, reason: SkipReason.decodeError, to: &outcome.lines)
                }
                outcome.state = .skipped(reason: SkipReason.decodeError)
                return
            }
            let picture = outcome.clock.time(.decode) { frame.hash(using: &hasher) }
            let reason = outcome.sighting.decision.reason
            if reason.isLook, detector != nil {
                defer { outcome.sampling = detector?.sampling }
                try detector?.step(
                    frame, attention: outcome.sighting.attention, clock: outcome.clock, into: &outcome.result)
                outcome.clock.time(.log) {
                    lines.writeAnalysed(frame, picture: picture, outcome.sighting, outcome.result, to: &outcome.lines)
                    rejections?.write(outcome.result.detections, frame: frame.index, to: &outcome.explanations)
                }
                outcome.state = .analysed
                if keepsFrames { outcome.frame = consume frame }
            } else {
                let reason = reason.isLook ? SkipReason.noModel : reason.rawValue
                outcome.clock.time(.log) {
                    lines.writeSkipped(frame, picture: picture, outcome.sighting, reason: reason, to: &outcome.lines)
                }
                outcome.state = .skipped(reason: reason)
            }
        } catch let failure as any Failure {
            outcome.state = .failed(failure)
        } catch {
            preconditionFailure("a stage threw \(error), which is no failure with a sentence")
        }
    }
}
