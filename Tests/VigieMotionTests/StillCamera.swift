import TestSupport
import VigieCore
import VigieVideo

@testable import VigieMotion

/// A camera that looks at a still scene with a pattern and noise, at five frames a second on a grid of 80 × 60 cells of one
/// pixel.
struct StillCamera: ~Copyable {
    static let width = 80
    static let height = 60

    var still: StillRegions
    /// Seconds of media time of the next frame.
    var seconds = 0.0
    var noise = 2
    /// Pixels by which the picture lies right of the scene.
    var shift = 0
    var interval = 0.2
    private var random = SeededRandom(seed: 5)

    init(masks: [Polygon] = []) { still = StillRegions(masks: masks) }

    /// A wall with squares of its own: 80…159.
    static func wall(_ x: Int, _ y: Int) -> Int { 80 + (x / 5 * 37 + y / 5 * 61) % 80 }

    /// Shows a picture until a time, by a level for each cell.
    mutating func show(
        until end: Double, isSettling: Bool = false, _ level: (_ x: Int, _ y: Int) -> Int = StillCamera.wall
    ) {
        while seconds < end - 1e-6 {
            show(isSettling: isSettling, level)
            seconds += interval
        }
    }

    private mutating func show(isSettling: Bool, _ level: (_ x: Int, _ y: Int) -> Int) {
        let shift = shift
        var luma = Self.luma { x, y in level(x - shift, y) }
        if noise > 0 {
            for index in luma.indices {
                luma[index] = UInt8(
                    min(max(Int(luma[index]) + Int.random(in: -noise...noise, using: &random), 0), 255))
            }
        }
        step(luma.span, isSettling: isSettling)
    }

    /// A picture without noise.
    static func luma(_ level: (_ x: Int, _ y: Int) -> Int) -> [UInt8] {
        (0..<width * height).map { UInt8(min(max(level($0 % width, $0 / width), 0), 255)) }
    }

    /// Shows a picture once.
    mutating func look(at luma: [UInt8]) {
        step(luma.span, isSettling: false)
        seconds += interval
    }

    private mutating func step(_ luma: Span<UInt8>, isSettling: Bool) {
        var sum = 0.0, squares = 0.0
        for index in luma.indices {
            sum += Double(luma[index])
            squares += Double(luma[index]) * Double(luma[index])
        }
        let mean = sum / Double(luma.count)
        let picture = PictureStatistics(
            brightness: Float(mean), contrast: Float((squares / Double(luma.count) - mean * mean).squareRoot()),
            detail: 0, change: nil, displacementX: Float(shift), displacementY: 0)
        let grid = MotionGrid(storedWidth: Self.width, storedHeight: Self.height, orientation: Orientation())
        still.step(seconds: seconds, picture, isSettling, luma, grid)
    }
}

/// A level for the cells of a square of 12 × 12 whose corner lies at (30, 20), the wall for all others.
func square(_ level: Int?) -> (_ x: Int, _ y: Int) -> Int {
    { x, y in (30..<42).contains(x) && (20..<32).contains(y) ? level ?? StillCamera.wall(x, y) : StillCamera.wall(x, y)
    }
}
