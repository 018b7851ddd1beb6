import Foundation
import TestSupport
import Testing
import VigieCore
import VigieVideo

/// Several clips as one stream.
struct JoinedTests {
    private let directory: TemporaryDirectory

    init() throws { directory = try TemporaryDirectory() }

    /// Frames of the moving square, 10 a second, in a time base of 1/10.
    private func squares(_ name: String, frames: Int, from first: Int = 0, width: Int = 32) throws -> String {
        try SquareClip.write(to: URL(filePath: directory.path(name)), frames: frames, from: first, width: width)
    }

    private func pattern(_ name: String, rate: Int, frames: Int, options: String = "-c:v mpeg4") throws -> String {
        try encode("testsrc2=size=32x32:rate=\(rate)", "-frames:v \(frames) \(options)", to: directory.path(name))
    }

    private func ticks(_ reading: Reading) -> [Int64?] { reading.frames.map { $0.time?.pts } }

    @Test func partsOfAClipAreTheClip() throws {
        let whole = try Reading(try squares("whole.y4m", frames: 7))
        let parts = [try squares("a.y4m", frames: 4), try squares("b.y4m", frames: 3, from: 4)]
        let joined = try Reading(joining: parts)
        #expect(joined.frames == whole.frames)
        #expect(joined.faults.isEmpty && joined.error == nil)
    }

    @Test func aClipThatWasCutAtAKeyframeIsWhole() throws {
        // Keyframes are frames 0, 10 and 20; B-frames lie between them.
        let whole = fixture("h264_bframes.mp4")
        try run(["ffmpeg", "-v", "error", "-i", whole, "-c", "copy", "-frames:v", "10", directory.path("a.mp4")])
        try run(["ffmpeg", "-v", "error", "-ss", "1", "-i", whole, "-c", "copy", directory.path("b.mp4")])
        let parts = [directory.path("a.mp4"), directory.path("b.mp4")]
        #expect(try parts.map { try Reading($0).frames.count } == [10, 20])
        #expect(try Reading(joining: parts).frames == Reading(whole).frames)
    }

    @Test func ofOneClipTheStreamIsTheClip() throws {
        let (alone, joined) = (try Reading(fixture("mjpeg.avi")), try Reading(joining: [fixture("mjpeg.avi")]))
        #expect(joined.description == alone.description)
        #expect(joined.frames == alone.frames)
    }

    @Test func eachPartIsDescribed() throws {
        let paths = [fixture("mpeg4.avi"), fixture("h264_bframes.mp4")]
        let (joined, first) = (try Reading(joining: paths).description, try Reading(paths[0]).description)
        #expect(joined.sha256 == nil && joined.bytes == nil)
        #expect(joined.parts?.map(\.address) == paths)
        #expect(joined.parts?.map(\.sha256) == (try paths.map { Digest(of: try bytes(of: $0)) }))
        #expect(joined.parts?.map(\.bytes) == (try paths.map { Int64(try bytes(of: $0).count) }))
        #expect(joined.parts?.map(\.expectedFrames) == [30, 30])
        #expect(joined.expectedFrames == 60)
        #expect(joined.duration == 6)
        #expect((joined.codec, joined.container) == (first.codec, first.container))
        #expect(joined.timeBase == first.timeBase)
    }

    @Test func theSumOfWhatIsNotKnownIsNotKnown() throws {
        // YUV4MPEG2 does not say how many frames there are.
        let joined = try Reading(joining: [try squares("a.y4m", frames: 2), try squares("b.y4m", frames: 2)])
        #expect(joined.description.parts?.map(\.expectedFrames) == [nil, nil])
        #expect(joined.description.expectedFrames == nil)
    }

