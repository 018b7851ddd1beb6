import Foundation
import TestSupport
import Testing
import VigieCore
import VigieLog

/// `vigie evaluate --motion` as a person uses it, on truth that the tests draw.
@Suite struct EvaluateMotionTests {
    private let scratch: ScratchDirectory

    /// 4 × 2 pixels a mask. Number 1 does not count, for the range; the last column does not, for the region.
    private static let truth: [[UInt8]] = [
        [255, 255, 255, 255, 255, 255, 255, 255],
        [255, 255, 0, 0, 50, 50, 170, 85],
        [0, 0, 0, 255, 255, 0, 0, 255],
        [255, 255, 255, 255, 255, 255, 255, 255],
    ]

    /// Number 2: TP FN FP · | shadow found, shadow not found, unknown, outside. Number 3: TN TN TN · | FN, FP, TN, outside.
    private static let masks: [[UInt8]] = [
        [0, 0, 0, 0, 0, 0, 0, 0],
        [255, 127, 128, 255, 255, 0, 255, 255],
        [0, 0, 0, 0, 0, 255, 0, 0],
        [0, 0, 0, 0, 0, 0, 0, 0],
    ]

    init() throws {
        scratch = try ScratchDirectory()
        for (index, mask) in Self.truth.enumerated() {
            try write(MaskFile.png(mask, width: 4), to: "truth/groundtruth/gt00000\(index + 1).png")
        }
        try write(MaskFile.bmp([1, 255, 1, 0, 1, 1, 1, 0], width: 4), to: "truth/ROI.bmp")
        try write(Data("2 3\n".utf8), to: "truth/temporalROI.txt")
        for (index, mask) in Self.masks.enumerated() {
            try write(MaskFile.png(mask, width: 4), to: "masks/00000\(index + 1).png")
        }
    }

