internal import CFFmpeg
internal import VigieCore

/// Which packets go to the decoder at a pace, and in which order the frames of the others take their places.
struct PacketSieve {
    /// What is to become of a packet.
    enum Fate { case decode, leaveOut }

    private let timeBase: TimeBase
    private let isIntraOnly: Bool
    private let references: ReferenceParser?
    /// Frames come in another order than their packets.
    private let isReordered: Bool

    /// The times of frames that were left out and whose turn has not come, ascending; nil for unknown, which come first.
    private var waiting: [Int64?] = []
    private var lastKeyframe: Double?
    /// Seconds between the last two keyframes; nil before the second.
    private var keyframeInterval: Double?
    /// The last packet that was decoded.
    private var lastDecoded: Double?

    /// Keyframes further apart than this, in seconds, would let motion go unseen for too long.
    private static let longestBlindness = 2.0
    /// Seconds between the keyframes that are decoded, at least.
    private static let idleSpacing = 0.5
    private static let tolerance = 1e-6

    init(_ stream: UnsafeMutablePointer<AVStream>, timeBase: TimeBase, isIntraOnly: Bool) {
        self.timeBase = timeBase
        self.isIntraOnly = isIntraOnly
        references = ReferenceParser(stream.pointee.codecpar.pointee)
        isReordered = stream.pointee.codecpar.pointee.video_delay > 0
    }

    /// A packet without its time was seen in a stream whose frames change their order: nobody can tell in whose place a
    /// frame that is left out would come, nor, once the decoder has started anew, the times of the others.
    private var hasLostOrder = false

    /// The pace that the footage allows instead of one that is wanted.
    func allowed(_ pace: DecodePace) -> DecodePace {
        switch pace {
        case .full, .unfiltered: pace
        case .sparse: hasLostOrder ? .full : pace
        case .keyframes:
            hasLostOrder
                ? .full
                : (keyframeInterval ?? .infinity) <= Self.longestBlindness ? pace : .sparse(spacing: Self.idleSpacing)
        }
    }

    /// Takes note of the next packet, in decoding order.
    mutating func note(_ packet: UnsafeMutablePointer<AVPacket>) {
        if isReordered, timestamp(packet.pointee.pts) == nil { hasLostOrder = true }
        guard packet.isKeyframe else { return }
        let seconds = seconds(time(of: packet))
        if let seconds, let last = lastKeyframe, seconds > last { keyframeInterval = seconds - last }
        lastKeyframe = seconds
    }

    /// The next packet is decoded, however little time has passed.
    mutating func startAnew() { lastDecoded = nil }

    /// Decides on the packet that was noted last.
    mutating func step(_ packet: UnsafeMutablePointer<AVPacket>, pace: DecodePace) -> Fate {
        let isKeyframe = packet.isKeyframe
        let time = time(of: packet)
        let seconds = seconds(time)
        let isDecoded =
            switch allowed(pace) {
            case .full, .unfiltered: true
            case .keyframes: isKeyframe && isDue(seconds, spacing: Self.idleSpacing)
            case .sparse(let spacing): isReference(packet, isKeyframe) || isDue(seconds, spacing: spacing)
            }
        guard isDecoded else {
            insert(time)
            return .leaveOut
        }
        lastDecoded = seconds
        return .decode
    }

    /// The time of a frame that was left out and comes before one with this time; nil where there is none.
    mutating func leftOut(before pts: Int64?) -> Int64?? {
        guard let first = waiting.first, let pts, first.map({ $0 < pts }) ?? true else { return nil }
        return .some(waiting.removeFirst())
    }

    /// The time of any frame that was left out; nil where there is none.
    mutating func leftOut() -> Int64?? { waiting.isEmpty ? nil : .some(waiting.removeFirst()) }

    private func time(of packet: UnsafeMutablePointer<AVPacket>) -> Int64? {
        timestamp(packet.pointee.pts) ?? timestamp(packet.pointee.dts)
    }

    private func seconds(_ time: Int64?) -> Double? {
        time.map { MediaTime(pts: $0, timeBase: timeBase).seconds }
    }

    private func isDue(_ seconds: Double?, spacing: Double) -> Bool {
        guard let seconds, let last = lastDecoded, seconds >= last else { return true }
        return seconds - last >= spacing - Self.tolerance
    }

    private func isReference(_ packet: UnsafeMutablePointer<AVPacket>, _ isKeyframe: Bool) -> Bool {
        if isIntraOnly { return false }
        if isKeyframe { return true }
        if packet.pointee.flags & AV_PKT_FLAG_DISPOSABLE != 0 { return false }
        guard let references, let data = packet.pointee.data else { return true }
        return references.isReference(UnsafeBufferPointer(start: data, count: Int(packet.pointee.size)))
    }

    private mutating func insert(_ time: Int64?) {
        let place = time.map { time in waiting.firstIndex { $0.map { $0 > time } ?? false } ?? waiting.count } ?? 0
        waiting.insert(time, at: place)
    }
}

extension UnsafeMutablePointer<AVPacket> {
    /// Decoding can begin with it.
    var isKeyframe: Bool { pointee.flags & AV_PKT_FLAG_KEY != 0 }
}
