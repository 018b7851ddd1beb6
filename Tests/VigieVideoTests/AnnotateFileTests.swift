import CFFmpeg
import Glibc
import Testing
import VigieCore

@testable import VigieVideo

private let tenth = TimeBase(numerator: 1, denominator: 10)

private func description(timeBase: TimeBase = tenth) -> StreamDescription {
    StreamDescription(
        container: "avi", codec: "rawvideo", width: 64, height: 48, orientation: Orientation(), timeBase: timeBase,
        frameRate: 10)
}

/// Writes grey pictures, the i-th of luma 40 + 20 i, at these ticks.
private func write(_ path: String, ticks: [Int64?], timeBase: TimeBase = tenth, overwrite: Bool = false) throws {
    let writer = try AnnotatedVideoWriter(path: path, source: description(timeBase: timeBase), overwrite: overwrite)
    for (index, tick) in ticks.enumerated() {
        let picture = try Picture(width: 64, height: 48) { plane, _, _ in plane == 0 ? UInt8(40 + 20 * index) : 128 }
        let frame = try picture.asFrame(index: index, time: tick.map { MediaTime(pts: $0, timeBase: timeBase) })
        try writer.write(frame, annotations: [], caption: "")
    }
    try writer.finish()
}

@Suite struct AnnotateFileTests {
    private let scratch = ScratchDirectory()

    @Test(arguments: ["mp4", "mov", "mkv"])
    func framesAndTimesComeBack(container: String) throws {
        let path = scratch.file("out." + container)
        try write(path, ticks: [0, 1, 4, 5, 9])
        let video = try DecodedVideo(path: path)
        #expect(video.times == [0, 0.1, 0.4, 0.5, 0.9])
        for (index, brightness) in video.brightness.enumerated() {
            #expect(abs(brightness - Double(40 + 20 * index)) < 3)
        }
    }

    @Test func aviCountsPictures() throws {
        let path = scratch.file("out.avi")
        try write(path, ticks: [0, 1, 2, 3])
        #expect(try DecodedVideo(path: path).times == [0, 0.1, 0.2, 0.3])
    }

    @Test func aLateStartIsKept() throws {
        let path = scratch.file("out.mp4")
        try write(path, ticks: [30, 31])
        #expect(try DecodedVideo(path: path).times == [3, 3.1])
    }

    @Test func missingTimesContinueAtTheFrameRate() {
        var clock = OutputClock(timeBase: AVRational(num: 1, den: 1000), frameRate: AVRational(num: 30, den: 1))
        // Counted from the last known time, so that 33.3 does not drift: 33.3, 66.7, 100.
        #expect((0..<4).map { _ in clock.stamp(nil) } == [0, 33, 67, 100])
        #expect(clock.stamp(MediaTime(pts: 5, timeBase: tenth)) == 500)
        #expect(clock.stamp(nil) == 533)
    }

    @Test func timesAlwaysIncrease() {
        var clock = OutputClock(timeBase: AVRational(num: 1, den: 10), frameRate: AVRational(num: 10, den: 1))
        let stamps = [-3, 4, 4, 2, 6, 7].map { clock.stamp(MediaTime(pts: $0, timeBase: tenth)) }
        #expect(stamps == [-3, 4, 5, 6, 7, 8])
    }

    @Test func sameFramesGiveTheSameBytes() throws {
        for container in ["mp4", "mkv", "avi", "mov"] {
            let (first, second) = ("a." + container, "b." + container)
            try write(scratch.file(first), ticks: [0, 1, 2])
            try write(scratch.file(second), ticks: [0, 1, 2])
            #expect(!scratch.bytes(first).isEmpty)
            #expect(scratch.bytes(first) == scratch.bytes(second))
        }
    }

    @Test func writingLeavesTheFrameAsItIs() throws {
        let picture = try Picture.noise(width: 64, height: 48)
        let before = picture.samples
        let writer = try AnnotatedVideoWriter(path: scratch.file("out.mp4"), source: description(), overwrite: false)
        let box = Box(x: 10, y: 10, width: 30, height: 30)
        try writer.write(
            picture.asFrame(), annotations: [Annotation(box: box, label: "x", colourIndex: 0, isBlurred: true)],
            caption: "x")
        #expect(picture.samples == before)
    }