    @Test func timesGoOnInTheFirstPartsTimeBase() throws {
        // In ticks of 1/1000: 10 frames a second; then 30 from ticks of 1/15360; then 25.
        let parts = [
            try pattern("a.mkv", rate: 10, frames: 3), try pattern("b.mp4", rate: 30, frames: 3),
            try pattern("c.mkv", rate: 25, frames: 2),
        ]
        let joined = try Reading(joining: parts)
        #expect(joined.description.timeBase == TimeBase(numerator: 1, denominator: 1000))
        #expect(ticks(joined) == [0, 100, 200, 300, 333, 367, 400, 440])
        #expect(joined.frames.allSatisfy { $0.time?.timeBase == joined.description.timeBase })
    }

    @Test func aPartOfOneFrameLastsAsItsFrameRateSays() throws {
        let parts = [
            try pattern("a.mkv", rate: 10, frames: 2), try pattern("b.mkv", rate: 5, frames: 1),
            try pattern("c.mkv", rate: 10, frames: 2),
        ]
        #expect(ticks(try Reading(joining: parts)) == [0, 100, 200, 400, 500])
    }

    @Test func aPartThatBeginsLateIsShifted() throws {
        let late = try pattern("late.mkv", rate: 10, frames: 2, options: "-c:v mpeg4 -output_ts_offset 7")
        #expect(ticks(try Reading(late)) == [7000, 7100])
        #expect(ticks(try Reading(joining: [try pattern("a.mkv", rate: 10, frames: 2), late])) == [0, 100, 200, 300])
        // The first part's times stay as they are.
        #expect(ticks(try Reading(joining: [late, late])) == [7000, 7100, 7200, 7300])
    }

    @Test func picturesMayBeParts() throws {
        for part in ["left", "right"] {
            try FileManager.default.createDirectory(atPath: directory.path(part), withIntermediateDirectories: false)
            for number in 1...3 {
                try directory.write(
                    Array("P5 32 32 255\n".utf8) + [UInt8](repeating: 7, count: 1024), to: "\(part)/\(number).pgm")
            }
        }
        let clip = try pattern("a.mkv", rate: 10, frames: 2)
        let joined = try Reading(joining: [clip, directory.path("left"), directory.path("right/%d.pgm")])
        #expect(ticks(joined) == [0, 100, 200, 240, 280, 320, 360, 400])
        #expect(joined.description.parts?.allSatisfy { $0.sha256 != nil } == true)
        // Rounded to ticks of 1/25: 100 milliseconds are 2.5 of them.
        let first = try Reading(joining: [directory.path("left"), clip])
        #expect(ticks(first) == [0, 1, 2, 3, 6])
    }

    @Test func aPartWithoutFramesIsAFault() throws {
        let joined = try Reading(joining: [fixture("mjpeg.avi"), fixture("zero_frames.avi"), fixture("mjpeg.avi")])
        #expect(joined.error == nil)
        #expect(ticks(joined) == (0..<20).map { $0 })
        #expect(joined.frames.prefix(10).map(\.hash) == joined.frames.suffix(10).map(\.hash))
        let fault = try #require(joined.faults.first)
        #expect(joined.faults.count == 1 && fault.kind == .part && fault.frame == 10)
        #expect(fault.message == "part 2: not one frame could be decoded")
    }

