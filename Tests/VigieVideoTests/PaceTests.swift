import TestSupport
import Testing
import VigieCore
import VigieVideo

/// What is left out of the decoding, and that nothing else changes.
@Suite struct PaceTests {
    /// One event of a source.
    private enum Seen: Equatable {
        case picture(time: MediaTime?, PictureHash)
        case leftOut(time: MediaTime?)

        var isPicture: Bool { if case .picture = self { true } else { false } }

        var time: MediaTime? {
            switch self {
            case .picture(let time, _), .leftOut(let time): time
            }
        }
    }

    /// Everything a clip gives; `pace` says for each frame at which pace to go on after it.
    private func read(_ clip: String, pace: (Int) -> DecodePace) throws -> [Seen] {
        var source = try VideoSource(fixture(clip))
        var hasher = PictureHasher()
        var seen: [Seen] = []
        source.setPace(pace(-1))
        while true {
            switch try source.next() {
            case .frame(let frame):
                let index = frame.index
                #expect(index == seen.count)
                let isDamaged = frame.isDamaged
                #expect(!isDamaged)
                seen.append(.picture(time: frame.time, frame.hash(using: &hasher)))
                source.setPace(pace(frame.index))
            case .undecoded(let frame):
                #expect(frame.index == seen.count)
                seen.append(.leftOut(time: frame.time))
            case .fault(let fault): Issue.record("\(fault)")
            case .end: return seen
            }
        }
    }

    private func expectParts(_ seen: [Seen], of full: [Seen]) {
        #expect(seen.map(\.time) == full.map(\.time))
        for (part, whole) in zip(seen, full) where part.isPicture { #expect(part == whole) }
    }

    private func pictures(_ seen: [Seen]) -> Int { seen.filter { $0.isPicture }.count }

    private static let clips = ["h264_bframes.mp4", "mjpeg.avi", "h264_422.mkv", "variable_rate.mkv"]

    @Test func whereTimesAreMissingAndFramesChangeTheirOrderAllAreDecoded() throws {
        let full = try read("mpeg4.avi") { _ in .full }
        #expect(try read("mpeg4.avi") { _ in .keyframes } == full)
    }

    @Test(arguments: clips)
    func keyframesAreThoseOfTheWholeClipAndTheOthersKeepTheirPlaces(clip: String) throws {
        let full = try read(clip) { _ in .full }
        let seen = try read(clip) { _ in .keyframes }
        expectParts(seen, of: full)
        #expect(seen[0].isPicture)
        #expect(pictures(seen) < full.count || full.count <= 10)
    }

    @Test func betweenKeyframesASecondApartNothingIsDecoded() throws {
        let seen = try read("h264_bframes.mp4") { _ in .keyframes }
        // One keyframe in ten; that they come so often is known from the second on.
        let places = seen.indices.filter { seen[$0].isPicture && $0 >= 10 }
        #expect(places == [10, 20])
    }

    @Test(arguments: clips, [3, 9, 10, 12, 17, 20])
    func decodingGoesOnAfterAnyFrameAsIfItHadNeverStopped(clip: String, wake: Int) throws {
        let full = try read(clip) { _ in .full }
        let seen = try read(clip) { $0 < wake ? .keyframes : .full }
        expectParts(seen, of: full)
        // The keyframe behind it may have come before those that are left out; from the next on, nothing is.
        let woken = seen.dropFirst((wake / 10 + 2) * 10)
        #expect(pictures(Array(woken)) == woken.count)
    }

    @Test func thePaceMayChangeAfterEveryFrame() throws {
        let full = try read("h264_bframes.mp4") { _ in .full }
        for period in [2, 3, 5, 7] {
            let seen = try read("h264_bframes.mp4") {
                $0 / period % 2 == 0 ? .keyframes : $0 % 3 == 0 ? .sparse(spacing: 1) : .full
            }
            expectParts(seen, of: full)
        }
    }

    @Test func framesThatNothingRefersToAreLeftOut() throws {
        let full = try read("h264_bframes.mp4") { _ in .full }
        let seen = try read("h264_bframes.mp4") { _ in .sparse(spacing: 60) }
        expectParts(seen, of: full)
        #expect((5..<25).contains(pictures(seen)))
        // Every picture of Motion JPEG stands alone.
        let mjpeg = try read("mjpeg.avi") { _ in .sparse(spacing: 0.5) }
        #expect(pictures(mjpeg) == 2)
    }

    @Test func withoutTheLoopFilterEveryFrameComes() throws {
        let full = try read("h264_bframes.mp4") { _ in .full }
        let seen = try read("h264_bframes.mp4") { _ in .unfiltered }
        #expect(seen.map(\.time) == full.map(\.time))
        #expect(pictures(seen) == full.count)
        // Those that others refer to are the same.
        let equal = zip(seen, full).filter { $0 == $1 }.count
        #expect(equal >= 10)
    }
}
