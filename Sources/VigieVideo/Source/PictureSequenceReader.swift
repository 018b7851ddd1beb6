internal import VigieCore

/// Reads numbered pictures, each a container of its own: they may differ in size and kind, and a damaged one is a fault.
final class PictureSequenceReader: EventReader {
    let description: StreamDescription
    private let pictures: NumberedPictures
    private let address: String
    private let options: VideoOptions
    private var reader: ContainerReader?
    /// The picture in hand has told of one.
    private var hasFault = false
    private var nextPicture = 0
    private var nextIndex = 0
    private var hasReportedEnd = false

    /// - Parameter takesDigest: Whether the description has their SHA-256.
    /// - Throws: `noPictures`; `noFrames` where not one of them can be opened.
    init(
        _ pictures: NumberedPictures, address: String, takesDigest: Bool, options: VideoOptions
    ) throws(VideoError) {
        guard !pictures.paths.isEmpty else { throw .noPictures(address: address) }
        self.pictures = pictures
        self.address = address
        self.options = options
        let digest =
            takesDigest
            ? try FileDigest(of: pictures.paths, address: address, isInterrupted: options.isInterrupted) : FileDigest()
        var opened: StreamDescription?
        // Some damaged pictures open, but without a size.
        for path in pictures.paths where (opened?.width ?? 0) == 0 {
            if case .success(let reader) = try Self.open(path, options: options) { opened = reader.description }
        }
        guard var description = opened else { throw .noFrames(address: address) }
        description.container = "pictures"
        description.timeBase = options.pictureDuration
        let seconds = Double(options.pictureDuration.numerator) / Double(options.pictureDuration.denominator)
        description.frameRate = 1 / seconds
        description.expectedFrames = pictures.paths.count
        description.duration = Double(pictures.paths.count) * seconds
        description.sha256 = digest.sha256
        description.bytes = digest.bytes
        self.description = description
    }

    /// Every picture is one that was asked for.
    func setPace(_ pace: DecodePace) {}

    func next() throws(VideoError) -> VideoEvent {
        while nextPicture < pictures.paths.count {
            if let event = try advance() { return event }
        }
        if nextIndex == 0, !hasReportedEnd {
            hasReportedEnd = true
            throw .noFrames(address: address)
        }
        return .end
    }

    /// The next event of the picture in hand; nil where it has no more.
    private func advance() throws(VideoError) -> VideoEvent? {
        if reader == nil {
            switch try Self.open(pictures.paths[nextPicture], options: options) {
            case .success(let opened): reader = opened
            case .failure(let error):
                let fault = fault(error)
                finishPicture()
                return .fault(fault)
            }
        }
        guard let reader else { return nil }
        do {
            switch try reader.next() {
            case .frame(let frame):
                // A picture has one frame; of a moving one (GIF, APNG) the first counts.
                let time = MediaTime(pts: Int64(nextPicture), timeBase: options.pictureDuration)
                let index = nextIndex
                finishPicture()
                nextIndex += 1
                return .frame(Frame(frame, index: index, time: time))
            case .fault(var fault):
                fault.frame = nextIndex
                fault.pts = Int64(nextPicture)
                hasFault = true
                return .fault(fault)
            case .undecoded: return nil
            case .end:
                finishPicture()
                return nil
            }
        } catch .noFrames(let address) {
            let fault = fault(.noFrames(address: address))
            let isReported = hasFault
            finishPicture()
            return isReported ? nil : .fault(fault)
        }
    }

    private func finishPicture() {
        reader = nil
        hasFault = false
        nextPicture += 1
    }

    private func fault(_ error: VideoError) -> DecodeFault {
        DecodeFault(kind: .picture, position: nil, pts: Int64(nextPicture), frame: nextIndex, message: "\(error)")
    }

    /// What is wrong with the picture itself is a failure; everything else throws.
    private static func open(
        _ path: String, options: VideoOptions
    ) throws(VideoError) -> Result<ContainerReader, VideoError> {
        let name = path.split(separator: "/").last.map(String.init) ?? path
        do {
            return .success(try ContainerReader(.file(path: path), address: name, options: options))
        } catch {
            if error.exitCode == .badData { return .failure(error) }
            throw error
        }
    }
}
