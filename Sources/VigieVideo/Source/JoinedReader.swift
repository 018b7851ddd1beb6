internal import VigieCore

/// Reads clips one after the other as one stream. Indices, times and the pace go on over a cut; each part has a decoder of
/// its own, so that no frame depends on an earlier part.
final class JoinedReader: EventReader {
    let description: StreamDescription
    private let addresses: [String]
    private let options: VideoOptions
    private var clock: JoinedClock
    /// The part in hand.
    private var reader: (any EventReader)?
    private var part = 0
    private var pace = DecodePace.full
    private var nextIndex = 0
    private var hasReportedEnd = false

    /// Looks at each part, and closes it again.
    ///
    /// - Throws: `readOnce`, `sizeMismatch`; what opening a part throws.
    init(_ addresses: [String], options: VideoOptions) throws(VideoError) {
        self.addresses = addresses
        self.options = options
        var parts: [StreamDescription] = []
        /// The first part whose size is known.
        var sized: Int?
        for address in addresses {
            if case .pipe = try Address(address) { throw .readOnce(address: address) }
            let part = try VideoSource.open(address, takesDigest: true, options: options).description
            if let sized, part.width > 0, (part.width, part.height) != (parts[sized].width, parts[sized].height) {
                throw .sizeMismatch(
                    address: Credentials.hidden(in: address), size: "\(part.width) × \(part.height)",
                    other: Credentials.hidden(in: addresses[sized]),
                    otherSize: "\(parts[sized].width) × \(parts[sized].height)")
            }
            if sized == nil, part.width > 0 { sized = parts.count }
            parts.append(part)
        }
        var joined = StreamDescription(joining: parts, addresses: addresses)
        if let sized { (joined.width, joined.height) = (parts[sized].width, parts[sized].height) }
        description = joined
        clock = JoinedClock(joined)
    }

    func setPace(_ pace: DecodePace) {
        self.pace = pace
        reader?.setPace(pace)
    }

    func next() throws(VideoError) -> VideoEvent {
        while part < addresses.count {
            if let event = try advance() { return event }
        }
        if nextIndex == 0, !hasReportedEnd {
            hasReportedEnd = true
            throw .noFrames(address: Credentials.hidden(in: addresses.joined(separator: ", ")))
        }
        return .end
    }

    /// The next event of the part in hand; nil where it has no more.
    private func advance() throws(VideoError) -> VideoEvent? {
        let reader = try opened()
        do {
            switch try reader.next() {
            case .frame(let frame):
                let time = clock.step(frame.time?.pts)
                return .frame(Frame(frame, index: takeIndex(), time: time))
            case .undecoded(let frame):
                return .undecoded(UndecodedFrame(index: takeIndex(), time: clock.step(frame.time?.pts)))
            case .fault(var fault):
                fault.pts = fault.pts.flatMap { clock.stamp(of: $0) }
                fault.frame = nextIndex
                fault.message = inPart(fault.message)
                return .fault(fault)
            case .end:
                endPart()
                return nil
            }
        } catch .noFrames {
            let message = inPart("not one frame could be decoded")
            endPart()
            return .fault(DecodeFault(kind: .part, position: nil, pts: nil, frame: nextIndex, message: message))
        }
    }

    private func opened() throws(VideoError) -> any EventReader {
        if let reader { return reader }
        let opened = try VideoSource.open(addresses[part], takesDigest: false, options: options)
        if part > 0 { clock.beginPart(opened.description) }
        opened.setPace(pace)
        reader = opened
        return opened
    }

    private func endPart() {
        reader = nil
        part += 1
    }

    private func takeIndex() -> Int {
        defer { nextIndex += 1 }
        return nextIndex
    }

    /// The part by its number from 1: a path has no place among decisions.
    private func inPart(_ message: String) -> String { "part \(part + 1): \(message)" }
}

extension StreamDescription {
    /// What is known of a stream before its first frame: that of the first part, and the sums.
    fileprivate init(joining parts: [StreamDescription], addresses: [String]) {
        self = parts[0]
        sha256 = nil
        bytes = nil
        self.parts = zip(addresses, parts).map {
            Part(address: $0, sha256: $1.sha256, bytes: $1.bytes, expectedFrames: $1.expectedFrames)
        }
        for part in parts.dropFirst() {
            duration = duration.flatMap { sum in part.duration.map { sum + $0 } }
            expectedFrames = expectedFrames.flatMap { sum in
                guard let count = part.expectedFrames, case (let total, false) = sum.addingReportingOverflow(count)
                else { return nil }
                return total
            }
        }
    }
}
