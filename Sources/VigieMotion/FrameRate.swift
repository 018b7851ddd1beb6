internal import VigieCore

/// How often frames come, by their own times: the mean over the last hundred or so.
public struct FrameRate: Sendable {
    /// Assumed until two times are known, and where frames have none.
    public static let assumed = 25.0
    /// Gaps outside say nothing of the rate: times that stand still or run backwards, and cuts.
    private static let plausibleGaps = 1.0 / 240...10.0

    private var last: Double?
    private var seconds = 0.0
    private var gaps = 0

    /// Takes the next frame's time.
    mutating func add(_ time: MediaTime?) {
        guard let now = time?.seconds else { return }
        defer { last = now }
        guard let last, Self.plausibleGaps.contains(now - last) else { return }
        if gaps == 128 {
            seconds /= 2
            gaps /= 2
        }
        seconds += now - last
        gaps += 1
    }

    /// Frames in a thousand seconds.
    var perThousandSeconds: UInt32 {
        UInt32(((gaps > 0 ? Double(gaps) / seconds : Self.assumed) * 1000).rounded())
    }
}
