import Foundation
import Testing
import VigieCore
import VigieVideo

/// The clips of fixtures/: what they say about themselves, and what comes out of them.
struct FixtureTests {
    struct Clip: Sendable, CustomTestStringConvertible {
        var name: String, codec: String, format: String, width: Int, height: Int, frames: Int
        var testDescription: String { name }
    }

    static let clips = [
        Clip(name: "odd_size.mp4", codec: "h264", format: "yuv444p", width: 101, height: 77, frames: 10),
        Clip(name: "h264_bframes.mp4", codec: "h264", format: "yuv420p", width: 160, height: 120, frames: 30),
        Clip(name: "h264_raw.h264", codec: "h264", format: "yuv420p", width: 96, height: 64, frames: 10),
        Clip(name: "h264_10bit.mkv", codec: "h264", format: "yuv420p10le", width: 96, height: 64, frames: 10),
        Clip(name: "h264_422.mkv", codec: "h264", format: "yuv422p", width: 96, height: 64, frames: 10),
        Clip(name: "ffv1_grey.mkv", codec: "ffv1", format: "gray", width: 48, height: 32, frames: 3),
        Clip(name: "full_range.mp4", codec: "h264", format: "yuvj420p", width: 96, height: 64, frames: 10),
        Clip(name: "ffv1_rgb.mkv", codec: "ffv1", format: "bgr0", width: 48, height: 32, frames: 3),
        Clip(name: "mpeg4.avi", codec: "mpeg4", format: "yuv420p", width: 160, height: 120, frames: 30),
        Clip(name: "mjpeg.avi", codec: "mjpeg", format: "yuvj420p", width: 96, height: 64, frames: 10),
        Clip(name: "variable_rate.mkv", codec: "h264", format: "yuv420p", width: 96, height: 64, frames: 8),
        Clip(name: "rotated_90.mp4", codec: "h264", format: "yuv420p", width: 64, height: 96, frames: 5),
        Clip(name: "rotated_180.mp4", codec: "h264", format: "yuv420p", width: 96, height: 64, frames: 5),
        Clip(name: "rotated_270.mp4", codec: "h264", format: "yuv420p", width: 64, height: 96, frames: 5),
        Clip(name: "picture.png", codec: "png", format: "rgb24", width: 48, height: 32, frames: 1),
    ]

    @Test(arguments: clips) func clipIsDescribedAndReadToItsEnd(clip: Clip) throws {
        let reading = try Reading(fixture(clip.name))
        #expect(reading.error == nil)
        #expect(reading.faults == [])
        #expect(reading.description.codec == clip.codec)
        #expect(reading.description.pixelFormat == clip.format)
        #expect(reading.description.width == clip.width && reading.description.height == clip.height)
        #expect(reading.frames.count == clip.frames)
        #expect(reading.frames.allSatisfy { $0.width == clip.width && $0.height == clip.height && !$0.isDamaged })
        #expect(reading.description.bytes == Int64(try bytes(of: fixture(clip.name)).count))
        #expect(reading.description.sha256 == Digest(of: try bytes(of: fixture(clip.name))))
    }

    @Test func variableRateKeepsItsTimes() throws {
        // FFmpeg's select kept frames 0, 3, 4, 6, 9, … of 10 a second.
        let times = try Reading(fixture("variable_rate.mkv")).frames.map { $0.time?.seconds }
        #expect(times == [0, 0.3, 0.4, 0.6, 0.9, 1.2, 1.5, 1.8])
    }

    @Test func streamWithoutTimeStampsHasNone() throws {
        #expect(try Reading(fixture("h264_raw.h264")).frames.allSatisfy { $0.time == nil })
    }

    @Test func moreThreadsGiveEqualPictures() throws {
        var options = VideoOptions()
        options.threads = 4
        for name in ["h264_bframes.mp4", "mpeg4.avi", "mjpeg.avi", "h264_10bit.mkv"] {
            #expect(try Reading(fixture(name), options: options).frames == Reading(fixture(name)).frames)
        }
    }

    @Test func hashIsThatOfFFmpegsRawPicture() throws {
        // FFmpeg writes planes without padding, in the same order.
        for (name, format) in [
            ("odd_size.mp4", "yuv444p"), ("h264_10bit.mkv", "yuv420p10le"), ("h264_422.mkv", "yuv422p"),
        ] {
            let raw = try run([
                "ffmpeg", "-v", "error", "-bitexact", "-idct", "simple", "-i", fixture(name), "-frames:v", "1", "-f",
                "rawvideo",
                "-pix_fmt", format, "-",
            ])
            #expect(try Reading(fixture(name)).frames[0].hash == raw.withUnsafeBytes { PictureHash(of: $0) })
        }
    }
}
