package import CFFmpeg
package import CKernels

/// Where the samples of decoded pictures lie, component by component, for what reads planes itself.
///
/// `@unchecked Sendable`: only the picture that swscale writes into changes, and the class is handed to one owner.
package final class SampleReader: @unchecked Sendable {
    /// What the components are: luma alone; Y, U, V; or R, G, B.
    package enum Model: Sendable { case grey, yuv, rgb }

    package let model: Model
    /// Stored pixels, not upright ones.
    package let width, height: Int
    private let geometry: PictureGeometry
    private let layout: PixelLayout
    private let converter: FormatConverter?

    /// Prepares for frames of the size and format of this one.
    ///
    /// - Throws: `unsupportedPicture` where neither Vigie nor swscale can read the pixel format; `failed` where memory is
    ///   lacking.
    package init(_ frame: borrowing Frame) throws(VideoError) {
        geometry = frame.geometry
        (width, height) = (geometry.width, geometry.height)
        converter = PixelLayout(geometry.pixelFormat) == nil ? try FormatConverter(geometry) : nil
        let readable = converter?.geometry(of: geometry) ?? geometry
        guard let layout = PixelLayout(readable.pixelFormat) else {
            throw .unsupportedPicture(format: geometry.formatName, reason: "swscale offers no format that Vigie reads")
        }
        self.layout = layout
        model =
            switch layout.model {
            case .grey: .grey
            case .yuv: .yuv
            case .rgb: .rgb
            }
    }

    /// Same size, pixel format and orientation; rows may be longer.
    package func matches(_ frame: borrowing Frame) -> Bool {
        let other = frame.geometry
        return geometry.format == other.format && width == other.width && height == other.height
            && geometry.orientation == other.orientation
    }

    /// The picture whose samples `samples` tells: the frame's own, or its conversion, which the next call overwrites.
    ///
    /// - Parameter frame: One that `matches`.
    /// - Throws: `failed` where swscale fails.
    package func picture(of frame: borrowing Frame) throws(VideoError) -> UnsafeMutablePointer<AVFrame> {
        if let converter { return try converter.convert(frame.avFrame) }
        return frame.avFrame
    }

    /// The samples of a component: 0 for grey, 0…2 otherwise.
    package func samples(_ component: Int, of picture: UnsafeMutablePointer<AVFrame>) -> vigie_motion_samples {
        let c = layout.components[component]
        let plane = vigie_frame_data(picture, Int32(c.plane))!
        return vigie_motion_samples(
            origin: UnsafePointer(plane + c.offset), stride: Int(vigie_frame_stride(picture, Int32(c.plane))),
            step: c.step, width: (width + (1 << c.shiftX) - 1) >> c.shiftX,
            height: (height + (1 << c.shiftY) - 1) >> c.shiftY, depth: Int32(c.depth), shift: Int32(c.shift),
            half_x: Int32(c.shiftX), half_y: Int32(c.shiftY))
    }
}
