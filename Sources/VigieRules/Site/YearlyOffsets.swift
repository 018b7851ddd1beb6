/// Offsets that alternate by the same rule every year.
///
/// Source: POSIX.1-2017, Base Definitions, 8.3, `TZ`, with the hours of −167 to 167 that RFC 9636, 3.3.2 adds.
struct YearlyOffsets: Sendable {
    /// A day of every year and a time on it.
    struct Moment: Sendable {
        enum Day: Sendable {
            /// The `week`th (5: last) `weekday` (0 for Monday) of a month.
            case weekday(Int, week: Int, month: Int)
            /// 1…365: 29 February is not counted.
            case julian(Int)
            /// 0…365: 29 February is counted.
            case zeroBased(Int)
        }

        var day: Day
        /// Seconds after midnight, local time.
        var time: Int

        /// In local seconds.
        func seconds(in year: Int) -> Int {
            let start = CivilDate.dayNumber(year: year)
            let number: Int
            switch day {
            case .julian(let day): number = start + day - 1 + (day >= 60 && CivilDate.isLeap(year) ? 1 : 0)
            case .zeroBased(let day): number = start + day
            case .weekday(let weekday, let week, let month):
                var first = start
                for month in 1..<month { first += CivilDate.days(inMonth: month, of: year) }
                let until = (weekday - CivilDate.weekday(ofDay: first) + 7) % 7 + (week - 1) * 7
                number = first + until - (until >= CivilDate.days(inMonth: month, of: year) ? 7 : 0)
            }
            return number * CivilDate.secondsPerDay + time
        }
    }

    /// Seconds ahead of UTC.
    var standard: Int
    /// What holds from one moment of the year to another; nil where nothing else does.
    var summer: (offset: Int, from: Moment, to: Moment)?

    /// Seconds ahead of UTC at an instant.
    func offset(at instant: Int) -> Int {
        guard let summer else { return standard }
        let year = CivilDate.year(ofDay: CivilDate.split(instant).day)
        var latest = Int.min, offset = standard
        for year in year - 1...year + 1 {
            let from = summer.from.seconds(in: year) - standard
            if from <= instant, from >= latest { (latest, offset) = (from, summer.offset) }
            let to = summer.to.seconds(in: year) - summer.offset
            if to <= instant, to >= latest { (latest, offset) = (to, standard) }
        }
        return offset
    }
}

extension YearlyOffsets {
    /// Nil where the text is no rule; such as `"CET-1CEST,M3.5.0,M10.5.0/3"`, whose offsets are behind UTC.
    init?(_ text: String) {
        var scan = Scan(rest: text.utf8[...])
        guard scan.name(), let standard = scan.time() else { return nil }
        self.standard = -standard
        guard !scan.rest.isEmpty else { return }
        guard scan.name() else { return nil }
        var offset = self.standard + 3_600
        if scan.rest.first != UInt8(ascii: ",") {
            guard let given = scan.time() else { return nil }
            offset = -given
        }
        guard let from = scan.moment(), let to = scan.moment(), scan.rest.isEmpty else { return nil }
        summer = (offset, from, to)
    }

    private struct Scan {
        var rest: Substring.UTF8View

        mutating func skip(_ character: Unicode.Scalar) -> Bool {
            guard rest.first == UInt8(ascii: character) else { return false }
            rest = rest.dropFirst()
            return true
        }

        /// At least three letters, or anything in angle brackets.
        mutating func name() -> Bool {
            if skip("<") {
                rest = rest.drop { $0 != UInt8(ascii: ">") }
                return skip(">")
            }
            let letters = rest.prefix { (65...90).contains($0) || (97...122).contains($0) }
            rest = rest.dropFirst(letters.count)
            return letters.count >= 3
        }

        mutating func number(upTo limit: Int) -> Int? {
            let digits = rest.prefix { (48...57).contains($0) }
            guard let value = Int(String(Substring(digits))), value <= limit else { return nil }
            rest = rest.dropFirst(digits.count)
            return value
        }

        /// Seconds of `[+-]h[:mm[:ss]]`.
        mutating func time() -> Int? {
            let sign = skip("-") ? -1 : 1
            if sign == 1 { _ = skip("+") }
            guard var seconds = number(upTo: 167).map({ $0 * 3_600 }) else { return nil }
            for unit in [60, 1] where skip(":") {
                guard let value = number(upTo: 59) else { return nil }
                seconds += value * unit
            }
            return sign * seconds
        }

        mutating func moment() -> Moment? {
            guard skip(",") else { return nil }
            let day: Moment.Day
            if skip("M") {
                guard let month = number(upTo: 12), month >= 1, skip("."), let week = number(upTo: 5), week >= 1,
                    skip("."), let weekday = number(upTo: 6)
                else { return nil }
                // POSIX counts from Sunday.
                day = .weekday((weekday + 6) % 7, week: week, month: month)
            } else if skip("J") {
                guard let number = number(upTo: 365), number >= 1 else { return nil }
                day = .julian(number)
            } else {
                guard let number = number(upTo: 365) else { return nil }
                day = .zeroBased(number)
            }
            guard skip("/") else { return Moment(day: day, time: 7_200) }
            return time().map { Moment(day: day, time: $0) }
        }
    }
}
