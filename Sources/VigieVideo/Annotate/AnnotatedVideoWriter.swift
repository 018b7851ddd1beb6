internal import CFFmpeg
internal import VigieCore

/// Writes a video for people: the frames upright, with boxes, labels and a caption drawn on copies of them.
///
/// - The container follows the file name: .mp4, .mkv, .mov or .avi. Pictures are limited-range yuv420p of the first
///   frame's upright size, rounded down to even; later frames of another size are scaled to it, their boxes with them.
/// - Time stamps are the source's, in its time base; .mkv rounds them to milliseconds, .avi to the frame rate. A frame
///   without one, or with one that is not later than the frame before, gets the next possible.
/// - The same frames and annotations give the same bytes with the same FFmpeg on the same CPU.
/// - Where the writer is released without `finish()`, the file is still completed, but failures go unnoticed.
/// - An .mp4 or .mov has its index at the end until `finish()` moves it to the front: where the disk is full or the
///   process is killed before, it cannot be played. An .mkv or .avi then still shows what was written.
public final class AnnotatedVideoWriter {
    private let path: String
    private let source: (tick: AVRational, rate: AVRational)
    private let file: VideoFileWriter
    private let converter: PictureConverter
    private var painter: AnnotationPainter?
    private var frames = 0

    /// Why the pictures have no text, a clause without a full stop; nil where they have, and before the first.
    public private(set) var textUnavailableReason: String?

    /// Creates the file.
    ///
    /// - Parameters:
    ///   - source: Its time base, and its frame rate (25 where unknown), become the video's.
    ///   - overwrite: Whether an existing file is replaced.
    /// - Throws: `unknownContainer`, `exists`, `cannotCreate`.
    public init(path: String, source: StreamDescription, overwrite: Bool) throws(AnnotationError) {
        FFmpegLibraries.silence
        self.path = path
        let tick = AVRational(num: source.timeBase.numerator, den: source.timeBase.denominator)
        // MPEG-4 part 2 takes no finer clock.
        self.source = (tick, av_d2q(source.frameRate ?? 25, 65535))
        do {
            converter = try PictureConverter()
        } catch { throw .cannotCreate(path: path, reason: error.reason) }
        file = try VideoFileWriter(path: path, overwrite: overwrite)
    }

    /// FFmpeg's name of the encoder, such as `libx264` or `mpeg4`; before the first frame, of the one that it tries first.
    public var encoderName: String { file.encoderName }

    /// Adds one frame. The frame itself stays as it is.
    ///
    /// - Parameters:
    ///   - annotations: In pixels of the upright frame; the later lie on top.
    ///   - caption: One line at the top left.
    /// - Throws: `noEncoder`, `badPicture`, `writeFailed`.
    public func write(
        _ frame: borrowing Frame, annotations: [Annotation], caption: String
    ) throws(AnnotationError) {
        let picture: UnsafeMutablePointer<AVFrame>
        do {
            picture = try converter.convert(frame.avFrame, orientation: frame.orientation)
        } catch { throw .badPicture(path: path, frame: frames, reason: error.reason) }
        let canvas = YUVCanvas(picture)
        let scale = (x: Float(canvas.width) / Float(frame.width), y: Float(canvas.height) / Float(frame.height))
        let placed = annotations.map { annotation in
            var placed = annotation
            placed.box = Box(
                x: annotation.box.x * scale.x, y: annotation.box.y * scale.y, width: annotation.box.width * scale.x,
                height: annotation.box.height * scale.y)
            return placed
        }
        painter(for: picture).draw(placed, caption: caption, on: canvas)
        try file.write(picture, at: frame.time, source: source)
        frames += 1
    }

    /// Completes the file; further calls do nothing. A video without a frame leaves no file.
    ///
    /// - Throws: `writeFailed`; the file is closed, and as complete as can be, even then.
    public func finish() throws(AnnotationError) { try file.finish() }

    private func painter(for picture: UnsafePointer<AVFrame>) -> AnnotationPainter {
        if let painter { return painter }
        let height = Int(picture.pointee.height)
        var atlas: GlyphAtlas?
        do {
            atlas = try GlyphAtlas(fontSize: AnnotationPainter.fontSize(pictureHeight: height))
        } catch { textUnavailableReason = error.reason }
        let painter = AnnotationPainter(
            pictureHeight: height, palette: Palette(matrix: picture.pointee.colorspace), atlas: atlas)
        self.painter = painter
        return painter
    }
}
