internal import VigieCore
internal import VigieDetection
internal import VigieLog
internal import VigieVideo

extension Detections {
    /// The log's lines for a frame's detections.
    ///
    /// Detections count from 0, best first. Rejected candidates count from 0 in the same order, whatever they gave way
    /// to.
    func records(
        stream: String, frame: Int, manifest: ModelManifest, thresholds: [Float]
    ) -> [DetectionRecord] {
        var rank = 0
        let rejectionRank = fates.map { fate -> Int in
            defer { rank += fate == .detected ? 0 : 1 }
            return rank
        }
        return fates.indices.filter { fates[$0] == .detected }.enumerated().map { index, keeper in
            let candidate = candidates[keeper]
            var raw = ["class": candidate.rawClass]
            raw["objectness"] = candidate.rawObjectness
            return DetectionRecord(
                id: DetectionRecord.id(stream: stream, frame: frame, index: index), stream: stream, frame: frame,
                class: manifest.classes[candidate.classIndex], score: candidate.score,
                threshold: thresholds[candidate.classIndex], box: candidate.box, crop: candidate.crop,
                level: candidate.level, cell: DetectionRecord.Cell(x: candidate.column, y: candidate.row), raw: raw,
                suppressed: fates.indices.filter { fates[$0] == .suppressed(by: keeper) }.map {
                    DetectionRecord.rejectionID(stream: stream, frame: frame, index: rejectionRank[$0])
                })
        }
    }
}

extension StreamDescription {
    /// The log's line for the stream.
    ///
    /// - Parameter sampling: Nil where no frame was looked at: then what the container says stands for it.
    func record(
        stream: String, address: String, sampling: (resampler: String, colour: AppliedColour)?
    ) -> StreamRecord {
        StreamRecord(
            stream: stream, source: Credentials.hidden(in: address), sha256: sha256, bytes: bytes,
            container: container, codec: codec, pixelFormat: pixelFormat ?? "unknown", width: width, height: height,
            rotation: rotation, timeBase: timeBase, frameRate: frameRate,
            matrix: sampling?.colour.matrix ?? matrix ?? "bt601",
            range: sampling?.colour.isFullRange ?? (range == "pc") ? "full" : "limited",
            chromaLocation: sampling.map(\.colour.chromaLocation) ?? chromaLocation,
            resampler: sampling?.resampler ?? "vigie",
            framesExpected: expectedFrames)
    }
}
