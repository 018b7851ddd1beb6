import Foundation
import TestSupport
import Testing
import VigieCore
import VigieVideo

/// Damaged footage: it is known for what it is, and reading goes on and ends.
struct DamageTests {
    private let directory: TemporaryDirectory

    init() throws { directory = try TemporaryDirectory() }

    /// Flips one random bit in this share of the bytes from `start` on.
    private func flip(_ original: [UInt8], share: Double, from start: Int, seed: UInt64) -> [UInt8] {
        var random = SeededRandom(seed: seed), bytes = original
        for _ in 0..<max(1, Int(Double(bytes.count) * share)) {
            bytes[Int.random(in: start..<bytes.count, using: &random)] ^= 1 << UInt8.random(in: 0..<8, using: &random)
        }
        return bytes
    }

    static let clips = ["h264_bframes.mp4", "mpeg4.avi", "mjpeg.avi"]

    @Test(.timeLimit(.minutes(5)), arguments: clips, 0..<20)
    func onePercentOfFlippedBytesNeitherCrashesNorHangs(clip: String, seed: Int) throws {
        let damaged = flip(try bytes(of: fixture(clip)), share: 0.01, from: 0, seed: UInt64(seed))
        let path = try directory.write(damaged, to: clip)
        do {
            let reading = try Reading(path)
            #expect(!reading.faults.isEmpty || reading.error != nil || reading.frames.isEmpty)
        } catch let error as VideoError {
            #expect(error.exitCode == .badData)
        }
    }

    /// One flipped bit a clip, past the container's header. A bit that makes another valid stream is known to nobody.
    @Test(arguments: clips) func mostDamagedFramesAreKnown(clip: String) throws {
        let original = try bytes(of: fixture(clip)), truth = Set(try Reading(fixture(clip)).frames.map(\.hash))
        var passed = 0, wrong = 0, skipped = 0
        for seed in 0..<40 as Range<UInt64> {
            let reading = try Reading(try directory.write(flip(original, share: 0, from: 6000, seed: seed), to: clip))
            skipped += reading.frames.count { $0.isDamaged } + reading.faults.count { $0.kind == .refused }
            passed += reading.frames.count { !$0.isDamaged }
            wrong += reading.frames.count { !$0.isDamaged && !truth.contains($0.hash) }
        }
        print("\(clip): \(skipped) frames known as damaged; of \(passed) others \(wrong) differ")
        #expect(skipped > 0)
        #expect(wrong < passed / 10)
    }

    @Test(arguments: ["h264_bframes.mp4", "mpeg4.avi"]) func damageLastsFromTheFaultToTheNextKeyframe(clip: String)
        throws
    {
        // Keyframes are packets 0, 10 and 20; with B-frames before them they are shown up to two frames later.
        let reading = try Reading(try directory.breakPackets(of: clip, at: [11]))
        let clean = try Reading(fixture(clip))
        #expect(reading.frames.count == 30)
        #expect(reading.faults.count >= 1)
        let damaged = reading.frames.indices.filter { reading.frames[$0].isDamaged }
        #expect(!damaged.isEmpty && damaged.allSatisfy { (10..<22).contains($0) })
        for (frame, truth) in zip(reading.frames, clean.frames) where !frame.isDamaged {
            #expect(frame.hash == truth.hash)
        }
        let fault = try #require(reading.faults.first)
        #expect(fault.position != nil)
        #expect((8...20).contains(fault.frame))
    }

    @Test func damagedPictureOfAnIntraOnlyCodecStandsAlone() throws {
        let reading = try Reading(try directory.breakPackets(of: "mjpeg.avi", at: [3]))
        #expect(reading.faults.count == 1)
        #expect(reading.frames.filter(\.isDamaged).count <= 1)
        #expect(reading.frames.count >= 9)
    }

    @Test(arguments: ["h264_bframes.mp4", "mpeg4.avi", "h264_10bit.mkv"])
    func clipCutInTheMiddleGivesItsFirstFramesAndAFault(clip: String) throws {
        // In the MP4 the index stands at the end unless it is moved to the front.
        var whole = fixture(clip)
        if clip.hasSuffix("mp4") {
            whole = directory.path("front.mp4")
            try run(["ffmpeg", "-v", "error", "-i", fixture(clip), "-c", "copy", "-movflags", "faststart", whole])
        }
        let original = try bytes(of: whole)
        let reading = try Reading(try directory.write(original[..<(original.count * 6 / 10)], to: "cut_" + clip))
        let clean = try Reading(fixture(clip))
        #expect(reading.error == nil)
        #expect((1..<clean.frames.count).contains(reading.frames.count))
        // Frames that were lost move the index of those that were decoded before them and come out after them.
        let truth = Set(clean.frames.map(\.hash))
        #expect(reading.frames.allSatisfy { $0.isDamaged || truth.contains($0.hash) })
        #expect((clip.hasSuffix("mkv") ? 0 : 1)...3 ~= reading.faults.count)
    }

    @Test func clipWithoutItsIndexIsAnError() throws {
        let original = try bytes(of: fixture("h264_bframes.mp4"))
        let path = try directory.write(original[..<(original.count / 2)], to: "cut.mp4")
        #expect(throws: VideoError.notMedia(address: path, reason: "Invalid data found when processing input")) {
            try Reading(path)
        }
    }

    @Test func clipThatBeginsBetweenKeyframesIsDamagedUntilTheFirst() throws {
        let path = directory.path("late.ts")
        try run([
            "ffmpeg", "-v", "error", "-i", fixture("h264_bframes.mp4"), "-c", "copy", "-bsf:v",
            "h264_mp4toannexb,noise=drop='lt(n,1)'", path,
        ])
        let reading = try Reading(path)
        #expect(reading.faults.count >= 1)
        #expect(reading.frames.first?.isDamaged == true)
        #expect(reading.frames.last?.isDamaged == false)
    }
}
