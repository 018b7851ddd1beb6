import Foundation
import TestSupport
import Testing
import VigieMotion
import VigieVideo

/// Change masks of public footage, by the rule of changedetection.net: counts are added up over the clip, then F = 2 TP / (2
/// TP + FP + FN); 255 is motion, 0 and 50 (shadow) are none, everything else is not judged.
@Suite struct FootageTests {
    struct Clip: Sendable, CustomTestStringConvertible {
        let file: String
        /// Truth of the frame `index` has the number `index + first`.
        let first: Int
        /// Frames with truth, and the least F over them.
        let judged: Range<Int>
        let least: Double
        var testDescription: String { file }
    }

    static let footage = ProcessInfo.processInfo.environment["VIGIE_FOOTAGE_PATH"]
    static let clips = [
        Clip(file: "sbi_HallAndMonitor/HallAndMonitor.mp4", first: 0, judged: 0..<296, least: 0.92),
        Clip(file: "sbi_HighwayI/HighwayI.mp4", first: 0, judged: 0..<440, least: 0.89),
        Clip(file: "sbi_CAVIAR2/CAVIAR2.avi", first: 0, judged: 0..<460, least: 0.86),
        Clip(file: "sbi_IBMtest2/IBMtest2.mp4", first: 0, judged: 0..<90, least: 0.935),
        Clip(file: "cdnet_highway/highway.avi", first: 1, judged: 469..<1700, least: 0.95),
    ]

    @Test(.enabled(if: footage != nil, "VIGIE_FOOTAGE_PATH is not set"), arguments: clips)
    func reachesItsFMeasure(clip: Clip) throws {
        let path = "\(Self.footage!)/\(clip.file)"
        let folder = (path as NSString).deletingLastPathComponent + "/groundtruth"
        var source = try VideoSource(path)
        var analyser = MotionAnalyser()
        var observation = MotionObservation()
        var counts = (hits: 0, wrong: 0, missed: 0)
        loop: while true {
            switch try source.next() {
            case .undecoded: continue
            case .fault: continue
            case .end: break loop
            case .frame(let frame):
                try analyser.step(frame, into: &observation)
                guard clip.judged.contains(frame.index) else { continue }
                let number = String(frame.index + clip.first)
                let name = "gt" + String(repeating: "0", count: 6 - number.count) + number + ".png"
                let truth = try grey("\(folder)/\(name)")
                analyser.withMask { mask in
                    for index in 0..<mask.count {
                        switch (truth[index], mask[index]) {
                        case (255, 1): counts.hits += 1
                        case (255, 0): counts.missed += 1
                        case (0, 1), (50, 1): counts.wrong += 1
                        default: break
                        }
                    }
                }
            }
        }
        let measure = 2 * Double(counts.hits) / Double(2 * counts.hits + counts.wrong + counts.missed)
        print("\(clip.file): F \(measure)")
        #expect(measure >= clip.least)
    }

    /// The levels of a grey picture: its luma, at one pixel a cell.
    private func grey(_ path: String) throws -> [UInt8] {
        var source = try VideoSource(path)
        var analyser = MotionAnalyser()
        var observation = MotionObservation()
        while true {
            switch try source.next() {
            case .undecoded: continue
            case .fault: continue
            case .end: throw VideoError.noFrames(address: path)
            case .frame(let frame):
                try analyser.step(frame, into: &observation)
                return analyser.withLuma { luma in luma.indices.map { luma[$0] } }
            }
        }
    }
}
