import Foundation
import Testing
import VigieCore
import VigieVideo

/// Real clips, of which VIGIE_FOOTAGE_PATH names the directory.
private let footage = ProcessInfo.processInfo.environment["VIGIE_FOOTAGE_PATH"]

@Suite(.enabled(if: footage != nil, "VIGIE_FOOTAGE_PATH does not name a directory of real clips"))
struct FootageTests {
    static let clips: [String] = {
        guard let footage, let walk = FileManager.default.enumerator(atPath: footage) else { return [] }
        return walk.compactMap { $0 as? String }.filter { $0.hasSuffix(".avi") || $0.hasSuffix(".mp4") }.sorted()
    }()

    @Test(arguments: clips) func undamagedClipGivesAsManyFramesAsFFprobeAndNoFault(clip: String) throws {
        let path = try #require(footage) + "/" + clip
        let reading = try Reading(path)
        let count = try run([
            "ffprobe", "-v", "error", "-select_streams", "v:0", "-count_frames", "-show_entries",
            "stream=nb_read_frames", "-of",
            "csv=p=0", path,
        ])
        print("\(clip): \(reading.frames.count) frames, \(reading.description)")
        #expect(reading.error == nil)
        #expect(reading.faults.isEmpty)
        #expect(reading.frames.allSatisfy { !$0.isDamaged })
        #expect(reading.frames.count == Int(String(decoding: count, as: UTF8.self).filter(\.isNumber)))
        let times = reading.frames.compactMap { $0.time?.pts }
        #expect(times == times.sorted())
        print("\(clip): \(reading.frames.count - times.count) frames without time")
    }

    static let directories = [
        ("mot17_04/img1_first8", 8), ("mot17_02_mini/img1", 4), ("coco128/images/train2017", 128),
        ("coco158/images", 158),
        ("sbi_IBMtest2/groundtruth", 90),
    ]

    @Test(arguments: directories) func directoryOfPicturesGivesThemAll(directory: String, count: Int) throws {
        let reading = try Reading(try #require(footage) + "/" + directory)
        #expect(reading.error == nil)
        #expect(reading.faults.isEmpty)
        #expect(reading.frames.count == count)
        #expect(reading.frames.map { $0.time?.pts } == (0..<Int64(count)).map { $0 })
    }
}
