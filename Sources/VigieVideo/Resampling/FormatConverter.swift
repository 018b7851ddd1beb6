internal import CFFmpeg

/// swscale, for pixel formats that the resampler cannot read: same size, same colour model, no rotation.
final class FormatConverter {
    private var context: OpaquePointer?
    private let converted: DecodedPicture

    init(_ geometry: PictureGeometry) throws(VideoError) {
        converted = try DecodedPicture()
        guard let target = PixelLayout.readable(insteadOf: geometry.pixelFormat) else {
            throw .unsupportedPicture(
                format: geometry.formatName, reason: "neither Vigie nor swscale can read this pixel format")
        }
        converted.avFrame.pointee.format = target.rawValue
        converted.avFrame.pointee.width = Int32(geometry.width)
        converted.avFrame.pointee.height = Int32(geometry.height)
        let status = av_frame_get_buffer(converted.avFrame, 0)
        guard status >= 0 else {
            throw .failed(
                operation: "allocating a \(geometry.formatName) picture", reason: FFmpegLibraries.message(status))
        }
        context = sws_getContext(
            Int32(geometry.width), Int32(geometry.height), geometry.pixelFormat, Int32(geometry.width),
            Int32(geometry.height), target, SWS_BILINEAR | SWS_BITEXACT | SWS_ACCURATE_RND, nil, nil, nil)
        guard context != nil else {
            throw .unsupportedPicture(format: geometry.formatName, reason: "swscale refuses this size or format")
        }
    }

    deinit { sws_freeContext(context) }

    /// The picture in the other format; overwritten by the next call.
    func convert(_ frame: UnsafeMutablePointer<AVFrame>) throws(VideoError) -> UnsafeMutablePointer<AVFrame> {
        let target = converted.avFrame
        let rows = sws_scale(
            context, vigie_frame_planes(frame), vigie_frame_strides(frame), 0, frame.pointee.height,
            vigie_frame_mutable_planes(target), vigie_frame_strides(target))
        guard rows == target.pointee.height else {
            throw .failed(operation: "converting a picture", reason: FFmpegLibraries.message(rows))
        }
        return target
    }

    /// The geometry of converted pictures; colour tags and orientation are those of the originals.
    func geometry(of original: PictureGeometry) -> PictureGeometry {
        var geometry = PictureGeometry(converted.avFrame, orientation: original.orientation)
        geometry.matrix = original.matrix
        geometry.range = original.range
        geometry.chromaLocation = original.chromaLocation
        return geometry
    }
}
