import CKernels
import Testing

/// Of a stored picture, and of what is made of it.
struct ResampleSize: Sendable, CustomTestStringConvertible {
    var width, height, outWidth, outHeight: Int

    var testDescription: String { "\(width)×\(height) → \(outWidth)×\(outHeight)" }
}

/// Where the samples of three components, or of one, lie.
struct SampleLayout: Sendable {
    struct Component: Sendable {
        var plane, step: Int
        var offset = 0
        var isHalved = false
    }

    var name: String
    var depth = 8
    var shift = 0
    var components: [Component]

    static let planar420 = planar("planar", step: 1)

    static let all: [SampleLayout] = [
        planar420, planar("planar, 10 bits", depth: 10, step: 2), planar("planar, 16 bits", depth: 16, step: 2),
        semiPlanar("semi-planar", step: 1), semiPlanar("semi-planar, 10 upper bits", depth: 10, shift: 6, step: 2),
        packed("packed by three", step: 3, sample: 1), packed("packed by four", step: 4, sample: 1),
        packed("packed, 16 bits", depth: 16, step: 6, sample: 2),
        SampleLayout(name: "grey", components: [Component(plane: 0, step: 1)]),
        SampleLayout(name: "grey, 12 middle bits", depth: 12, shift: 3, components: [Component(plane: 0, step: 2)]),
    ]

    private static func planar(_ name: String, depth: Int = 8, step: Int) -> SampleLayout {
        SampleLayout(
            name: name, depth: depth,
            components: (0..<3).map { Component(plane: $0, step: step, isHalved: $0 > 0) })
    }

    private static func semiPlanar(_ name: String, depth: Int = 8, shift: Int = 0, step: Int) -> SampleLayout {
        let luma = Component(plane: 0, step: step)
        let chroma = (0..<2).map { Component(plane: 1, step: 2 * step, offset: $0 * step, isHalved: true) }
        return SampleLayout(name: name, depth: depth, shift: shift, components: [luma] + chroma)
    }

    private static func packed(_ name: String, depth: Int = 8, step: Int, sample: Int) -> SampleLayout {
        SampleLayout(
            name: name, depth: depth, components: (0..<3).map { Component(plane: 0, step: step, offset: $0 * sample) })
    }
}

struct StoredOrientation: Sendable {
    var isTransposed, isMirrored: Bool

    static let upright = StoredOrientation(isTransposed: false, isMirrored: false)
    static let all = [
        upright, StoredOrientation(isTransposed: false, isMirrored: true),
        StoredOrientation(isTransposed: true, isMirrored: false),
        StoredOrientation(isTransposed: true, isMirrored: true),
    ]
}

enum SampleFill { case random, zeros }

/// The kernels' tables of one component.
final class SampleTables {
    let columns, rows: [vigie_tap]
    let blocks: [vigie_column_block]
    let windows: Int32

    init(columns: [vigie_tap], rows: [vigie_tap], depth: Int) {
        self.columns = columns
        self.rows = rows
        var blocks = [vigie_column_block](repeating: vigie_column_block(), count: vigie_column_blocks(columns.count))
        windows = vigie_prepare_columns(columns, columns.count, Int32(depth), &blocks)
        self.blocks = blocks
    }
}

/// A seeded picture whose planes end with their last sample, and its tables.
final class SamplePicture {
    /// BT.601, limited range.
    private static let coefficients = [[9539, 0, 13075], [9539, -3209, -6660], [9539, 16525, 0]]
    private static let zero = [16, 128, 128]

    let layout: SampleLayout
    let size: ResampleSize
    let tables: [SampleTables]
    /// Bytes from one row of the result to the next.
    let outStride: Int
    private let strides: [Int]
    private let planes: [UnsafeMutableBufferPointer<UInt8>]

    init(_ layout: SampleLayout, _ size: ResampleSize, _ orientation: StoredOrientation, fill: SampleFill, seed: UInt64)
    {
        self.layout = layout
        self.size = size
        outStride = 3 * size.outWidth + 7
        var generator = SeededGenerator(state: seed)
        var strides: [Int] = [], planes: [UnsafeMutableBufferPointer<UInt8>] = []
        for component in layout.components where component.plane == planes.count {
            let (width, height) = Self.samples(of: component, size)
            // Odd and wider than a row, where samples are bytes.
            strides.append(width * component.step + (layout.depth > 8 ? 6 : 5))
            let plane = UnsafeMutableBufferPointer<UInt8>.allocate(
                capacity: (height - 1) * strides[component.plane] + width * component.step)
            plane.initialize(repeating: 0)
            if fill == .random {
                for index in plane.indices { plane[index] = UInt8(truncatingIfNeeded: generator.next()) }
            }
            planes.append(plane)
        }
        self.strides = strides
        self.planes = planes
        tables = layout.components.map { component in
            let (width, height) = Self.samples(of: component, size)
            func taps(_ count: Int, alongX: Bool) -> [vigie_tap] {
                let samples = alongX ? width : height
                return (0..<count).map { index in
                    let position = Self.position(index, of: count, component, size, alongX: alongX)
                    let first = Int(position.rounded(.down))
                    func offset(_ sample: Int) -> Int32 {
                        let inside = min(max(sample, 0), samples - 1)
                        let stored = orientation.isMirrored ? samples - 1 - inside : inside
                        return Int32(stored * (alongX ? component.step : strides[component.plane]))
                    }
                    let weight = ((position - position.rounded(.down)) * 2048).rounded()
                    return vigie_tap(a: offset(first), b: offset(first + 1), weight: Int32(weight))
                }
            }
            let alongX = !orientation.isTransposed
            return SampleTables(
                columns: taps(size.outWidth, alongX: alongX), rows: taps(size.outHeight, alongX: !alongX),
                depth: layout.depth)
        }
    }

