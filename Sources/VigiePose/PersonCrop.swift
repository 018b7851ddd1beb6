public import VigieCore

/// The part of a frame that a pose network looks at for one person, and how it lies in the network's input.
///
/// The person's box is widened or heightened about its centre to the shape of the input and grown by a quarter, as in the
/// training of PP-TinyPose; edges are on whole pixels. Where it ends behind the frame's edge, the input stays black, as it
/// did in training. A turned view has the shape of the input turned.
///
/// Source: `_box2cs` (shape, factor 1.25) and `TopDownAffine` (black border) of PaddlePaddle/PaddleDetection,
/// `ppdet/data/source/keypoint_coco.py` and `ppdet/data/transform/keypoint_operators.py`.
public struct PersonCrop: Sendable, Equatable {
    /// By how much the box is grown.
    public static let growth: Float = 1.25

    /// How the picture is turned.
    public let turn: ViewTurn
    /// The part of it that lies in the frame; never empty.
    public let visible: Region
    /// Where `visible` goes, in pixels of the input before it is turned; the rest is black.
    public let content: Region
    /// Size of the input before it is turned, in pixels.
    public let canvasWidth, canvasHeight: Int
    /// The whole crop, in pixels of the frame; may reach beyond its edges.
    public let whole: Region

    /// Nil where nothing of the crop lies in the frame, or the box has no area.
    ///
    /// - Parameters:
    ///   - box: The person's, in pixels of the frame.
    ///   - inputWidth: Of the network's input, in pixels; so is `inputHeight`.
    public init?(
        box: Box, turn: ViewTurn, inputWidth: Int, inputHeight: Int, frameWidth: Int, frameHeight: Int
    ) {
        self.turn = turn
        (canvasWidth, canvasHeight) = turn == .none ? (inputWidth, inputHeight) : (inputHeight, inputWidth)
        guard let whole = Self.grown(box, canvasWidth, canvasHeight, limit: frameWidth + frameHeight) else {
            return nil
        }
        self.whole = whole
        let left = max(whole.x, 0)
        let top = max(whole.y, 0)
        let right = min(whole.x + whole.width, frameWidth)
        let bottom = min(whole.y + whole.height, frameHeight)
        guard left < right, top < bottom else { return nil }
        visible = Region(x: left, y: top, width: right - left, height: bottom - top)
        let columns = Self.span(left - whole.x, right - whole.x, of: whole.width, on: canvasWidth)
        let rows = Self.span(top - whole.y, bottom - whole.y, of: whole.height, on: canvasHeight)
        content = Region(x: columns.start, y: rows.start, width: columns.count, height: rows.count)
    }

    /// A point of the input, in pixels with the first one's centre at ½, in pixels of the frame.
    public func framePoint(x: Float, y: Float) -> (x: Float, y: Float) {
        let canvas: (x: Float, y: Float) =
            switch turn {
            case .none: (x, y)
            case .clockwise: (y, Float(canvasHeight) - x)
            case .counterclockwise: (Float(canvasWidth) - y, x)
            }
        return (
            Float(whole.x) + canvas.x * Float(whole.width) / Float(canvasWidth),
            Float(whole.y) + canvas.y * Float(whole.height) / Float(canvasHeight)
        )
    }

    /// Where the content's pixels go in the turned input: the index of its first pixel, and by how much the index grows from
    /// column to column and from row to row.
    public func placement(inputWidth: Int) -> (first: Int, columnStep: Int, rowStep: Int) {
        switch turn {
        case .none: (content.y * inputWidth + content.x, 1, inputWidth)
        case .clockwise: (content.x * inputWidth + canvasHeight - 1 - content.y, inputWidth, -1)
        case .counterclockwise: ((canvasWidth - 1 - content.x) * inputWidth + content.y, -inputWidth, 1)
        }
    }

    /// The whole crop; nil for a box without area, or so large or far away that no frame of this size has it.
    private static func grown(_ box: Box, _ canvasWidth: Int, _ canvasHeight: Int, limit: Int) -> Region? {
        let far = 16 * Float(limit)
        guard box.area > 0, box.left > -far, box.top > -far, box.right < far, box.bottom < far else { return nil }
        let (shapeX, shapeY) = (Float(canvasWidth), Float(canvasHeight))
        var (width, height) = (box.width, box.height)
        if width * shapeY > height * shapeX {
            height = width * shapeY / shapeX
        } else {
            width = height * shapeX / shapeY
        }
        width *= growth
        height *= growth
        let left = rounded(box.x + 0.5 * box.width - 0.5 * width)
        let top = rounded(box.y + 0.5 * box.height - 0.5 * height)
        return Region(x: left, y: top, width: max(1, rounded(width)), height: max(1, rounded(height)))
    }

    /// Halves go up.
    private static func rounded(_ value: Float) -> Int { Int((value + 0.5).rounded(.down)) }

    /// Pixels `start..<end` of `length` on a canvas side of `size` pixels, at least one.
    private static func span(_ start: Int, _ end: Int, of length: Int, on size: Int) -> (start: Int, count: Int) {
        let first = min((2 * start * size + length) / (2 * length), size - 1)
        let last = (2 * end * size + length) / (2 * length)
        return (first, max(1, last - first))
    }
}
