internal import CFFmpeg
internal import VigieCore

/// Reads one container to its end, faults included.
final class ContainerReader: EventReader {
    private let demuxer: Demuxer
    private let decoder: Decoder
    private let orientation: Orientation
    private let timeBase: TimeBase
    private let isInterrupted: @Sendable () -> Bool
    private var packet: UnsafeMutablePointer<AVPacket>?
    let description: StreamDescription

    private var damage = DamageTracker()
    private var queue = ReleaseQueue()
    private var sieve: PacketSieve
    /// The next picture to come out, where frames that were left out come before it.
    private var held: DecodedPicture?
    private var pace = DecodePace.full
    private var wantedPace = DecodePace.full
    /// The packet in hand has not gone to the decoder yet.
    private var isPacketHeld = false
    /// The decoder is giving the frames it still has, and then starts anew.
    private var isDraining = false
    /// At the pace of keyframes: one that was decoded and that the next packet may refer to.
    private var anchor: Anchor?
    /// The packet whose picture has come out before.
    private var repeated: Int64?
    /// What the decoder fills next.
    private var blank: DecodedPicture?
    private var nextIndex = 0
    /// The number of the next packet.
    private var nextPacket: Int64 = 0
    private var failuresInARow = 0
    private var hasEnded = false
    private var hasReportedEnd = false

    /// A container or decoder that fails this often in a row is at its end: some fail for ever, while others go on after a
    /// few bad entries of an index.
    private static let failureLimit = 32

    init(
        _ input: Demuxer.Input, address: String, digest: FileDigest = FileDigest(), options: VideoOptions
    ) throws(VideoError) {
        isInterrupted = options.isInterrupted
        demuxer = try Demuxer(input, address: address, options: options)
        decoder = try Decoder(demuxer.stream, address: demuxer.address, threads: options.threads)
        description = StreamDescription(demuxer, digest: digest)
        orientation = description.orientation
        timeBase = description.timeBase
        sieve = PacketSieve(demuxer.stream, timeBase: timeBase, isIntraOnly: decoder.isIntraOnly)
        packet = av_packet_alloc()
        guard packet != nil else { throw .failed(operation: "allocating a packet", reason: "out of memory") }
    }

    deinit { av_packet_free(&packet) }

    func next() throws(VideoError) -> VideoEvent {
        while true {
            if held == nil { held = queue.release() }
            if let picture = held {
                if let left = sieve.leftOut(before: picture.pts) { return .undecoded(undecoded(left)) }
                held = nil
                return .frame(frame(picture))
            }
            if hasEnded {
                if let left = sieve.leftOut() { return .undecoded(undecoded(left)) }
                return try end()
            }
            if isInterrupted() { throw .interrupted(address: demuxer.address) }
            if let fault = try advance() { return .fault(fault) }
        }
    }

    func setPace(_ pace: DecodePace) { wantedPace = pace }

    /// Goes over to the pace that is wanted, as soon as the decoder is ready for it; to that of keyframes, with the next.
    private func changePace() {
        let next = sieve.allowed(wantedPace)
        guard next != pace, next != .keyframes, !isDraining else { return }
        if pace == .keyframes {
            // The decoder was started anew behind this keyframe, and what comes refers to it.
            guard let anchor else { return }
            repeated = anchor.number
            _ = decoder.send(anchor.packet, number: anchor.number)
        }
        anchor = nil
        decoder.filtersAllFrames = next != .unfiltered
        pace = next
    }

    /// From this keyframe on keyframes alone are decoded: what is in the decoder comes out before it goes in.
    private func beginKeyframes() {
        isPacketHeld = true
        pace = .keyframes
        sieve.startAnew()
        decoder.filtersAllFrames = true
        drain()
    }

    private func drain() {
        _ = decoder.send(nil, number: nextPacket)
        isDraining = true
    }

    /// One step of the decoder: a picture out, or a packet in.
    private func advance() throws(VideoError) -> DecodeFault? {
        changePace()
        if blank == nil { blank = try DecodedPicture() }
        guard let picture = blank else { return nil }
        let status = decoder.receive(into: picture)
        switch status {
        case 0:
            blank = nil
            return received(picture)
        case vigie_averror(EAGAIN):
            return try feed()
        case vigie_averror_eof:
            if isDraining { restart() } else { finish() }
            return nil
        default:
            failuresInARow += 1
            if failuresInARow > Self.failureLimit { finish() }
            damage.fault(packet: nextPacket - 1)
            return fault(.refused, message: FFmpegLibraries.message(status))
        }
    }

    /// After draining.
    private func restart() {
        decoder.flush()
        queue.finish()
        isDraining = false
    }

