import Testing
import VigieCore

@testable import VigieRules

@Suite struct ScheduleTests {
    private static func schedule(_ entries: String, zone: String = "Europe/Paris") throws -> Schedule {
        let text = """
            vigie: 1
            time_zone: \(zone)
            schedules: {s: [\(entries)]}
            streams: {a: {rules: {r: {rule: Sample, schedule: s}}}}
            """
        return try #require(try SampleSite.read(text).streams[0].rules[0].schedule)
    }

    /// A wall clock's time; the day of 2026-03.
    private static func local(_ day: Int, _ hour: Int, _ minute: Int = 0, _ second: Int = 0) throws -> Int {
        let date = try #require(CivilDate(year: 2026, month: 3, day: day))
        return ((date.dayNumber * 24 + hour) * 60 + minute) * 60 + second
    }

    @Test func anEntryOverMidnightBelongsToTheDayItBeginsOn() throws {
        // 2026-03-06 was a Friday.
        let night = try Self.schedule(#"{days: [fri], from: "22:00", to: "06:00"}"#)
        #expect(!night.isActive(at: try Self.local(6, 5)))
        #expect(!night.isActive(at: try Self.local(6, 21, 59, 59)))
        #expect(night.isActive(at: try Self.local(6, 22)))
        #expect(night.isActive(at: try Self.local(7, 0)))
        #expect(night.isActive(at: try Self.local(7, 5, 59, 59)))
        #expect(!night.isActive(at: try Self.local(7, 6)))
        #expect(!night.isActive(at: try Self.local(7, 22)))
    }

    @Test func aWeekGoesOnFromSundayToMonday() throws {
        let night = try Self.schedule(#"{days: [sun], from: "22:00", to: "06:00"}"#)
        #expect(night.isActive(at: try Self.local(8, 23)))
        #expect(night.isActive(at: try Self.local(9, 5)))
        #expect(!night.isActive(at: try Self.local(9, 23)))
    }

    @Test func withoutDaysItIsEveryDay() throws {
        let noon = try Self.schedule(#"{from: "12:00", to: "13:00"}"#)
        for day in 1...7 {
            #expect(noon.isActive(at: try Self.local(day, 12)))
            #expect(!noon.isActive(at: try Self.local(day, 13)))
        }
    }

    @Test func aDateIsThatDayAlone() throws {
        let day = try Self.schedule(#"{dates: ["2026-03-10"], from: "00:00", to: "24:00"}"#)
        #expect(!day.isActive(at: try Self.local(9, 23, 59, 59)))
        #expect(day.isActive(at: try Self.local(10, 0)))
        #expect(day.isActive(at: try Self.local(10, 23, 59, 59)))
        #expect(!day.isActive(at: try Self.local(11, 0)))
    }

    @Test func entriesAddUp() throws {
        let both = try Self.schedule(#"{from: "08:00", to: "09:00"}, {days: [sat], from: "23:00", to: "00:00"}"#)
        #expect(both.isActive(at: try Self.local(6, 8)))
        #expect(both.isActive(at: try Self.local(7, 23, 59)))
        #expect(!both.isActive(at: try Self.local(8, 0)))
    }

    @Test func timeBefore1970IsTimeToo() throws {
        let noon = try Self.schedule(#"{days: [wed], from: "12:00", to: "13:00"}"#)
        #expect(noon.isActive(at: -12 * 3_600), "1969-12-31 was a Wednesday")
        #expect(!noon.isActive(at: -36 * 3_600))
    }

    /// Entries follow the wall clock: 02:00 to 03:00 is skipped on 2026-03-29 in Paris and comes twice on 2026-10-25.
    @Test(arguments: [
        (#"{from: "02:15", to: "02:45"}"#, 1_774_742_400, 0),
        (#"{from: "02:30", to: "04:00"}"#, 1_774_742_400, 60),
        (#"{from: "22:00", to: "06:00"}"#, 1_774_742_400, 240),
        (#"{from: "02:15", to: "02:45"}"#, 1_792_882_800, 60),
        (#"{from: "02:30", to: "04:00"}"#, 1_792_882_800, 120),
    ])
    func onTheNightOfASwitchTheWallClockCounts(entry: String, start: Int, minutes: Int) throws {
        let schedule = try Self.schedule(entry)
        let clock = try #require(try SampleSite.read(SampleSite.text).clock(start: Double(start)))
        // The four hours from 01:00 on.
        let active = (0..<240).filter { schedule.isActive(at: clock.localSeconds(at: Double($0 * 60))) }
        #expect(active.count == minutes)
    }

    @Test(arguments: [
        ("→[]", "schedule 's' is empty"),
        ("→{}", "is a list, but here is a mapping"),
        ("[→night]", "an entry of schedule 's' is a mapping"),
        ("[→{to: \"06:00\"}]", "needs 'from'"),
        ("[→{from: \"06:00\"}]", "needs 'to'"),
        ("[{from: →2200, to: \"06:00\"}]", "'from' is a time from \"00:00\" to \"23:59\" in quotes, but here is 2200"),
        ("[{from: →\"24:00\", to: \"06:00\"}]", "is a time"),
        ("[{from: \"06:00\", to: →\"24:01\"}]", "'to' is a time from \"00:00\" to \"24:00\""),
        ("[{from: →\"06:60\", to: \"24:00\"}]", "is a time"),
        ("[{from: →\"6:00\", to: \"24:00\"}]", "is a time"),
        ("[{from: →\"-6:00\", to: \"24:00\"}]", "is a time"),
        ("[{from: \"06:00\", to: →\"06:00\"}]", "covers nothing: for a whole day write from \"00:00\" to \"24:00\""),
        ("[{days: →[], from: \"06:00\", to: \"07:00\"}]", "'days' names no day"),
        ("[{days: [→monday], from: \"06:00\", to: \"07:00\"}]", "mon, tue, wed, thu, fri, sat or sun"),
        ("[{days: [mon, →mon], from: \"06:00\", to: \"07:00\"}]", "'mon' is named twice"),
        ("[{days: →mon, from: \"06:00\", to: \"07:00\"}]", "'days' is a list"),
        ("[{dates: [→\"2026-02-29\"], from: \"06:00\", to: \"07:00\"}]", "there is no 2026-02-29 in the calendar"),
        ("[{dates: [→\"25.12.2026\"], from: \"06:00\", to: \"07:00\"}]", "a date is written \"2026-12-25\""),
        ("[{dates: [2026-12-25, →\"2026-12-25\"], from: \"06:00\", to: \"07:00\"}]", "is named twice"),
        ("[{days: [mon], →dates: [\"2026-12-25\"], from: \"06:00\", to: \"07:00\"}]", "not both"),
        ("[{from: \"06:00\", to: \"07:00\", →day: [mon]}]", "did you mean 'days'"),
        (
            "[{dates: [\"2026-03-29\"], from: →\"02:00\", to: \"07:00\"}]",
            "02:00 does not come on 2026-03-29 in Europe/Paris, where the clock goes forward from 02:00 to 03:00: write a time before 02:00, or from 03:00 on"
        ),
        (
            "[{dates: [\"2026-03-28\"], from: \"22:00\", to: →\"02:30\"}]",
            "02:30 does not come on 2026-03-29"
        ),
        (
            "[{dates: [\"2026-10-25\"], from: \"00:00\", to: →\"02:59\"}]",
            "02:59 comes twice on 2026-10-25 in Europe/Paris, where the clock goes back from 03:00 to 02:00: write a time before 02:00, or from 03:00 on"
        ),
    ])
    func aScheduleIsRefusedWhereItIsWrong(marked: String, reason: String) {
        SampleSite.expectError(
            "vigie: 1\ntime_zone: Europe/Paris\nschedules:\n  s: \(marked)\nstreams: {a: {}}", reason)
    }

    @Test func timesBesideASwitchAreFine() throws {
        let entries = [
            ("2026-03-29", "01:59", "03:00"), ("2026-10-25", "01:59", "03:00"), ("2026-03-28", "22:00", "06:00"),
        ]
        for (date, from, to) in entries {
            _ = try Self.schedule(#"{dates: ["\#(date)"], from: "\#(from)", to: "\#(to)"}"#)
        }
        _ = try Self.schedule(#"{dates: ["2026-03-29"], from: "02:00", to: "03:00"}"#, zone: "UTC")
    }
}
