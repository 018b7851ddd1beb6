import Foundation
import TestSupport
import Testing
import VigieCore

@testable import VigieRules

@Suite struct TimeZoneTests {
    private static func rules(_ name: String) throws -> TimeZoneRules {
        let node = SiteNode(file: "s", line: 1, column: 1, content: .scalar(name, isPlain: true))
        return try TimeZoneRules(node)
    }

    @Test(arguments: [
        // Summer time ends and begins at 01:00 UTC.
        ("Europe/Paris", 1_774_745_999, 3_600), ("Europe/Paris", 1_774_746_000, 7_200),
        ("Europe/Paris", 1_792_889_999, 7_200), ("Europe/Paris", 1_792_890_000, 3_600),
        ("Asia/Kolkata", 1_774_746_000, 19_800), ("UTC", 1_774_746_000, 0),
        // 2026-04-05T03:00 and 2026-10-04T02:00 in Sydney.
        ("Australia/Sydney", 1_775_318_399, 39_600), ("Australia/Sydney", 1_775_318_400, 36_000),
        ("Australia/Sydney", 1_791_043_199, 36_000), ("Australia/Sydney", 1_791_043_200, 39_600),
        // Half an hour of summer time, and a zone west of Greenwich.
        ("Australia/Lord_Howe", 1_783_000_000, 37_800), ("Australia/Lord_Howe", 1_767_225_600, 39_600),
        ("America/New_York", 1_767_225_600, -18_000),
    ])
    func theOffsetIsThatOfTheZone(name: String, instant: Int, offset: Int) throws {
        #expect(try Self.rules(name).offset(at: instant) == offset)
    }

    /// Foundation's own tables know the same; also long after the last transition of the file, where its rule holds.
    @Test(arguments: [
        "Europe/Paris", "Europe/Dublin", "America/New_York", "America/Santiago", "Australia/Sydney",
        "Australia/Lord_Howe", "Asia/Kolkata", "Asia/Kathmandu", "America/St_Johns", "Pacific/Auckland",
        "Africa/Cairo", "America/Nuuk", "Asia/Gaza",
    ])
    func offsetsAreThoseOfFoundation(name: String) throws {
        let rules = try Self.rules(name), other = try #require(TimeZone(identifier: name))
        var random = SeededRandom(seed: 1)
        for _ in 0..<500 {
            let instant = Int.random(in: 946_684_800..<4_000_000_000, using: &random)
            let expected = other.secondsFromGMT(for: Date(timeIntervalSince1970: Double(instant)))
            #expect(rules.offset(at: instant) == expected, "\(instant)")
        }
    }

    @Test func changesAreFoundToTheSecond() throws {
        let changes = try Self.rules("Europe/Paris").changes(after: 1_767_225_600, until: 1_798_761_600)
        #expect(changes == [1_774_746_000, 1_792_890_000])
        #expect(try Self.rules("Asia/Kolkata").changes(after: 1_767_225_600, until: 1_798_761_600).isEmpty)
    }

    @Test(arguments: [
        // The instants are 2026-07-01 and 2026-01-01, at midnight UTC.
        ("CET-1CEST,M3.5.0,M10.5.0/3", 7_200, 3_600), ("<+0330>-3:30", 12_600, 12_600),
        ("<-03>3<-02>,M3.5.0/-2,M10.5.0/-1", -7_200, -10_800), ("AEST-10AEDT,M10.1.0,M4.1.0/3", 36_000, 39_600),
        ("AAA0BBB,J60/0,J244/0", 3_600, 0), ("AAA0BBB-2,59/0,243/24", 7_200, 0),
        ("XXX3XXY2,0/0,J365/25", -7_200, -7_200),
    ])
    func aYearlyRuleIsRead(text: String, july: Int, january: Int) throws {
        let offsets = try #require(YearlyOffsets(text))
        #expect(offsets.offset(at: 1_782_864_000) == july)
        #expect(offsets.offset(at: 1_767_225_600) == january)
    }

    @Test(arguments: [
        "", "CET", "C-1", "CET-1CEST", "CET-1CEST,M13.1.0,M10.5.0", "CET-1CEST,M3.5.0,M10.5.0x", "CET-999",
    ])
    func whatIsNoYearlyRuleIsNil(text: String) { #expect(YearlyOffsets(text) == nil) }

    @Test func julianDaysPassOverTheLeapDay() {
        let moment = YearlyOffsets.Moment(day: .julian(60), time: 0)
        let march = CivilDate(year: 2028, month: 3, day: 1)
        #expect(moment.seconds(in: 2028) == (march?.dayNumber ?? 0) * 86_400)
    }

    @Test func aDamagedFileIsNil() throws {
        let bytes = Array(try Data(contentsOf: URL(fileURLWithPath: TimeZoneRules.folder + "/Europe/Paris")))
        #expect(TimeZoneRules(bytes, name: "x") != nil)
        for cut in 0..<bytes.count { #expect(TimeZoneRules(Array(bytes[..<cut]), name: "x") == nil, "\(cut)") }
        var random = SeededRandom(seed: 2)
        for _ in 0..<2_000 {
            var damaged = bytes
            let place = Int.random(in: 0..<bytes.count, using: &random)
            damaged[place] ^= 1 << UInt8.random(in: 0..<8, using: &random)
            // Whatever it gives, it must not crash.
            _ = TimeZoneRules(damaged, name: "x")?.offset(at: 1_774_746_000)
        }
    }

    @Test func aMachineWithoutTzdataIsTold() {
        let node = SiteNode(file: "s", line: 2, column: 12, content: .scalar("UTC", isPlain: true))
        let error = #expect(throws: SiteError.self) { try TimeZoneRules(node, folder: "/nowhere/zoneinfo") }
        #expect(error?.description.contains("s:2:12: there are no time zones on this machine: install tzdata") == true)
    }

    @Test func daysAreThoseOfTheCalendar() throws {
        for (text, number) in [
            ((1970, 1, 1), 0), ((2000, 3, 1), 11_017), ((2026, 12, 25), 20_812), ((1969, 12, 31), -1),
        ] {
            let date = try #require(CivilDate(year: text.0, month: text.1, day: text.2))
            #expect(date.dayNumber == number)
            #expect(CivilDate(dayNumber: number) == date)
        }
        #expect(CivilDate(year: 2100, month: 2, day: 29) == nil)
        #expect(CivilDate.weekday(ofDay: 20_812) == 4, "a Friday")
    }
}
