/// A date of the Gregorian calendar.
struct CivilDate: Sendable, Hashable {
    static let secondsPerDay = 86_400

    var year, month, day: Int

    /// Nil where there is no such date.
    init?(year: Int, month: Int, day: Int) {
        guard (1...12).contains(month), day >= 1, day <= Self.days(inMonth: month, of: year) else { return nil }
        (self.year, self.month, self.day) = (year, month, day)
    }

    /// The date of a number of days since 1970-01-01.
    init(dayNumber: Int) {
        year = Self.year(ofDay: dayNumber)
        month = 1
        day = dayNumber - Self.dayNumber(year: year) + 1
        while day > Self.days(inMonth: month, of: year) {
            day -= Self.days(inMonth: month, of: year)
            month += 1
        }
    }

    /// Days since 1970-01-01.
    var dayNumber: Int { Self.dayNumber(year: year) + dayOfYear }

    /// Days since 1 January.
    private var dayOfYear: Int {
        var days = day - 1
        for month in 1..<month { days += Self.days(inMonth: month, of: year) }
        return days
    }

    static func isLeap(_ year: Int) -> Bool { year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) }

    static func days(inMonth month: Int, of year: Int) -> Int {
        switch month {
        case 2: isLeap(year) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }

    /// The day number of 1 January, for years after 0.
    static func dayNumber(year: Int) -> Int {
        let before = year - 1
        return before * 365 + before / 4 - before / 100 + before / 400 - 719_162
    }

    /// The year that a day lies in.
    static func year(ofDay day: Int) -> Int {
        var year = 1970 + day / 366
        while dayNumber(year: year + 1) <= day { year += 1 }
        while dayNumber(year: year) > day { year -= 1 }
        return year
    }

    /// 0 for Monday … 6 for Sunday; 1970-01-01 was a Thursday.
    static func weekday(ofDay day: Int) -> Int { ((day + 3) % 7 + 7) % 7 }

    /// The day of a time in seconds since 1970-01-01T00:00, and the seconds since its midnight.
    static func split(_ seconds: Int) -> (day: Int, time: Int) {
        var (day, time) = seconds.quotientAndRemainder(dividingBy: secondsPerDay)
        if time < 0 { (day, time) = (day - 1, time + secondsPerDay) }
        return (day, time)
    }
}
