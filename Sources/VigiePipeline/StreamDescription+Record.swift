internal import VigieCore
internal import VigieLog
internal import VigieRules
internal import VigieVideo

extension StreamDescription {
    /// The log's line for the stream.
    ///
    /// - Parameters:
    ///   - clock: The local time; nil where nobody needs it.
    ///   - sampling: Nil where no frame was looked at: then what the container says stands for it.
    func record(
        stream: String, address: String, clock: LocalClock?,
        sampling: (resampler: String, colour: AppliedColour)?
    ) -> StreamRecord {
        StreamRecord(
            stream: stream, epoch: clock?.start, utcOffsets: clock?.offsets.map { [$0.from, Double($0.seconds)] },
            source: Credentials.hidden(in: address), sha256: sha256, bytes: bytes,
            parts: parts?.map {
                StreamRecord.Part(
                    source: Credentials.hidden(in: $0.address), sha256: $0.sha256, bytes: $0.bytes,
                    framesExpected: $0.expectedFrames)
            },
            container: container, codec: codec, pixelFormat: pixelFormat ?? "unknown",
            width: width > 0 ? width : nil, height: height > 0 ? height : nil, rotation: rotation, timeBase: timeBase,
            frameRate: frameRate,
            matrix: sampling?.colour.matrix ?? matrix ?? "bt601",
            range: sampling?.colour.isFullRange ?? (range == "pc") ? "full" : "limited",
            chromaLocation: sampling.map(\.colour.chromaLocation) ?? chromaLocation,
            resampler: sampling?.resampler ?? "vigie",
            framesExpected: expectedFrames)
    }
}
