import Testing
import VigieCore
import VigieVideo

struct RotationTests {
    static let turns = [0, 90, 180, 270]

    @Test(arguments: turns) func uprightPictureIsTheOneThatFFmpegShows(turn: Int) throws {
        let own = try firstPicture(of: fixture("rotated_\(turn).mp4"))
        let shown = try run([
            "ffmpeg", "-v", "error", "-i", fixture("rotated_\(turn).mp4"), "-frames:v", "1", "-vf",
            "scale=flags=bicubic+accurate_rnd+full_chroma_int", "-f", "rawvideo", "-pix_fmt", "rgb24", "-",
        ])
        #expect(own.rotation == turn)
        // The wrong turn gives more than 20; half a chroma sample, by which FFmpeg's own turns differ, gives 2.
        #expect(meanDifference(own.bytes, shown) < 3)
    }

    /// The four clips hold the same stream.
    @Test(arguments: turns) func turningWhileResamplingEqualsTurningAfterwards(turn: Int) throws {
        let stored = try firstPicture(of: fixture("rotated_0.mp4")),
            upright = try firstPicture(of: fixture("rotated_\(turn).mp4"))
        var expected: [UInt8] = []
        for y in 0..<upright.height {
            for x in 0..<upright.width {
                // A clockwise quarter turn shows at (x, y) what was stored at (y, height − 1 − x).
                let (u, v) =
                    switch turn {
                    case 90: (y, stored.height - 1 - x)
                    case 180: (stored.width - 1 - x, stored.height - 1 - y)
                    case 270: (stored.width - 1 - y, x)
                    default: (x, y)
                    }
                expected += stored.bytes[3 * (v * stored.width + u)..<3 * (v * stored.width + u) + 3]
            }
        }
        #expect(upright.bytes == expected)
    }

    @Test(arguments: [
        (Orientation(), 0, false), (Orientation(mirrorsStoredX: true), 0, true),
        (Orientation(mirrorsStoredX: true, mirrorsStoredY: true), 180, false),
        (Orientation(mirrorsStoredY: true), 180, true),
        (Orientation(isTransposed: true, mirrorsStoredY: true), 90, false),
        (Orientation(isTransposed: true, mirrorsStoredX: true), 270, false),
        (Orientation(isTransposed: true), 270, true),
        (Orientation(isTransposed: true, mirrorsStoredX: true, mirrorsStoredY: true), 90, true),
    ]) func orientationIsAMirrorThenATurn(orientation: Orientation, rotation: Int, isMirrored: Bool) {
        #expect(orientation.rotation == rotation)
        #expect(orientation.isMirrored == isMirrored)
    }

    /// All eight orientations of one row of three grey pixels.
    @Test(
        arguments: [
            (Orientation(), [10, 20, 30]), (Orientation(mirrorsStoredX: true), [30, 20, 10]),
            (Orientation(mirrorsStoredY: true), [10, 20, 30]),
            (Orientation(mirrorsStoredX: true, mirrorsStoredY: true), [30, 20, 10]),
            (Orientation(isTransposed: true), [10, 20, 30]),
            (Orientation(isTransposed: true, mirrorsStoredX: true), [30, 20, 10]),
            (Orientation(isTransposed: true, mirrorsStoredY: true), [10, 20, 30]),
            (Orientation(isTransposed: true, mirrorsStoredX: true, mirrorsStoredY: true), [30, 20, 10]),
        ] as [(Orientation, [UInt8])]) func mirrorsAndTurnsByHand(orientation: Orientation, expected: [UInt8]) throws
    {
        let canvas = Canvas("gray", width: 3, height: 1)
        canvas.paint { _, x, _ in 10 * (x + 1) }
        let frame = try canvas.frame(orientation: orientation)
        #expect(frame.width == (orientation.isTransposed ? 1 : 3))
        #expect(try frame.resampled(to: .stretch(frame.width, frame.height)) == expected.flatMap { [$0, $0, $0] })
    }
}
