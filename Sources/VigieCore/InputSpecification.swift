/// The order of a picture's colour channels in memory.
public enum ColourOrder: String, Sendable, Hashable, Codable {
    case rgb, bgr
}

/// How a region of the frame is brought to the size of the network's input.
public enum ResizeRule: Sendable, Hashable {
    /// Width and height are scaled independently.
    case stretch
    /// Scaled by one factor so that it fits, placed at the top left; the rest has this value in every channel.
    case letterbox(padding: UInt8)
}

/// The picture that a network wants: `height × width × 3` bytes, channels interleaved.
public struct InputSpecification: Sendable, Hashable {
    /// Width of the network's input, in pixels; 1…8192 in a manifest.
    public var width: Int
    /// Height of the network's input, in pixels; 1…8192 in a manifest.
    public var height: Int
    /// Which channel comes first in each pixel's three bytes.
    public var order: ColourOrder
    /// How a region that is larger, smaller or of another shape is made to fit.
    public var resize: ResizeRule

    /// Takes the values as they are; a manifest's sides were checked when it was read.
    public init(width: Int, height: Int, order: ColourOrder, resize: ResizeRule) {
        self.width = width
        self.height = height
        self.order = order
        self.resize = resize
    }
}

/// A rectangle of whole pixels of the upright frame.
public struct Region: Sendable, Hashable {
    public var x, y, width, height: Int

    /// A region from its top left pixel and its size; whether it lies in a frame is not checked.
    public init(x: Int, y: Int, width: Int, height: Int) {
        self.x = x
        self.y = y
        self.width = width
        self.height = height
    }
}

/// How positions in a network's input map to the frame: `frame = input × scale + offset`, per axis.
public struct InputMapping: Sendable, Hashable {
    public var scaleX, scaleY, offsetX, offsetY: Float

    /// The mapping of `region`, resized by the rule of `input`.
    ///
    /// A letterboxed region of w × h pixels fills max(1, ⌊w·r⌋) × max(1, ⌊h·r⌋) of the input, r = min(W/w, H/h);
    /// that size is `contentSize(of:in:)`.
    public init(region: Region, input: InputSpecification) {
        let content = Self.contentSize(of: region, in: input)
        scaleX = Float(region.width) / Float(content.width)
        scaleY = Float(region.height) / Float(content.height)
        offsetX = Float(region.x)
        offsetY = Float(region.y)
    }

    /// The pixels of the input that the region fills, from its top left corner.
    public static func contentSize(of region: Region, in input: InputSpecification) -> (width: Int, height: Int) {
        switch input.resize {
        case .stretch: return (input.width, input.height)
        case .letterbox:
            // r = W/w where W·h ≤ H·w, in whole numbers so that no rounding decides.
            return input.width * region.height <= input.height * region.width
                ? (input.width, max(1, input.width * region.height / region.width))
                : (max(1, input.height * region.width / region.height), input.height)
        }
    }

    /// The frame's box for a box in the input's pixels.
    public func frameBox(left: Float, top: Float, right: Float, bottom: Float) -> Box {
        Box(
            left: left * scaleX + offsetX, top: top * scaleY + offsetY, right: right * scaleX + offsetX,
            bottom: bottom * scaleY + offsetY)
    }
}
