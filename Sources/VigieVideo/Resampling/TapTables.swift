internal import CFFmpeg
internal import CKernels
internal import VigieCore

/// The kernel's tables for one geometry, one region and one input size.
final class TapTables {
    private let taps: UnsafeMutableBufferPointer<vigie_tap>
    private let layout: PixelLayout
    private let content: (width: Int, height: Int)

    init(_ layout: PixelLayout, _ geometry: PictureGeometry, region: Region, content: (width: Int, height: Int))
        throws(VideoError)
    {
        self.layout = layout
        self.content = content
        taps = .allocate(capacity: layout.components.count * (content.width + content.height))
        var next = 0
        for component in layout.components {
            let stride = Int(geometry.strides[component.plane])
            guard abs(stride) * geometry.height < Int(Int32.max) else {
                throw .unsupportedPicture(format: geometry.formatName, reason: "a plane of 2 GiB or more")
            }
            let offset = geometry.doubledChromaOffset(shiftX: component.shiftX, shiftY: component.shiftY)
            let isLuma = component.shiftX == 0 && component.shiftY == 0
            let o = geometry.orientation
            func axis(_ alongStoredX: Bool, count: Int, start: Int, length: Int) -> Axis {
                Axis(
                    count: count, start: start, length: length, size: alongStoredX ? geometry.width : geometry.height,
                    shift: alongStoredX ? component.shiftX : component.shiftY,
                    doubledOffset: isLuma ? 0 : alongStoredX ? offset.x : offset.y,
                    isMirrored: alongStoredX ? o.mirrorsStoredX : o.mirrorsStoredY,
                    step: alongStoredX ? component.step : stride)
            }
            let columns = axis(!o.isTransposed, count: content.width, start: region.x, length: region.width).taps
            let rows = axis(o.isTransposed, count: content.height, start: region.y, length: region.height).taps
            next = taps[next...].initialize(fromContentsOf: columns)
            next = taps[next...].initialize(fromContentsOf: rows)
        }
    }

    deinit { taps.deallocate() }

    /// A component as the kernel wants it, of a frame of the geometry that the tables were made for.
    func component(_ index: Int, of frame: UnsafeMutablePointer<AVFrame>) -> vigie_component {
        let component = layout.components[index]
        let columns = taps.baseAddress! + index * (content.width + content.height)
        return vigie_component(
            origin: vigie_frame_data(frame, Int32(component.plane)) + component.offset, columns: columns,
            rows: columns + content.width, depth: Int32(component.depth), shift: Int32(component.shift))
    }
}
