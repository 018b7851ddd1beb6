import Testing

@testable import VigieRules

@Suite struct LineCountingTests {
    private func counts(_ event: RuleEvent?) -> [Double?] { [event?["left"]?.value, event?["right"]?.value] }

    @Test func eachCrossingIsToldWithTheCounts() throws {
        var run = try RuleRun(LineCounting.self, "line: gate")
        #expect(run.step(object(44), object(44, id: 1)).isEmpty)
        let first = try #require(run.step(object(56), object(44, id: 1)).first)
        #expect(first.phase == .begin && counts(first) == [0, 1] && first.objects == [0] && first.onset == 1)
        #expect(first.attributes == ["direction": "right"])
        let both = run.step(object(44), object(56, id: 1))
        #expect(both.map(\.phase) == [.update, .update] && both.map(\.objects) == [[0], [1]])
        #expect(both.map(counts) == [[1, 1], [1, 2]] && both.map(\.number) == [0, 0])
        #expect(run.step(object(44), object(56, id: 1)).isEmpty)
    }

    /// The first crossing is at 1 s, so that the interval of 5 s is over at 6 s.
    @Test func anIntervalEndsAndCountsBeginAnew() throws {
        var run = try RuleRun(LineCounting.self, "line: gate, interval_seconds: 5")
        run.step(object(44))
        #expect(run.step(object(56)).map { $0["seconds"] } == [RuleMeasure("seconds", 0, threshold: 5)])
        #expect(run.phases([44, 44, 44, 44].map { [object($0)] }) == [2: [.update]])
        let end = try #require(run.step(object(44)).first)
        #expect(end.phase == .end && counts(end) == [1, 1] && end.objects.isEmpty)
        #expect(end["seconds"] == RuleMeasure("seconds", 5, threshold: 5))
        let next = try #require(run.step(object(56)).first)
        #expect(next.phase == .begin && counts(next) == [0, 1] && next.number == 1)
    }

    @Test func aCrossingWithTheEndOfAnIntervalIsTheNextOnes() throws {
        var run = try RuleRun(LineCounting.self, "line: gate, interval_seconds: 1")
        let events = [44.0, 56, 44].map { run.step(object($0)) }
        #expect(events.last?.map(\.phase) == [.end, .begin])
        #expect(events.last?.map(counts) == [[0, 1], [1, 0]])
    }

    @Test func nothingIsToldWhereNobodyCrosses() throws {
        var run = try RuleRun(LineCounting.self, "line: gate, interval_seconds: 1")
        #expect(run.phases((0..<50).map { [object(Double($0) / 2)] }) == [:])
    }
}