    private func write(_ data: Data, to name: String) throws {
        let file = scratch.file(name)
        try FileManager.default.createDirectory(
            at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try data.write(to: file)
    }

    private func evaluate(_ arguments: String...) throws -> Command.Result {
        try Command.run(["evaluate", "--motion"] + arguments, in: scratch.url)
    }

    private func result(_ arguments: [String]) throws -> [String: Any] {
        let run = try Command.run(["evaluate", "--motion", "--json"] + arguments, in: scratch.url)
        #expect(run.status == 0, "\(run.error)")
        let report = try #require(JSONSerialization.jsonObject(with: Data(run.output.utf8)) as? [String: Any])
        return try #require(report["result"] as? [String: Any])
    }

    private func counts(_ arguments: String...) throws -> [String: Int] {
        try #require(result(arguments)["counts"] as? [String: Int])
    }

    private static let expected = [
        "true_positives": 1, "false_negatives": 2, "false_positives": 3, "true_negatives": 5, "shadow": 2,
        "shadow_false_positives": 1, "unknown": 1, "outside": 4, "counted": 11,
    ]

    @Test func cdnetsLayoutIsFoundByItself() throws {
        #expect(try counts("masks", "--truth", "truth") == Self.expected)
        #expect(try counts("masks", "--truth", "truth/") == Self.expected)
        #expect(try counts("masks", "--truth", "truth/groundtruth") == Self.expected)
        #expect(try counts("masks/%06d.png", "--truth", "truth") == Self.expected)
    }

    @Test func theTableSaysWhatWasCompared() throws {
        let run = try evaluate("masks", "--truth", "truth")
        #expect(run.error.isEmpty)
        for line in [
            "truth    truth: 4 masks of 4 × 2", "input    masks: 4 frames, 4 × 2",
            "frame 0  is number 1 of the truth, and number 1 of the input",
            "counted  2 frames, numbers 2 to 3, 11 pixels", "ignored  1 pixels unknown, 4 outside the region",
            "region   truth/ROI.bmp", "range    truth/temporalROI.txt",
        ] { #expect(run.output.contains(line + "\n"), "\(run.output)") }
        #expect(run.output.contains(/recall +0.333333\n/))
        #expect(run.output.contains(/precision +0.250000\n/))
        #expect(run.output.contains(/percentage of wrong classifications +45.454545\n/))
        #expect(run.output.contains(/motion +1 +2\n/))
        #expect(run.output.contains(/of these, shadow +1 +1\n/))
    }

    @Test func regionAndRangeMayBeGiven() throws {
        try write(MaskFile.pgm([0, 0, 0, 0, 0, 0, 0, 9], width: 4), to: "corner.pgm")
        let counts = try counts("masks", "--truth", "truth", "--region", "corner.pgm", "--from", "3", "--to", "4")
        // The last pixel is motion in numbers 3 and 4, and found in neither.
        #expect(counts["false_negatives"] == 2)
        #expect(counts["counted"] == 2)
        #expect(counts["outside"] == 14)
    }

    /// The masks begin with frame 1, in truth that begins with 0: three of four frames are compared.
    @Test func theOffsetMovesTheTruth() throws {
        let counts = try counts("masks", "--truth", "truth", "--offset", "0", "--from", "1", "--to", "3")
        #expect(counts["counted"] == 17)
        // Number 1 is frame 1: of its six pixels of motion in the region the second mask finds four. The third mask finds
        // nothing of number 2, and the fourth nothing of number 3.
        #expect(counts["true_positives"] == 4)
    }

    @Test func masksOfPartOfAClipHaveTheTruthsNumbers() throws {
        try FileManager.default.removeItem(at: scratch.file("masks/000001.png"))
        #expect(try counts("masks", "--truth", "truth") == Self.expected)
    }

    @Test func aLogWithMotionIsMeasuredAsItsMasksAre() throws {
        let log = try log(Self.masks.map { $0.map { $0 >= 128 ? 1 : 0 } })
        try write(log, to: "log.jsonl")
        try write(log, to: "log.txt")
        #expect(try counts("log.jsonl", "--truth", "truth") == Self.expected)
        #expect(try counts("log.txt", "--truth", "truth") == Self.expected)
        try write(log.dropLast(3), to: "cut.jsonl")
        let cut = try evaluate("cut.jsonl", "--truth", "truth")
        #expect(cut.status == 0)
        #expect(cut.error == "vigie: cut.jsonl has no end record, so this is a part of the results\n")
    }

    /// Lines of a clip of 4 × 2 pixels and masks of it, number 4 without its end.
    private func log(_ masks: [[UInt8]], frames: Int = 5) throws -> Data {
        var lines = CanonicalJSON()
        lines.line(
            StreamRecord(
                stream: "s", source: "-", sha256: nil, bytes: nil, container: "avi", codec: "png", pixelFormat: "gray",
                width: 4, height: 2, rotation: 0, timeBase: .init(numerator: 1, denominator: 25), frameRate: nil,
                matrix: "grey", range: "full", chromaLocation: nil, resampler: "vigie", framesExpected: nil))
        for frame in 0..<frames {
            lines.line(
                FrameRecord(
                    stream: "s", frame: frame, pts: nil, time: nil, picture: nil, gate: .skip, reason: "idle",
                    crops: [], input: []))
            guard frame < masks.count else { continue }
            var mask = RunLengthMask()
            let cells = masks[frame]
            mask.encode(cells.span, width: 4, height: 2)
            lines.line(MotionRecord(stream: "s", frame: frame, cell: 1, mask: mask))
        }
        return Data(lines.bytes)
    }

    @Test func aClipOfMasksIsMeasured() throws {
        // Limited range: 126 is level 128.
        var clip = Data("YUV4MPEG2 W4 H2 F25:1 Ip A1:1 C420jpeg\n".utf8)
        for mask in Self.masks {
            clip += Data("FRAME\n".utf8) + Data(mask.map { $0 >= 128 ? 126 : 125 }) + Data(repeating: 128, count: 4)
        }
        try write(clip, to: "masks.y4m")
        #expect(try counts("masks.y4m", "--truth", "truth") == Self.expected)
    }

    /// JPEG blurs levels: the left half is motion, and the upper half counts.
    @Test func picturesThatDoNotKeepValuesAreReadAsBlackAndWhite() throws {
        let side = 0..<32
        let left = side.flatMap { _ in side.map { $0 < 16 ? 255 : 0 as UInt8 } }
        try write(MaskFile.pgm(left, width: 32), to: "left/1.pgm")
        try write(MaskFile.pgm(side.flatMap { y in side.map { _ in y < 16 ? 255 : 0 } }, width: 32), to: "upper.pgm")
        try FileManager.default.createDirectory(at: scratch.file("jpeg"), withIntermediateDirectories: false)
        for (picture, jpeg) in [("left/1.pgm", "jpeg/1.jpg"), ("upper.pgm", "jpeg/ROI.jpg")] {
            let ffmpeg = try Process.run(
                URL(fileURLWithPath: "/usr/bin/env"),
                arguments: ["ffmpeg", "-v", "error", "-i", scratch.path(picture), "-q:v", "20", scratch.path(jpeg)])
            ffmpeg.waitUntilExit()
            #expect(ffmpeg.terminationStatus == 0)
        }
        let run = try evaluate("left", "--truth", "jpeg", "--json")
        #expect(
            run.error
                == "vigie: the truth's format does not keep values: 128 and more was taken for motion, all else for static\n"
        )
        let counts = try counts("left", "--truth", "jpeg")
        #expect(counts["true_positives"] == 256)
        #expect(counts["true_negatives"] == 256)
        #expect(counts["outside"] == 512)
    }

    @Test func aHypothesisThatFindsNothingHasNoPrecision() throws {
        for number in 1...4 {
            try write(MaskFile.pgm([UInt8](repeating: 0, count: 8), width: 4), to: "none/\(number).pgm")
        }
        let figures = try #require(result(["none", "--truth", "truth"])["figures"] as? [String: Any])
        #expect(figures["precision"] is NSNull)
        #expect(figures["f_measure"] as? Double == 0)
        #expect(figures["specificity"] as? Double == 1)
        #expect(try evaluate("none", "--truth", "truth").output.contains(/precision +not defined\n/))
    }

    /// Each change to what is there, the arguments, the exit status, and what standard error says.
    @Test(
        arguments: [
            ("", ["masks"], 64, "Missing expected argument '--truth <dir>'"),
            ("", ["masks", "--truth", "truth", "--from", "3", "--to", "2"], 64, "no number is from 3 to 2."),
            ("", ["masks", "--truth", "missing"], 66, "missing: there is no such file"),
            ("", ["missing", "--truth", "truth"], 66, "missing: there is no such file"),
            ("", ["missing.jsonl", "--truth", "truth"], 66, "missing.jsonl cannot be read: "),
            ("", ["masks", "--truth", "truth", "--region", "missing.bmp"], 66, "missing.bmp: there is no such file"),
            (
                "mkdir empty", ["masks", "--truth", "empty"], 65,
                "empty: there are no numbered masks (such as gt000001.png) in it."
            ),
            ("mkdir empty", ["empty", "--truth", "truth"], 65, "empty: no numbered pictures"),
            ("", ["masks", "--truth", "truth/ROI.bmp"], 65, "truth/ROI.bmp: truth is a directory of numbered masks"),
            (
                "rm masks/000002.png", ["masks", "--truth", "truth"], 65,
                "masks: 1 of the 2 frames that count have no mask, the first of them frame 1."
            ),
            (
                "truncate -s 60 masks/000002.png", ["masks", "--truth", "truth"], 65,
                "masks/000002.png: the picture is damaged: it is cut off."
            ),
            (
                "truncate -s 60 truth/groundtruth/gt000003.png", ["masks", "--truth", "truth"], 65,
                "truth/groundtruth/gt000003.png: the picture is damaged: it is cut off."
            ),
            // A wrong byte in the palette, which FFmpeg would leave out: all would be black.
            (
                "printf x | dd of=masks/000003.png bs=1 seek=99 conv=notrunc", ["masks", "--truth", "truth"], 65,
                "masks/000003.png: the picture is damaged: the checksum of its PLTE chunk is wrong."
            ),
            (
                "printf 'P5 4 2 255\\n\\0\\0\\1\\0\\0\\0\\0\\0' > truth/groundtruth/2.pgm; mv truth/groundtruth/*.png .; for i in 1 3 4; do cp truth/groundtruth/2.pgm truth/groundtruth/$i.pgm; done",
                ["masks", "--truth", "truth"], 65,
                "truth/groundtruth/2.pgm: the pixel at (2, 0) is 1, but truth is 0 (static), 50 (shadow)"
            ),
            (
                "printf 'P5 3 3 255\\n123456789' > masks/r.pgm",
                ["masks", "--truth", "truth", "--region", "masks/r.pgm"], 65,
                "masks/r.pgm: the region has 3 × 3 pixels, the truth's masks 4 × 2."
            ),
            (
                "printf 'P5 90 2 255\\n%180s' > wide2.pgm", ["wide%d.pgm", "--truth", "truth", "--to", "2"], 65,
                "wide2.pgm: the truth's masks have 4 × 2 pixels, the frames 90 × 2, which is another shape"
            ),
            (
                "echo 2 > truth/temporalROI.txt", ["masks", "--truth", "truth"], 65,
                "truth/temporalROI.txt: it must hold two numbers"
            ),
            (
                "echo 2 900 > truth/temporalROI.txt; cp truth/groundtruth/gt000001.png truth/groundtruth/gt000009.png",
                ["masks", "--truth", "truth"], 65,
                "masks: the truth goes on to number 9, 5 frames beyond the end of these 4 frames"
            ),
            (
                "", ["masks", "--truth", "truth", "--offset", "40"], 65,
                "masks: no frame counts: the frames are number 40 to 43 of the truth, but what counts is 2 to 3."
            ),
            (
                "rm truth/groundtruth/gt000001.png", ["masks", "--truth", "truth"], 64,
                "the truth begins with number 2, so it does not tell which frame that is: give the number of the first frame with --offset."
            ),
            (
                "echo '{\"type\":\"frame\"}' > bad.jsonl", ["bad.jsonl", "--truth", "truth"], 65,
                "bad.jsonl, line 1: \"stream\" is missing."
            ),
            ("touch bad.jsonl", ["bad.jsonl", "--truth", "truth"], 65, "bad.jsonl: this log has no stream."),
            (
                "cp masks/000001.png masks/1.png", ["masks/%d.png", "--truth", "truth"], 65,
                "masks/%d.png: no frame counts: the frames are number 1 of the truth, but what counts is 2 to 3."
            ),
            (
                "cp masks/000001.png masks/01.png; cp masks/000001.png masks/001.png", ["masks", "--truth", "truth"],
                65, "frame 0 has more than one mask."
            ),
        ] as [(String, [String], Int32, String)])
    func badInputIsRefusedWithASentence(change: String, arguments: [String], status: Int32, sentence: String) throws {
        let shell = try Process.run(
            URL(fileURLWithPath: "/bin/sh"), arguments: ["-c", "cd '\(scratch.url.path)'; \(change)"])
        shell.waitUntilExit()
        let run = try Command.run(["evaluate", "--motion"] + arguments, in: scratch.url)
        #expect(run.status == status, "\(run.error)")
        #expect(run.error.contains(sentence), "\(run.error)")
        #expect(run.output.isEmpty)
        if status != 64 { #expect(run.error.split(separator: "\n").count == 1) }
    }

    @Test(arguments: [
        (1, 5, "log.jsonl: 1 of the 2 frames that count have no mask, the first of them frame 2."),
        (0, 5, "log.jsonl: this log has no motion records: write them with 'vigie detect --explain motion'."),
    ]) func aLogWithoutMasksThatCountIsRefused(masks: Int, frames: Int, sentence: String) throws {
        try write(log(Array(Self.masks.prefix(masks == 0 ? 0 : masks + 1)), frames: frames), to: "log.jsonl")
        let run = try evaluate("log.jsonl", "--truth", "truth")
        #expect(run.status == 65)
        #expect(run.error == "vigie: \(sentence)\n")
    }

    @Test func whatIsMeasuredMustBeSaid() throws {
        let run = try Command.run(["evaluate", "masks", "--truth", "truth"], in: scratch.url)
        #expect(run.status == 64)
        #expect(run.error.contains("Say what to measure: --motion."))
    }

    @Test func aSignalEndsItWhileItWaitsForALog() throws {
        let pipe = scratch.path("pipe.jsonl")
        #expect(mkfifo(pipe, 0o600) == 0)
        let run = try Command.run(["evaluate", "--motion", pipe, "--truth", "truth"], in: scratch.url) { process in
            // Opening for writing waits until the command has opened it for reading.
            let writer = open(pipe, O_WRONLY)
            process.interrupt()
            process.waitUntilExit()
            close(writer)
        }
        #expect(run.status == 130)
    }
}
