import Foundation
import TestSupport
import Testing
import VigieCore
import VigieVideo

/// Input that holds no video: one sentence each, with the documented exit code.
struct BadInputTests {
    private let directory: TemporaryDirectory

    init() throws { directory = try TemporaryDirectory() }

    private func failure(_ address: String, options: VideoOptions = VideoOptions()) -> VideoError? {
        do {
            var source = try VideoSource(address, options: options)
            while true {
                if case .end = try source.next() { return nil }
            }
        } catch {
            #expect("\(error)".split(separator: "\n").count == 1)
            return error
        }
    }

    @Test func missingFile() {
        let error = failure(directory.path("none.mp4"))
        #expect(error == .missing(address: directory.path("none.mp4")))
        #expect(error?.exitCode == .missingInput)
    }

    @Test func emptyFile() throws {
        let path = try directory.write([], to: "empty.mp4")
        #expect(failure(path) == .empty(address: path))
        #expect(failure(path)?.exitCode == .badData)
    }

    static let texts = [
        "Text, not video.\n", String(repeating: "All work and no play makes Jack a dull boy.\n", count: 2000),
        "\u{1B}[2J\u{1B}[31mred\u{1B}[0m\n", "ffconcat version 1.0\nfile 'x.mp4'\n",
        "1\n00:00:01,000 --> 00:00:02,000\nA subtitle.\n\n2\n00:00:03,000 --> 00:00:04,000\nAnother.\n",
    ]

    @Test(arguments: texts, ["text.mp4", "text.txt", "text.ans", "text.avi"]) func textIsNoVideo(
        text: String, name: String
    ) throws {
        let path = try directory.write(Array(text.utf8), to: name)
        let error = try #require(failure(path))
        #expect(error.exitCode == .badData)
    }

    @Test func randomBytesAreNoVideo() throws {
        var random = SeededRandom(seed: 7)
        let path = try directory.write(
            (0..<50_000).map { _ in UInt8.random(in: 0...255, using: &random) }, to: "noise.mp4")
        #expect(failure(path)?.exitCode == .badData)
    }

    @Test func playlistOnDiskReachesNoServer() throws {
        let text = "#EXTM3U\n#EXT-X-TARGETDURATION:10\n#EXTINF:10,\nhttp://127.0.0.1:9/a.ts\n#EXT-X-ENDLIST\n"
        let error = failure(try directory.write(Array(text.utf8), to: "list.m3u8"))
        #expect(error?.exitCode == .badData)
    }

    @Test func soundHasNoVideo() {
        guard case .noVideo = failure(fixture("audio_only.m4a")) else {
            Issue.record("\(String(describing: failure(fixture("audio_only.m4a"))))")
            return
        }
    }

    @Test func coverPictureOfASoundFileIsNoVideo() throws {
        let path = directory.path("cover.mp3")
        try run([
            "ffmpeg", "-v", "error", "-f", "lavfi", "-i", "sine=duration=0.3", "-i", fixture("picture.png"), "-map",
            "0", "-map", "1",
            "-c:v", "copy", "-disposition:v:0", "attached_pic", path,
        ])
        guard case .noVideo = failure(path) else {
            Issue.record("\(String(describing: failure(path)))")
            return
        }
    }

    @Test func videoWithoutFrames() {
        let error = failure(fixture("zero_frames.avi"))
        #expect(error == .noFrames(address: fixture("zero_frames.avi")))
        #expect(error?.exitCode == .badData)
    }

    @Test func directoryWithoutNumberedPictures() throws {
        try directory.write([1], to: "1.txt")
        try directory.write([1], to: "picture.jpg")
        #expect(failure(directory.path) == .noPictures(address: directory.path))
        #expect(failure(directory.path("%04d.jpg")) == .noPictures(address: directory.path("%04d.jpg")))
        #expect(failure(directory.path)?.exitCode == .badData)
    }

    @Test(.enabled(if: geteuid() != 0, "the superuser may read everything")) func forbiddenFile() throws {
        let path = try directory.write([1], to: "secret.mp4")
        #expect(chmod(path, 0) == 0)
        #expect(failure(path)?.exitCode == .missingInput)
    }

    @Test func fileInPlaceOfADirectory() throws {
        let path = try directory.write([1], to: "file") + "/clip.mp4"
        let error = failure(path)
        #expect(error == .unreadable(address: path, reason: "Not a directory"))
        #expect(error?.exitCode == .missingInput)
    }

    @Test func serverThatRefuses() {
        // Port 1 of this machine: nobody listens.
        let error = failure("http://user:secret@127.0.0.1:1/clip.mp4?token=secret")
        #expect(error == .unreachable(address: "http://127.0.0.1:1/clip.mp4?token=***", reason: "Connection refused"))
        #expect(error?.exitCode == .service)
    }

    @Test func unknownProtocol() {
        #expect(failure("gopher9://127.0.0.1/clip.mp4") == .unknownProtocol(address: "gopher9://127.0.0.1/clip.mp4"))
    }

    @Test func interruptionEndsOpeningAndReading() throws {
        var options = VideoOptions()
        options.isInterrupted = { true }
        #expect(failure(fixture("mpeg4.avi"), options: options) == .interrupted(address: fixture("mpeg4.avi")))
        #expect(failure(fixture("mpeg4.avi"), options: options)?.exitCode == .interrupted)
    }

    /// A pipe that nobody writes to would block for ever.
    @Test(.timeLimit(.minutes(1))) func interruptionEndsABlockedRead() throws {
        let path = directory.path("pipe.ts")
        #expect(mkfifo(path, 0o600) == 0)
        let writer = open(path, O_RDWR)
        defer { close(writer) }
        let asked = Counter()
        var options = VideoOptions()
        options.isInterrupted = { asked.next() > 3 }
        #expect(failure(path, options: options) == .interrupted(address: path))
    }
}