    @Test func withoutAnyFrameItIsAnErrorAfterTheFaults() throws {
        let joined = try Reading(joining: [fixture("zero_frames.avi"), fixture("zero_frames.avi")])
        #expect(
            joined.error == .noFrames(address: "\(fixture("zero_frames.avi")), \(fixture("zero_frames.avi"))"))
        #expect(joined.faults.map(\.kind) == [.part, .part])
    }

    @Test func damageEndsWithItsPart() throws {
        // Up to the last frame: no keyframe comes after it.
        let clip = "h264_bframes.mp4"
        let broken = try directory.breakPackets(of: clip, at: [21])
        let (alone, clean) = (try Reading(broken), try Reading(fixture(clip)))
        let joined = try Reading(joining: [broken, fixture(clip)])
        #expect(alone.frames.last?.isDamaged == true)
        #expect(joined.frames.map(\.isDamaged) == alone.frames.map(\.isDamaged) + clean.frames.map(\.isDamaged))
        #expect(joined.frames.suffix(30).map(\.hash) == clean.frames.map(\.hash))
    }

    @Test func aFaultHasItsPlaceInTheStream() throws {
        let broken = try directory.breakPackets(of: "mjpeg.avi", at: [3])
        let (alone, joined) = (try Reading(broken), try Reading(joining: [fixture("mjpeg.avi"), broken]))
        let (own, fault) = (try #require(alone.faults.first), try #require(joined.faults.first))
        #expect(joined.faults.count == alone.faults.count)
        #expect((fault.kind, fault.position) == (own.kind, own.position))
        #expect(fault.frame == own.frame + 10)
        #expect(fault.pts == own.pts.map { $0 + 10 })
        #expect(fault.message == "part 2: \(own.message)")
    }

    @Test func aPartThatWasCutIsFollowedByTheNext() throws {
        let whole = try bytes(of: fixture("mpeg4.avi"))
        let cut = try directory.write(whole[..<(whole.count * 6 / 10)], to: "cut.avi")
        let (alone, joined) = (try Reading(cut), try Reading(joining: [cut, fixture("mpeg4.avi")]))
        #expect(joined.error == nil)
        #expect(joined.frames.count == alone.frames.count + 30)
        #expect(joined.faults.count == alone.faults.count)
        #expect(joined.frames.suffix(30).allSatisfy { !$0.isDamaged })
    }

    private func failure(_ addresses: [String]) -> VideoError? {
        do throws(VideoError) {
            _ = try VideoSource(joining: addresses)
            return nil
        } catch {
            #expect("\(error)".split(separator: "\n").count == 1)
            return error
        }
    }

    @Test func whatCannotBeJoinedIsKnownBeforeTheFirstFrame() throws {
        let first = try squares("a.y4m", frames: 2)
        let missing = directory.path("missing.y4m")
        #expect(failure([first, missing]) == .missing(address: missing))
        let empty = try directory.write([], to: "empty.y4m")
        #expect(failure([first, empty])?.exitCode == .badData)
        let wide = try squares("wide.y4m", frames: 2, width: 64)
        let mismatch = try #require(failure([first, first, wide]))
        #expect(mismatch == .sizeMismatch(address: wide, size: "64 × 32", other: first, otherSize: "32 × 32"))
        #expect(mismatch.exitCode == .badData)
        #expect(failure(["-", first]) == .readOnce(address: "-"))
        #expect(failure([first, "-"])?.exitCode == .usage)
    }

    @Test func uprightSizesAreCompared() throws {
        #expect(failure([fixture("rotated_90.mp4"), fixture("rotated_270.mp4")]) == nil)
        guard case .sizeMismatch = failure([fixture("rotated_90.mp4"), fixture("rotated_0.mp4")]) else {
            Issue.record("an upright picture was joined to one on its side")
            return
        }
    }

    @Test func thePaceGoesOnOverTheCut() throws {
        var full = try VideoSource(joining: Array(repeating: fixture("h264_bframes.mp4"), count: 2))
        var idle = try VideoSource(joining: Array(repeating: fixture("h264_bframes.mp4"), count: 2))
        idle.setPace(.keyframes)
        var hasher = PictureHasher()
        var pictures: [Int] = []
        reading: for index in 0... {
            var whole: (time: MediaTime?, hash: PictureHash)?
            if case .frame(let frame) = try full.next() { whole = (frame.time, frame.hash(using: &hasher)) }
            switch try idle.next() {
            case .frame(let frame):
                pictures.append(index)
                #expect(frame.index == index && frame.time == whole?.time)
                #expect(frame.hash(using: &hasher) == whole?.hash)
                #expect(frame.pace == .keyframes || index % 30 < 10)
            case .undecoded(let frame): #expect(frame.index == index && frame.time == whole?.time)
            case .fault(let fault): Issue.record("\(fault)")
            case .end:
                #expect(index == 60 && whole == nil)
                break reading
            }
        }
        // One keyframe in ten; that they come so often is known from the second of a part on.
        #expect(pictures.filter { $0 % 30 >= 10 } == [10, 20, 40, 50])
    }
}
