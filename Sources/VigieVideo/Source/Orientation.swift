/// How a stored picture is brought upright: quarter turns and mirrors.
public struct Orientation: Sendable, Hashable {
    /// The upright x axis runs along the stored y axis, and the other way round.
    public var isTransposed: Bool
    /// The upright axis that runs along the stored x axis runs against it.
    public var mirrorsStoredX: Bool
    /// The upright axis that runs along the stored y axis runs against it.
    public var mirrorsStoredY: Bool

    /// By default, a picture that is stored upright.
    public init(isTransposed: Bool = false, mirrorsStoredX: Bool = false, mirrorsStoredY: Bool = false) {
        self.isTransposed = isTransposed
        self.mirrorsStoredX = mirrorsStoredX
        self.mirrorsStoredY = mirrorsStoredY
    }

    /// From a display matrix, which maps stored (p, q) to shown (a·p + c·q, b·p + d·q), y pointing down.
    ///
    /// A matrix that is no multiple of a quarter turn counts as the nearest one.
    ///
    /// - Source: FFmpeg, `libavutil/display.h`; ISO/IEC 14496-12, 8.2.2 (`tkhd`).
    init(a: Int32, b: Int32, c: Int32, d: Int32) {
        isTransposed = a.magnitude < b.magnitude
        mirrorsStoredX = (isTransposed ? b : a) < 0
        mirrorsStoredY = (isTransposed ? c : d) < 0
    }

    /// The picture is mirrored left to right before it is turned by `rotation`.
    public var isMirrored: Bool { isTransposed == (mirrorsStoredX == mirrorsStoredY) }

    /// Degrees clockwise: 0, 90, 180 or 270.
    public var rotation: Int {
        switch (isTransposed, mirrorsStoredX, mirrorsStoredY) {
        case (false, false, false), (false, true, false): 0
        case (false, true, true), (false, false, true): 180
        case (true, false, true), (true, true, true): 90
        case (true, true, false), (true, false, false): 270
        }
    }

    /// Width and height of the upright picture.
    func upright(width: Int, height: Int) -> (width: Int, height: Int) {
        isTransposed ? (height, width) : (width, height)
    }
}
