import Testing
import VigieCore
import VigieLog

@Suite struct LogSummaryTests {
    private func frame(_ index: Int, _ gate: FrameRecord.Gate, _ reason: String, motion: Float?, crops: Int = 0)
        -> Record
    {
        let region = Region(x: 0, y: 0, width: 8, height: 8)
        return .frame(
            FrameRecord(
                stream: "s", frame: index, pts: nil, time: Double(index) / 10, picture: nil, gate: gate, reason: reason,
                motion: motion, crops: Array(repeating: region, count: crops), input: []))
    }

    @Test func framesAreCountedByReasonAndRunsByCrop() throws {
        var summary = LogSummary()
        summary.add(frame(0, .detect, "sweep", motion: 0, crops: 1))
        summary.add(frame(1, .detect, "motion", motion: 0.5, crops: 3))
        summary.add(frame(2, .skip, "idle", motion: 0))
        summary.add(frame(3, .skip, "idle", motion: 0))
        let stream = try #require(summary.streams.first)
        #expect(stream.frames == 4)
        #expect(stream.looked == ["sweep": 1, "motion": 1])
        #expect(stream.skipped == ["idle": 2])
        #expect(stream.detectorRuns == 4)
        #expect(stream.firstTime == 0 && stream.lastTime == 0.3)
        #expect(stream.motion.bins.map(\.mean) == [0, 0.5, 0, 0])
    }

    @Test func theTimelineStaysSmallAndKeepsSumsAndPeaks() {
        var summary = LogSummary()
        for index in 0..<1000 { summary.add(frame(index, .skip, "idle", motion: index == 777 ? 1 : 0.25)) }
        let timeline = summary.streams[0].motion
        #expect(timeline.framesPerBin == 16)
        #expect(timeline.bins.count == 63)
        #expect(timeline.bins.map(\.frames).reduce(0, +) == 1000)
        #expect(timeline.bins.map(\.sum).reduce(0, +) == 250.75)
        #expect(timeline.bins.firstIndex { $0.peak == 1 } == 777 / 16)
    }

    @Test func framesThatNobodyJudgedHaveNoMean() {
        var summary = LogSummary()
        summary.add(frame(0, .skip, "decode-error", motion: nil))
        #expect(summary.streams[0].motion.bins.map(\.mean) == [nil])
    }

    @Test func anEventIsOneFromItsBeginToItsEnd() throws {
        var summary = LogSummary()
        for (phase, frame) in [(EventRecord.Phase.begin, 3), (.update, 5), (.end, 9)] {
            summary.add(
                .event(
                    EventRecord(
                        id: "s/e0", stream: "s", rule: "CameraDark", phase: phase, frame: frame,
                        time: Double(frame) / 10, measures: [:], evidence: ["s/3"])))
        }
        let event = try #require(summary.streams[0].events.first)
        #expect(summary.streams[0].events.count == 1)
        #expect(event.beginFrame == 3 && event.endFrame == 9)
        #expect(event.beginTime == 0.3 && event.endTime == 0.9)
    }

    @Test func theSummaryOfTheExampleIsCanonicalJSON() throws {
        var summary = LogSummary()
        for record in ExampleLog.records + [.end(ExampleLog.end)] { summary.add(record) }
        let text = String(decoding: CanonicalJSON.bytes(of: summary), as: UTF8.self)
        #expect(text.hasPrefix(#"{"complete":true,"decision_digest":"#))
        #expect(text.contains(#""gate":{"detect":{"motion":1},"skip":{"decode-error":1}}"#))
        #expect(text.contains(#""regions":{"count":1,"frames":1,"largest":27648,"longest":4,"most":1}"#))
    }
}
