package import CFFmpeg
public import VigieCore

/// One decoded picture, in the decoder's own buffer.
///
/// `@unchecked Sendable`: it owns its `AVFrame` alone (it cannot be copied), FFmpeg counts the references to the
/// buffer behind it atomically, and nobody writes to that buffer.
public struct Frame: ~Copyable, @unchecked Sendable {
    /// 0, 1, 2, … in the order in which frames come.
    public let index: Int
    /// Nil where the container and the codec give none.
    public let time: MediaTime?
    /// Pixels of the upright picture.
    public let width, height: Int
    /// The decoder met an error here, or since the last keyframe: what it shows differs between machines, so it is
    /// skipped with the reason `decode-error`.
    public let isDamaged: Bool

    /// How much of the footage was being decoded when it came.
    public let pace: DecodePace

    private let picture: DecodedPicture
    let geometry: PictureGeometry

    init(
        _ picture: DecodedPicture, index: Int, time: MediaTime?, isDamaged: Bool, orientation: Orientation,
        pace: DecodePace = .full
    ) {
        self.picture = picture
        self.pace = pace
        geometry = PictureGeometry(picture.avFrame, orientation: picture.orientation ?? orientation)
        (width, height) = geometry.orientation.upright(width: geometry.width, height: geometry.height)
        self.index = index
        self.time = time
        self.isDamaged = isDamaged
    }

    /// Another reference to a picture that somebody else made; it may not be written to any more.
    package init(
        referringTo avFrame: UnsafeMutablePointer<AVFrame>, index: Int, time: MediaTime? = nil, isDamaged: Bool = false,
        orientation: Orientation = Orientation()
    ) throws(VideoError) {
        let picture = try DecodedPicture()
        let status = av_frame_ref(picture.avFrame, avFrame)
        guard status >= 0 else {
            throw .failed(operation: "referring to a frame", reason: FFmpegLibraries.message(status))
        }
        self.init(picture, index: index, time: time, isDamaged: isDamaged, orientation: orientation)
    }

    /// The same picture at another place.
    init(_ frame: consuming Frame, index: Int, time: MediaTime?) {
        picture = frame.picture
        geometry = frame.geometry
        (width, height) = (frame.width, frame.height)
        isDamaged = frame.isDamaged
        pace = frame.pace
        self.index = index
        self.time = time
    }

    /// Valid as long as the frame; not to be written to.
    package var avFrame: UnsafeMutablePointer<AVFrame> { picture.avFrame }

    /// How the stored picture is brought upright.
    public var orientation: Orientation { geometry.orientation }

    /// FFmpeg's name of the pixel format.
    public var pixelFormat: String { geometry.formatName }

    /// The 64-bit XXH3 of all decoded planes: visible rows without padding, plane after plane, samples as stored.
    ///
    /// Rotation does not enter. docs/video.md has the order of the planes for each family of formats.
    public borrowing func hash(using hasher: inout PictureHasher) -> PictureHash {
        hasher.reset()
        for plane in 0..<4 {
            guard let rows = geometry.rows(of: plane, in: avFrame) else { break }
            for row in 0..<rows.count {
                hasher.update(UnsafeRawBufferPointer(start: rows.origin + row * rows.strideInBytes, count: rows.bytes))
            }
        }
        return hasher.finish()
    }
}
