internal import CFFmpeg
internal import CKernels
internal import VigieCore

/// The kernel's tables for one geometry, one region and one input size, and its scratch space.
final class TapTables {
    /// Where the samples of a component lie, but for the first: components for which it is equal share tables.
    private struct Placement: Hashable {
        var step, stride, shiftX, shiftY: Int
    }

    /// Overwritten by each resampling.
    let scratch: UnsafeMutableBufferPointer<UInt32>
    private let layout: PixelLayout
    private let taps: [ComponentTaps]

    init(_ layout: PixelLayout, _ geometry: PictureGeometry, region: Region, content: (width: Int, height: Int))
        throws(VideoError)
    {
        var taps: [ComponentTaps] = []
        var made: [Placement: ComponentTaps] = [:]
        for component in layout.components {
            let stride = Int(geometry.strides[component.plane])
            guard abs(stride) * geometry.height < Int(Int32.max) else {
                throw .unsupportedPicture(format: geometry.formatName, reason: "a plane of 2 GiB or more")
            }
            let placement = Placement(
                step: component.step, stride: stride, shiftX: component.shiftX, shiftY: component.shiftY)
            let tables = made[placement] ?? Self.taps(placement, layout.depth, geometry, region, content)
            made[placement] = tables
            taps.append(tables)
        }
        self.layout = layout
        self.taps = taps
        scratch = .allocateInLines(capacity: 2 * taps.count * vigie_mixture_length(content.width))
        scratch.initialize(repeating: 0)
    }

    deinit { scratch.deallocate() }

    /// A component as the kernel wants it, of a frame of the geometry that the tables were made for.
    func component(_ index: Int, of frame: UnsafeMutablePointer<AVFrame>) -> vigie_component {
        let component = layout.components[index]
        return taps[index].component(
            origin: vigie_frame_data(frame, Int32(component.plane)) + component.offset, depth: component.depth,
            shift: component.shift)
    }

    private static func taps(
        _ placement: Placement, _ depth: Int, _ geometry: PictureGeometry, _ region: Region,
        _ content: (width: Int, height: Int)
    ) -> ComponentTaps {
        let isLuma = placement.shiftX == 0 && placement.shiftY == 0
        let offset = geometry.doubledChromaOffset(shiftX: placement.shiftX, shiftY: placement.shiftY)
        let o = geometry.orientation
        func axis(_ alongStoredX: Bool, count: Int, start: Int, length: Int) -> Axis {
            Axis(
                count: count, start: start, length: length, size: alongStoredX ? geometry.width : geometry.height,
                shift: alongStoredX ? placement.shiftX : placement.shiftY,
                doubledOffset: isLuma ? 0 : alongStoredX ? offset.x : offset.y,
                isMirrored: alongStoredX ? o.mirrorsStoredX : o.mirrorsStoredY,
                step: alongStoredX ? placement.step : placement.stride)
        }
        return ComponentTaps(
            columns: axis(!o.isTransposed, count: content.width, start: region.x, length: region.width),
            rows: axis(o.isTransposed, count: content.height, start: region.y, length: region.height), depth: depth)
    }
}