    @Test func pictureSizesThatChangeAreScaledToTheFirst() throws {
        let path = scratch.file("out.mp4")
        let writer = try AnnotatedVideoWriter(path: path, source: description(), overwrite: false)
        for (width, height) in [(65, 49), (32, 32), (65, 49)] {
            try writer.write(Picture.grey(width: width, height: height).asFrame(), annotations: [], caption: "")
        }
        try writer.finish()
        #expect(try DecodedVideo(path: path).sizes == Array(repeating: SIMD2(64, 48), count: 3))
    }

    @Test func withoutFinishTheFileIsStillComplete() throws {
        let path = scratch.file("out.mp4")
        func abandon() throws {
            let writer = try AnnotatedVideoWriter(path: path, source: description(), overwrite: false)
            try writer.write(Picture.grey(width: 64, height: 48).asFrame(), annotations: [], caption: "")
        }
        try abandon()
        #expect(try DecodedVideo(path: path).times == [0])
    }

    @Test func aVideoWithoutFramesLeavesNoFile() throws {
        let path = scratch.file("out.mp4")
        try write(path, ticks: [])
        #expect(access(path, F_OK) != 0)
    }

    @Test func mpeg4StepsInWithoutAnH264Encoder() throws {
        let path = scratch.file("out.mp4")
        let file = try VideoFileWriter(
            path: path, overwrite: false, encoders: [try #require(avcodec_find_encoder(AV_CODEC_ID_MPEG4))])
        let clock = TimeBase(numerator: 1, denominator: 90_000)
        for pts: Int64 in [0, 9000, 12_000] {
            let picture = try Picture.grey(width: 64, height: 48)
            try file.write(
                picture.frame, at: MediaTime(pts: pts, timeBase: clock),
                source: (AVRational(num: 1, den: 90_000), AVRational(num: 10, den: 1)))
        }
        try file.finish()
        let video = try DecodedVideo(path: path)
        #expect(file.encoderName == "mpeg4")
        #expect(video.codec == "mpeg4")
        #expect(video.times == [0, 0.1, 2.0 / 15])
    }

    @Test(arguments: ["out.txt", "out", "out.gif", "out.webm"])
    func unknownExtensionsAreRefused(name: String) {
        let path = scratch.file(name)
        #expect(throws: AnnotationError.unknownContainer(path: path)) { try write(path, ticks: [0]) }
        #expect(AnnotationError.unknownContainer(path: path).exitCode == .usage)
        #expect(access(path, F_OK) != 0)
    }

    @Test func aFileThatCannotBeCreatedNamesTheReason() {
        let path = scratch.file("nowhere/out.mp4")
        let error = AnnotationError.cannotCreate(path: path, reason: "No such file or directory")
        #expect(throws: error) { try write(path, ticks: [0]) }
        #expect(error.exitCode == .cannotCreate)
    }

    @Test func anExistingFileIsKeptUnlessItMayBeReplaced() throws {
        let path = scratch.file("out.mp4")
        try write(path, ticks: [0])
        let before = scratch.bytes("out.mp4")
        #expect(throws: AnnotationError.exists(path: path)) { try write(path, ticks: [0, 1]) }
        #expect(scratch.bytes("out.mp4") == before)
        try write(path, ticks: [0, 1], overwrite: true)
        #expect(try DecodedVideo(path: path).times.count == 2)
    }

    @Test func aFullDiskIsAnErrorWithTheSystemsReason() {
        let path = scratch.file("out.mp4")
        symlink("/dev/full", path)
        let error = AnnotationError.writeFailed(path: path, reason: "No space left on device")
        #expect(throws: error) { try write(path, ticks: [0, 1], overwrite: true) }
        #expect(error.exitCode == .writeFailed)
    }
}
