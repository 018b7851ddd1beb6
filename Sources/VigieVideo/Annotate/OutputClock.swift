internal import CFFmpeg
internal import VigieCore

/// Gives each picture a time stamp of the output's clock, later than the one before.
struct OutputClock {
    /// The output's tick.
    let timeBase: AVRational
    private let frameRate: AVRational
    private var last: Int64?
    /// The last picture that had a time of its own, and how many without one came after.
    private var known: (stamp: Int64, followers: Int64) = (0, 0)

    init(timeBase: AVRational, frameRate: AVRational) {
        self.timeBase = timeBase
        self.frameRate = frameRate
    }

    /// How long a picture lasts where nothing else says; at least one tick.
    var frameDuration: Int64 { max(1, duration(frames: 1)) }

    /// The next picture's time stamp.
    ///
    /// - Parameter time: Its time in the source; nil continues at the frame rate. A time that is not later than the
    ///   picture before is moved to one tick after it.
    mutating func stamp(_ time: MediaTime?) -> Int64 {
        let wanted: Int64
        if let time {
            let sourceTick = AVRational(num: time.timeBase.numerator, den: time.timeBase.denominator)
            wanted = av_rescale_q(time.pts, sourceTick, timeBase)
            known = (wanted, 0)
        } else {
            if last != nil { known.followers += 1 }
            wanted = known.stamp + duration(frames: known.followers)
        }
        let stamp = last.map { max(wanted, $0 + 1) } ?? wanted
        last = stamp
        return stamp
    }

    private func duration(frames: Int64) -> Int64 { av_rescale_q(frames, av_inv_q(frameRate), timeBase) }
}
