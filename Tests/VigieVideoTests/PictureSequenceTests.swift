import Foundation
import Testing
import VigieCore
import VigieVideo

struct PictureSequenceTests {
    private let directory: TemporaryDirectory

    init() throws { directory = try TemporaryDirectory() }

    /// A grey picture whose width tells which one it is.
    private func picture(_ width: Int, _ name: String) throws {
        let header = "P5 \(width) 4 255\n"
        try directory.write(Array(header.utf8) + [UInt8](repeating: 7, count: 4 * width), to: name)
    }

    @Test func numbersAreInNaturalOrderAndMayHaveGaps() throws {
        for number in [1, 2, 10, 9, 100] { try picture(number, "img\(number).pgm") }
        let reading = try Reading(directory.path)
        #expect(reading.frames.map(\.width) == [1, 2, 9, 10, 100])
        #expect(
            reading.frames.map { $0.time }
                == (0..<5).map { MediaTime(pts: $0, timeBase: TimeBase(numerator: 1, denominator: 25)) })
        #expect(reading.description.container == "pictures")
        #expect(reading.description.expectedFrames == 5)
        #expect(reading.faults == [])
    }

    @Test func directoryGivesItsLargestGroup() throws {
        for number in 1...3 { try picture(number, "left_\(number).pgm") }
        for number in 4...5 { try picture(number, "right_\(number).pgm") }
        for number in 1...9 { try directory.write([1], to: "notes\(number).txt") }
        #expect(try Reading(directory.path).frames.map(\.width) == [1, 2, 3])
    }

    @Test func patternTakesWhatItWouldPrint() throws {
        for (width, name) in [
            (1, "a0001.pgm"), (2, "a0010.pgm"), (3, "a12345.pgm"), (4, "a1.pgm"), (5, "b0001.pgm"), (6, "a00001.pgm"),
        ] {
            try picture(width, name)
        }
        #expect(try Reading(directory.path("a%04d.pgm")).frames.map(\.width) == [1, 2, 3])
        #expect(try Reading(directory.path("a%d.pgm")).frames.map(\.width) == [4, 3])
    }

    @Test func damagedPictureIsAFaultAndTheSequenceGoesOn() throws {
        for number in 1...4 { try picture(number, "\(number).pgm") }
        try directory.write(Array("P5 rubbish".utf8), to: "2.pgm")
        try directory.write([], to: "3.pgm")
        let reading = try Reading(directory.path)
        #expect(reading.frames.map(\.width) == [1, 4])
        #expect(reading.frames.map { $0.time?.pts } == [0, 3])
        #expect(reading.faults.map(\.pts) == [1, 2])
        #expect(reading.faults.allSatisfy { $0.frame == 1 })
        #expect(reading.error == nil)
    }

    @Test func picturesThatAreAllDamagedAreAnError() throws {
        try directory.write(Array("rubbish".utf8), to: "1.png")
        let reading = try Reading(directory.path)
        #expect(reading.error == .noFrames(address: directory.path))
        #expect(reading.faults.count == 1)
    }

    @Test func digestCoversThePicturesInOrder() throws {
        for number in [10, 9] { try picture(number, "\(number).pgm") }
        let all = try bytes(of: directory.path("9.pgm")) + bytes(of: directory.path("10.pgm"))
        let description = try Reading(directory.path).description
        #expect(description.sha256 == Digest(of: all))
        #expect(description.bytes == Int64(all.count))
    }

    @Test(arguments: ["jpg", "png", "bmp", "tiff", "webp", "ppm"]) func singlePictureIsOneFrame(kind: String) throws {
        let path = directory.path("picture7.\(kind)")
        try run(["ffmpeg", "-v", "error", "-i", fixture("picture.png"), "-update", "1", "-frames:v", "1", path])
        let reading = try Reading(path)
        #expect(reading.frames.map(\.width) == [48])
        #expect(reading.faults == [])
    }

    @Test func nameThatLooksLikeAPatternIsOneFile() throws {
        try picture(3, "a%02d.pgm")
        try picture(4, "a01.pgm")
        #expect(try Reading(directory.path("a%02d.pgm")).frames.map(\.width) == [3])
    }

    @Test func pictureDurationIsTheTimeBase() throws {
        for number in 1...3 { try picture(number, "\(number).pgm") }
        var options = VideoOptions()
        options.pictureDuration = TimeBase(numerator: 1, denominator: 2)
        let reading = try Reading(directory.path, options: options)
        #expect(reading.frames.map { $0.time?.seconds } == [0, 0.5, 1])
        #expect(reading.description.frameRate == 2)
    }
}
