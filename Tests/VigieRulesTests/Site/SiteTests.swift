import Testing
import VigieCore
import VigieTracking

@testable import VigieRules

@Suite struct SiteTests {
    @Test func aSiteIsReadInTheOrderOfTheFile() throws {
        let site = try SampleSite.read(SampleSite.text)
        #expect(site.timeZone == "Europe/Paris")
        #expect(site.digest == Digest(of: Array(SampleSite.text.utf8)))
        #expect(site.streams.map(\.name) == ["vtest", "*"])
        let stream = site.streams[0]
        #expect(stream.camera == .fixed)
        #expect(stream.zones.map(\.name) == ["lawn"])
        #expect(stream.zones[0].polygon.vertices.first == Polygon.Vertex(x: 0.1, y: 0.5))
        #expect(stream.lines[0].points.map(\.y) == [0.2, 0.9])
        #expect(stream.rules.map(\.name) == ["lawn-presence", "gate-crossed"])
        #expect(site.streams[1].camera == .auto)
    }

    @Test func aRuleGetsItsSettings() throws {
        let rules = try SampleSite.read(SampleSite.text).streams[0].rules
        let sample = try #require(rules[0].rule as? SampleRule)
        #expect(sample.zone?.name == "lawn")
        #expect(sample.seconds == 2.5)
        #expect(sample.least == nil)
        #expect(sample.classes.names == ["person", "car"])
        #expect((-1...3).map(sample.classes.contains) == [false, true, false, true, false])
        #expect(rules[0].schedule?.name == "night")
        #expect(rules[0].zone == "lawn" && rules[0].line == nil && rules[0].classes == sample.classes)
        let strict = try #require(rules[1].rule as? StrictRule)
        #expect(strict.number == 0.1 && strict.direction == (0, -1))
        #expect(rules[1].kind == "Strict" && rules[1].line == "gate" && rules[1].schedule == nil)
        #expect(rules[1].classes?.names == SampleSite.classes)
    }

    @Test func defaultsHoldWhereNothingIsSaid() throws {
        let rule = try SampleSite.read(SampleSite.text).streams[1].rules[0].rule
        let sample = try #require(rule as? SampleRule)
        #expect(sample.classes.names == ["person"], "the model has no rider")
        #expect(sample.seconds == 2 && sample.count == 1 && sample.mode == "any" && !sample.isLoud)
    }

    @Test func aStreamIsFoundByItsNameElseByTheStar() throws {
        let site = try SampleSite.read(SampleSite.text)
        #expect(site.stream(named: "vtest")?.name == "vtest")
        #expect(site.stream(named: "other")?.name == "*")
        #expect(try SampleSite.read("vigie: 1\nstreams: {a: {}}").stream(named: "b") == nil)
    }

    @Test func jsonAndOtherLineEndsAndAByteOrderMarkAreRead() throws {
        let json = #"{"vigie": 1, "streams": {"a": {"zones": {"z": [[0, 0], [1, 0], [1, 1]]}}}}"#
        #expect(try SampleSite.read(json).streams[0].zones.count == 1)
        let windows = "\u{FEFF}" + SampleSite.text.split(separator: "\n").joined(separator: "\r\n")
        #expect(try SampleSite.read(windows).streams.count == 2)
        SampleSite.expectError("vigie: 1\r\nstreams:\r\n  a: {→b: 1}\r\n", "'b' is no key of a stream")
    }

    @Test func aClockFollowsTheSitesTimeZone() throws {
        #expect(try SampleSite.read("vigie: 1\nstreams: {a: {}}").clock(start: 0) == nil)
        // 2026-03-29T00:59:59.5Z, half a second before Paris goes from 02:00 to 03:00.
        let clock = try #require(try SampleSite.read(SampleSite.text).clock(start: 1_774_745_999.5))
        #expect(clock.offsets.map(\.seconds) == [3_600, 7_200, 3_600, 7_200])
        #expect(clock.offsets.map(\.from).prefix(2) == [0, 0.5])
        #expect(clock.localSeconds(at: 0.25) == 1_774_745_999 + 3_600)
        #expect(clock.localSeconds(at: 0.5) == 1_774_746_000 + 7_200)
        #expect(clock.localSeconds(at: -1) == 1_774_745_998 + 3_600)
    }
}
