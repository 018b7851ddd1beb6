/// Reads the schedules of a site file.
struct ScheduleReader {
    private static let weekdays = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
    private static let years = 1970...9999

    let zone: TimeZoneRules

    func schedules(_ node: SiteNode) throws(SiteError) -> [Schedule] {
        var schedules: [Schedule] = []
        for (name, place, value) in try SiteMapping(node, "'schedules'").named {
            try place.checkName("a schedule")
            let items = try value.list("schedule '\(name)', a sequence of entries,")
            guard !items.isEmpty else {
                throw value.error(
                    "schedule '\(name)' is empty: give it an entry such as {from: \"22:00\", to: \"06:00\"}, or leave it out"
                )
            }
            var entries: [Schedule.Entry] = []
            for item in items { entries.append(try entry(item, "an entry of schedule '\(name)'")) }
            schedules.append(Schedule(name: name, entries: entries))
        }
        return schedules
    }

    private func entry(_ node: SiteNode, _ what: String) throws(SiteError) -> Schedule.Entry {
        var mapping = try SiteMapping(node, what)
        let daysNode = try mapping.take("days")
        let datesNode = try mapping.take("dates")
        let fromNode = try mapping.require("from", ": a time such as \"22:00\"")
        let toNode = try mapping.require("to", ": a time such as \"06:00\"")
        try mapping.finish()
        if daysNode != nil, datesNode != nil {
            throw mapping.place(of: "dates").error("\(what) has 'days' or 'dates', not both: write two entries")
        }
        let from = try time(fromNode, "from", upTo: "23:59")
        var to = try time(toNode, "to", upTo: "24:00")
        guard from != to else {
            throw toNode.error(
                "\(what) ends when it begins, so it covers nothing: for a whole day write from \"00:00\" to \"24:00\"")
        }
        if to < from { to += CivilDate.secondsPerDay }
        guard let datesNode else {
            return Schedule.Entry(
                days: .week(try daysNode.map(week) ?? Array(repeating: true, count: 7)), from: from, to: to)
        }
        let dates = try dates(datesNode)
        for date in dates {
            try checkIsOnClock(date * CivilDate.secondsPerDay + from, fromNode)
            try checkIsOnClock(date * CivilDate.secondsPerDay + to, toNode)
        }
        return Schedule.Entry(days: .dates(dates), from: from, to: to)
    }

    /// Seconds since midnight of "HH:MM".
    private func time(_ node: SiteNode, _ key: String, upTo last: String) throws(SiteError) -> Int {
        guard case .scalar(let text, _) = node.content, let parts = Self.numbers(text, separator: ":", digits: [2, 2]),
            parts[1] < 60, parts[0] < 24 || text == last
        else {
            throw node.error("'\(key)' is a time from \"00:00\" to \"\(last)\" in quotes, but here is \(node.found)")
        }
        return (parts[0] * 60 + parts[1]) * 60
    }

    private func week(_ node: SiteNode) throws(SiteError) -> [Bool] {
        var flags = Array(repeating: false, count: 7)
        for item in try days(node, "days") {
            let name = try item.text("a day of the week")
            guard let day = Self.weekdays.firstIndex(of: name) else {
                throw item.error("a day of the week is \(Self.weekdays.alternatives), but here is \(item.found)")
            }
            guard !flags[day] else { throw item.error("'\(name)' is named twice") }
            flags[day] = true
        }
        return flags
    }

    /// Days since 1970-01-01.
    private func dates(_ node: SiteNode) throws(SiteError) -> [Int] {
        var dates: [Int] = []
        for item in try days(node, "dates") {
            guard case .scalar(let text, _) = item.content,
                let parts = Self.numbers(text, separator: "-", digits: [4, 2, 2]), Self.years.contains(parts[0])
            else { throw item.error("a date is written \"2026-12-25\", but here is \(item.found)") }
            guard let date = CivilDate(year: parts[0], month: parts[1], day: parts[2]) else {
                throw item.error("there is no \(text) in the calendar")
            }
            guard !dates.contains(date.dayNumber) else { throw item.error("\(text) is named twice") }
            dates.append(date.dayNumber)
        }
        return dates
    }

    private func days(_ node: SiteNode, _ key: String) throws(SiteError) -> [SiteNode] {
        let items = try node.list("'\(key)'")
        guard !items.isEmpty else { throw node.error("'\(key)' names no day, so the entry covers nothing") }
        return items
    }

    /// Numbers of so many digits each, with a separator between; nil where the text is no such.
    private static func numbers(_ text: String, separator: Character, digits: [Int]) -> [Int]? {
        let parts = text.split(separator: separator, omittingEmptySubsequences: false)
        guard parts.map(\.utf8.count) == digits, parts.allSatisfy({ $0.utf8.allSatisfy { 48...57 ~= $0 } }) else {
            return nil
        }
        return parts.compactMap { Int($0) }
    }

    /// - Throws: Where the clocks of the zone skip a local time, or show it twice.
    private func checkIsOnClock(_ localSeconds: Int, _ node: SiteNode) throws(SiteError) {
        guard let change = zone.change(at: localSeconds) else { return }
        let isForward = change.after > change.before
        let old = Self.clock(change.before), new = Self.clock(change.after)
        throw node.error(
            "\(Self.clock(localSeconds)) \(isForward ? "does not come" : "comes twice") on \(Self.date(localSeconds)) in \(zone.name), where the clock goes \(isForward ? "forward" : "back") from \(old) to \(new): write a time before \(isForward ? old : new), or from \(isForward ? new : old) on"
        )
    }

    private static func clock(_ localSeconds: Int) -> String {
        let minutes = CivilDate.split(localSeconds).time / 60
        return padded(minutes / 60, 2) + ":" + padded(minutes % 60, 2)
    }

    private static func date(_ localSeconds: Int) -> String {
        let date = CivilDate(dayNumber: CivilDate.split(localSeconds).day)
        return "\(padded(date.year, 4))-\(padded(date.month, 2))-\(padded(date.day, 2))"
    }

    private static func padded(_ number: Int, _ digits: Int) -> String {
        let text = String(number)
        return String(repeating: "0", count: max(0, digits - text.count)) + text
    }
}
