import Testing
import VigieCore
import VigieTracking

@Suite struct MOTChallengeTests {
    private func read(_ text: String) throws -> [[TrackerDetection]] {
        var frames: [[TrackerDetection]] = []
        try MOTDetections(Array(text.utf8), file: "det.txt").forEachFrame { frame, detections in
            frames.append(detections)
            #expect(frame == frames.count)
        }
        return frames
    }

    @Test func linesOfAFrameMayStandAnywhere() throws {
        let frames = try read("3,-1,1,2,3,4,0.5\r\n\n1,-1,10.5,-20,3e1,40,1,-1,-1,-1\n 3 , -1,\t5,6,7,8,-0.25 \n")
        #expect(frames.map(\.count) == [1, 0, 2])
        #expect(frames[0] == [TrackerDetection(box: Box(x: 10.5, y: -20, width: 30, height: 40), score: 1)])
        #expect(frames[2].map(\.score) == [0.5, -0.25])
    }

    @Test(
        arguments: [
            ("", "det.txt: it holds no detections."),
            ("\n \r\n", "det.txt: it holds no detections."),
            (
                "1,-1,1,2,3,4,1\n1,-1,1,2,3,4",
                "line 2: it has 6 of the 7 fields of a detection, separated by commas: frame,id,"
            ),
            ("1 -1 1 2 3 4 1", "line 1: it has 1 of the 7 fields"),
            ("0,-1,1,2,3,4,1", "line 1: the frame is 0, but frames count from 1 to 10000000."),
            ("-7,-1,1,2,3,4,1", "the frame is -7"),
            ("1.5,-1,1,2,3,4,1", "the frame is 1.5"),
            ("1e9,-1,1,2,3,4,1", "the frame is 1e9"),
            ("99999999999999999999,-1,1,2,3,4,1", "the frame is 99999999999999999999"),
            ("one,-1,1,2,3,4,1", "line 1: the frame is 'one', which is no number."),
            ("1,-1,nan,2,3,4,1", "the left edge is 'nan'"),
            ("1,-1,1,inf,3,4,1", "the top edge is 'inf'"),
            ("1,-1,1,2,0x10,4,1", "the width is '0x10'"),
            ("1,-1,1,2,3,,1", "the height is ''"),
            ("1,-1,1,2,3,4,1e", "the score is '1e'"),
            ("1,-1,1,2,3,1e39,1", "the height is 1e39, which is too large."),
            ("1,-1,1,2,0,4,1", "the box is 0 × 4, but both sides must be positive."),
            ("1,-1,1,2,3,-4,1", "the box is 3 × -4"),
            ("1,-1,1,2,3,4,\u{0}", "the score is '\u{0}'"),
        ] as [(String, String)])
    func whatIsNoDetectionIsNamed(text: String, reason: String) {
        let error = #expect(throws: MOTError.self) { try read(text) }
        #expect(error?.description.contains(reason) == true, "\(error?.description ?? "")")
        #expect(error?.description.hasPrefix("det.txt") == true)
        #expect(error?.exitCode == .badData)
    }

    @Test func aLongFieldIsShortenedAndBytesThatAreNoTextAreShown() {
        let long = #expect(throws: MOTError.self) {
            try read("1,-1," + String(repeating: "x", count: 10_000) + ",2,3,4,1")
        }
        #expect((long?.description.count ?? .max) < 120)
        #expect(throws: MOTError.self) { try MOTDetections([0xFF, 0x2C, 0xFE, 0x0A], file: "det.txt") }
    }

    // What is written can be read again: ids count from 1, and what is not believed or not seen has no line.
    @Test func resultsHaveTheFormOfTheDetections() throws {
        var tracker = Tracker()
        var output = TrackerOutput()
        var text: [UInt8] = []
        for frame in 1...4 {
            var detections = [TrackerDetection(box: Box(x: 0.125, y: 2, width: 30, height: 60), score: 0.75)]
            if frame == 3 { detections = [] }
            if frame == 4 {
                detections.append(TrackerDetection(box: Box(x: 200, y: 2, width: 30, height: 60), score: 1))
            }
            tracker.step(time: Double(frame) / 25, detections, into: &output)
            MOTResults.append(output.tracks, frame: frame, to: &text)
        }
        let line = ",1,0.125,2.0,30.0,60.0,0.75,-1,-1,-1\n"
        #expect(String(decoding: text, as: UTF8.self) == "1\(line)2\(line)4\(line)")
        #expect(try read(String(decoding: text, as: UTF8.self)).map(\.count) == [1, 1, 0, 1])
    }

    @Test(
        arguments: [
            ("[Sequence]\nname=A\nframeRate=30\n", 30), ("frameRate = 12.5\r\n", 12.5), ("FRAMERATE=7", 7),
            ("frameRate=0", nil), ("frameRate=soon", nil), ("frameRate=nan", nil), ("", nil), ("frameRate", nil),
            ("\u{0}=\u{0}", nil),
        ] as [(String, Double?)])
    func theRateStandsInTheSequencesInfo(text: String, rate: Double?) {
        #expect(MOTSequenceInfo(Array(text.utf8)).frameRate == rate)
    }
}