    deinit { for plane in planes { plane.deallocate() } }

    /// The result with `outStride`; what lies between its rows was 0xA5.
    func resampled(by kernels: UnsafePointer<vigie_resampling>?) -> [UInt8] {
        var matrix = vigie_colour_matrix()
        withUnsafeMutableBytes(of: &matrix.coefficient) {
            $0.copyBytes(from: Self.coefficients.flatMap { $0 }.flatMap(Self.bytes))
        }
        withUnsafeMutableBytes(of: &matrix.offset) {
            $0.copyBytes(
                from: Self.coefficients.map { row in
                    (1 << 20) - 256 * zip(row, Self.zero).reduce(0) { $0 + $1.0 * $1.1 }
                }
                .flatMap(Self.bytes))
        }
        var out = [UInt8](repeating: 0xA5, count: size.outHeight * outStride)
        var scratch = [UInt32](repeating: .max, count: 6 * vigie_mixture_length(size.outWidth))
        withComponents { components in
            vigie_resample(
                kernels, components.baseAddress, components.count, &matrix, size.outWidth, size.outHeight, &scratch,
                &out,
                outStride)
        }
        return out
    }

    /// Three channels of an upright planar picture of 8 bits, in double precision, clamped.
    func exactColour(_ x: Int, _ y: Int) -> [Double] {
        let values = layout.components.map { component in
            let (width, height) = Self.samples(of: component, size)
            let column = Self.position(x, of: size.outWidth, component, size, alongX: true)
            let row = Self.position(y, of: size.outHeight, component, size, alongX: false)
            func sample(_ dx: Int, _ dy: Int) -> Double {
                let x = min(max(Int(column.rounded(.down)) + dx, 0), width - 1)
                let y = min(max(Int(row.rounded(.down)) + dy, 0), height - 1)
                return Double(planes[component.plane][y * strides[component.plane] + x])
            }
            let (u, v) = (column - column.rounded(.down), row - row.rounded(.down))
            return (1 - v) * ((1 - u) * sample(0, 0) + u * sample(1, 0)) + v
                * ((1 - u) * sample(0, 1) + u * sample(1, 1))
        }
        let luma = (values[0] - 16) * 255 / 219, blue = (values[1] - 128) * 255 / 224,
            red = (values[2] - 128) * 255 / 224
        // ITU-T H.273, equations 38 to 40 with 0.299 and 0.114.
        let exact = [
            luma + 1.402 * red, luma - 0.114 * 1.772 / 0.587 * blue - 0.299 * 1.402 / 0.587 * red, luma + 1.772 * blue,
        ]
        return exact.map { min(max($0, 0), 255) }
    }

    private func withComponents(_ body: (UnsafeBufferPointer<vigie_component>) -> Void) {
        var components: [vigie_component] = []
        func add(_ index: Int) {
            guard index < tables.count else {
                components.withUnsafeBufferPointer(body)
                return
            }
            let component = layout.components[index], tables = tables[index]
            tables.columns.withUnsafeBufferPointer { columns in
                tables.rows.withUnsafeBufferPointer { rows in
                    tables.blocks.withUnsafeBufferPointer { blocks in
                        components.append(
                            vigie_component(
                                origin: planes[component.plane].baseAddress! + component.offset,
                                columns: columns.baseAddress, rows: rows.baseAddress, blocks: blocks.baseAddress,
                                windows: tables.windows, depth: Int32(layout.depth), shift: Int32(layout.shift)))
                        add(index + 1)
                    }
                }
            }
        }
        add(0)
    }

    private static func samples(of component: SampleLayout.Component, _ size: ResampleSize) -> (width: Int, height: Int)
    {
        component.isHalved ? ((size.width + 1) / 2, (size.height + 1) / 2) : (size.width, size.height)
    }

    /// In samples of the component; halved ones lie on the first of two columns, and between two rows.
    private static func position(
        _ index: Int, of count: Int, _ component: SampleLayout.Component, _ size: ResampleSize, alongX: Bool
    ) -> Double {
        let luma = (Double(index) + 0.5) * Double(alongX ? size.width : size.height) / Double(count) - 0.5
        return component.isHalved ? (alongX ? luma : luma - 0.5) / 2 : luma
    }

    private static func bytes(_ value: Int) -> [UInt8] { withUnsafeBytes(of: Int32(value)) { Array($0) } }
}