    private func finish() {
        queue.finish()
        hasEnded = true
    }

    private func end() throws(VideoError) -> VideoEvent {
        if nextIndex == 0, !hasReportedEnd {
            hasReportedEnd = true
            throw .noFrames(address: demuxer.address)
        }
        return .end
    }

    private func undecoded(_ pts: Int64?) -> UndecodedFrame {
        defer { nextIndex += 1 }
        return UndecodedFrame(index: nextIndex, time: pts.map { MediaTime(pts: $0, timeBase: timeBase) })
    }

    private func frame(_ picture: DecodedPicture) -> Frame {
        let isKeyframe = picture.isKeyframe || decoder.isIntraOnly
        let isDamaged = damage.isDamaged(packet: picture.packet, isKeyframe: isKeyframe)
        defer { nextIndex += 1 }
        return Frame(
            picture, index: nextIndex, time: picture.pts.map { MediaTime(pts: $0, timeBase: timeBase) },
            isDamaged: isDamaged, orientation: orientation, pace: pace)
    }

    private func received(_ picture: DecodedPicture) -> DecodeFault? {
        guard picture.packet != repeated else {
            repeated = nil
            return nil
        }
        queue.received(picture)
        guard let message = picture.damage, !damage.hasFault(packet: picture.packet) else { return nil }
        damage.fault(packet: picture.packet)
        return DecodeFault(
            kind: .frame, position: picture.position, pts: picture.pts, frame: nextIndex, message: message)
    }

    /// Gives the decoder its next packet, or the end.
    private func feed() throws(VideoError) -> DecodeFault? {
        guard let packet else { return nil }
        if !isPacketHeld {
            av_packet_unref(packet)
            let status = demuxer.read(packet)
            guard status >= 0 else { return try unread(status) }
            failuresInARow = 0
            sieve.note(packet)
            if packet.isKeyframe, pace != .keyframes, sieve.allowed(wantedPace) == .keyframes {
                beginKeyframes()
                return nil
            }
        }
        isPacketHeld = false
        let number = nextPacket
        nextPacket += 1
        guard case .decode = sieve.step(packet, pace: pace) else {
            anchor = nil
            return nil
        }
        queue.sent(packet: number)
        let sent = decoder.send(packet, number: number)
        let isCorrupt = packet.pointee.flags & AV_PKT_FLAG_CORRUPT != 0
        if sent < 0 { queue.refused(packet: number) }
        if pace == .keyframes { endKeyframe(packet, number: number) }
        guard sent < 0 || isCorrupt else { return nil }
        damage.fault(packet: number)
        return sent < 0
            ? fault(.refused, message: FFmpegLibraries.message(sent))
            : fault(.packet, message: "the packet is incomplete or its checksum is wrong")
    }

    /// Has the decoder give the keyframe at once, rather than when later frames are in.
    private func endKeyframe(_ packet: UnsafeMutablePointer<AVPacket>, number: Int64) {
        anchor = Anchor(packet, number: number)
        drain()
    }

    /// The container gave no packet: it has ended, or could not be read. Failures in a row are one fault.
    private func unread(_ status: Int32) throws(VideoError) -> DecodeFault? {
        let isAtEnd = status == vigie_averror_eof
        let error = isAtEnd ? demuxer.inputError : status
        if error == vigie_averror_exit { throw .interrupted(address: demuxer.address) }
        if error < 0 { failuresInARow += 1 }
        if isAtEnd || failuresInARow > Self.failureLimit { _ = decoder.send(nil, number: nextPacket) }
        guard error < 0, failuresInARow == 1 else { return nil }
        damage.fault(packet: nextPacket)
        return DecodeFault(
            kind: .read, position: demuxer.position, pts: nil, frame: nextIndex, message: FFmpegLibraries.message(error)
        )
    }

    /// A fault of the packet in hand.
    private func fault(_ kind: DecodeFault.Kind, message: String) -> DecodeFault {
        let position = packet.map { $0.pointee.pos }
        return DecodeFault(
            kind: kind, position: position.flatMap { $0 >= 0 ? $0 : nil } ?? demuxer.position,
            pts: packet.flatMap { timestamp($0.pointee.pts) }, frame: nextIndex, message: message)
    }
}

/// A packet that is kept.
private final class Anchor {
    let packet: UnsafeMutablePointer<AVPacket>
    let number: Int64

    /// Nil where memory is lacking.
    init?(_ packet: UnsafeMutablePointer<AVPacket>, number: Int64) {
        guard let clone = av_packet_clone(packet) else { return nil }
        self.packet = clone
        self.number = number
    }

    deinit {
        var packet: UnsafeMutablePointer<AVPacket>? = packet
        av_packet_free(&packet)
    }
}
