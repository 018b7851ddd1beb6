internal import CFFmpeg
internal import CKernels
public import VigieCore

/// Brings a region of decoded frames to a network's input: scaling, turning upright and colour conversion in one pass over
/// the decoder's planes, in whole numbers, with the same bytes on every CPU.
///
/// Bilinear; pixel centres lie at +0.5; samples beyond the region's edge repeat the edge, so that a crop gives what a frame
/// that shows only the crop would give. docs/video.md has the formulas.
///
/// `@unchecked Sendable`: its tables and its scratch space are its own, and it cannot be copied.
public struct Resampler: ~Copyable, @unchecked Sendable {
    /// How samples are understood.
    public let colour: AppliedColour
    private let geometry: PictureGeometry
    private let input: InputSpecification
    private let content: (width: Int, height: Int)
    private let converter: FormatConverter?
    private let kernels: UnsafePointer<vigie_resampling>
    private let tables: TapTables
    private let componentCount: Int
    private var matrix: vigie_colour_matrix

    /// Prepares for frames like this one.
    ///
    /// - Parameters:
    ///   - region: Pixels of the upright frame; inside it and not empty.
    ///   - input: What the network wants.
    ///   - instructionSet: Whose kernels run; the result is the same.
    /// - Throws: `unsupportedPicture` where neither Vigie nor swscale can read the pixel format, or the colour matrix is not
    ///   linear; `failed` where memory is lacking.
    public init(
        frame: borrowing Frame, region: Region, input: InputSpecification, instructionSet: InstructionSet = .best
    ) throws(VideoError) {
        precondition(
            region.width > 0 && region.height > 0 && region.x >= 0 && region.y >= 0
                && region.x + region.width <= frame.width && region.y + region.height <= frame.height,
            "\(region) is not inside a frame of \(frame.width) × \(frame.height)")
        precondition(
            input.width > 0 && input.height > 0, "an input of \(input.width) × \(input.height) pixels is empty")
        let geometry = frame.geometry
        let converter = PixelLayout(geometry.pixelFormat) == nil ? try FormatConverter(geometry) : nil
        let readable = converter?.geometry(of: geometry) ?? geometry
        guard let layout = PixelLayout(readable.pixelFormat) else {
            throw .unsupportedPicture(format: geometry.formatName, reason: "swscale offers no format that Vigie reads")
        }
        let content = InputMapping.contentSize(of: region, in: input)
        let matrix = try ColourMatrix.kernel(layout, readable, order: input.order)
        let tables = try TapTables(layout, readable, region: region, content: content)
        // All at once at the end: a value that cannot be copied may not be half made when this throws.
        colour = AppliedColour(layout, readable)
        self.geometry = geometry
        self.input = input
        self.content = content
        self.converter = converter
        self.matrix = matrix
        self.tables = tables
        kernels = vigie_resampling_for(instructionSet.kernels)
        componentCount = layout.components.count
    }

    /// `vigie`, or `swscale` where the pixel format needed converting first: such pictures are not promised to be equal on
    /// another CPU.
    public var name: String { converter == nil ? "vigie" : "swscale" }

    /// The frame is like the one that this was prepared for: size, pixel format, row lengths, orientation, colour tags.
    public func matches(_ frame: borrowing Frame) -> Bool { geometry == frame.geometry }

    /// Fills the network's input.
    ///
    /// - Parameters:
    ///   - frame: One that `matches`.
    ///   - output: `height × width × 3` bytes, row-major, channels interleaved in the input's order. All of it is written; what
    ///     a letterbox leaves over gets the padding value.
    /// - Throws: `failed` where swscale fails.
    /// - Complexity: O(width × height) of the input; allocates nothing.
    public mutating func resample(_ frame: borrowing Frame, into output: inout MutableSpan<UInt8>) throws(VideoError) {
        precondition(matches(frame), "this resampler was prepared for another kind of frame")
        let rowBytes = 3 * input.width
        precondition(
            output.count == input.height * rowBytes,
            "an input needs \(input.height * rowBytes) bytes, not \(output.count)")
        let picture = if let converter { try converter.convert(frame.avFrame) } else { frame.avFrame }
        let content = content, input = input, count = componentCount, tables = tables
        output.withUnsafeMutableBufferPointer { bytes in
            if case .letterbox(let padding) = input.resize {
                Self.pad(bytes, input: input, content: content, with: padding)
            }
            withUnsafeTemporaryAllocation(of: vigie_component.self, capacity: 3) { components in
                for index in 0..<count {
                    components.initializeElement(at: index, to: tables.component(index, of: picture))
                }
                vigie_resample(
                    kernels, components.baseAddress, count, &matrix, content.width, content.height,
                    tables.scratch.baseAddress, bytes.baseAddress, rowBytes)
            }
        }
    }

    /// Right of the content and below it.
    private static func pad(
        _ bytes: UnsafeMutableBufferPointer<UInt8>, input: InputSpecification, content: (width: Int, height: Int),
        with value: UInt8
    ) {
        let rowBytes = 3 * input.width
        if content.width < input.width {
            for row in 0..<content.height {
                bytes[row * rowBytes + 3 * content.width..<(row + 1) * rowBytes].update(repeating: value)
            }
        }
        bytes[content.height * rowBytes..<bytes.count].update(repeating: value)
    }
}
