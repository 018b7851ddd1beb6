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
        packet = av_packet_alloc()
        guard packet != nil else { throw .failed(operation: "allocating a packet", reason: "out of memory") }
    }

    deinit { av_packet_free(&packet) }

    func next() throws(VideoError) -> VideoEvent {
        while true {
            if let picture = queue.release() { return .frame(frame(picture)) }
            if hasEnded { return try end() }
            if isInterrupted() { throw .interrupted(address: demuxer.address) }
            if let fault = try advance() { return .fault(fault) }
        }
    }

    /// One step of the decoder: a picture out, or a packet in.
    private func advance() throws(VideoError) -> DecodeFault? {
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
            finish()
            return nil
        default:
            failuresInARow += 1
            if failuresInARow > Self.failureLimit { finish() }
            damage.fault(packet: nextPacket - 1)
            return fault(.refused, message: FFmpegLibraries.message(status))
        }
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

    private func frame(_ picture: DecodedPicture) -> Frame {
        let isKeyframe = picture.isKeyframe || decoder.isIntraOnly
        let isDamaged = damage.isDamaged(packet: picture.packet, isKeyframe: isKeyframe)
        defer { nextIndex += 1 }
        return Frame(
            picture, index: nextIndex, time: picture.pts.map { MediaTime(pts: $0, timeBase: timeBase) },
            isDamaged: isDamaged, orientation: orientation)
    }

    private func received(_ picture: DecodedPicture) -> DecodeFault? {
        queue.received(picture)
        guard let message = picture.damage, !damage.hasFault(packet: picture.packet) else { return nil }
        damage.fault(packet: picture.packet)
        return DecodeFault(
            kind: .frame, position: picture.position, pts: picture.pts, frame: nextIndex, message: message)
    }

    /// Gives the decoder its next packet, or the end.
    private func feed() throws(VideoError) -> DecodeFault? {
        guard let packet else { return nil }
        av_packet_unref(packet)
        let status = demuxer.read(packet)
        guard status >= 0 else { return try unread(status) }
        failuresInARow = 0
        let number = nextPacket
        nextPacket += 1
        queue.sent(packet: number)
        let sent = decoder.send(packet, number: number)
        let isCorrupt = packet.pointee.flags & AV_PKT_FLAG_CORRUPT != 0
        if sent < 0 { queue.refused(packet: number) }
        guard sent < 0 || isCorrupt else { return nil }
        damage.fault(packet: number)
        return sent < 0
            ? fault(.refused, message: FFmpegLibraries.message(sent))
            : fault(.packet, message: "the packet is incomplete or its checksum is wrong")
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
