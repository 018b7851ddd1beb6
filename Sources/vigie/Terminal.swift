internal import VigieCore

#if canImport(Glibc)
    internal import Glibc
#endif

/// What goes to the person at the terminal.
enum Terminal {
    /// True where standard error is a terminal: progress is shown there and nowhere else.
    static let showsProgress = isatty(STDERR_FILENO) == 1

    private static let hasColour = isatty(STDERR_FILENO) == 1 && getenv("NO_COLOR") == nil

    /// Writes a line to standard output; a reader that has gone away is none of our business.
    static func say(_ text: String) { write(text + "\n", to: STDOUT_FILENO) }

    /// A remark that is not a result.
    static func note(_ text: String) {
        clearProgress()
        write("vigie: \(text)\n", to: STDERR_FILENO)
    }

    /// What went wrong.
    static func complain(_ text: String) {
        clearProgress()
        write((hasColour ? "\u{1B}[31mvigie:\u{1B}[0m " : "vigie: ") + text + "\n", to: STDERR_FILENO)
    }

    /// Replaces the progress line.
    static func progress(_ text: String) {
        guard showsProgress else { return }
        write("\r\u{1B}[2K" + text, to: STDERR_FILENO)
    }

    static func clearProgress() {
        if showsProgress { write("\r\u{1B}[2K", to: STDERR_FILENO) }
    }

    private static func write(_ text: String, to descriptor: Int32) {
        var bytes = Array(text.utf8)[...]
        while !bytes.isEmpty {
            let count = bytes.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if count < 0 && errno == EINTR { continue }
            guard count > 0 else { return }
            bytes = bytes.dropFirst(count)
        }
    }
}

/// A table for people: columns padded, numbers to the right.
struct Table {
    private var rows: [[String]] = []
    private let numeric: Set<Int>

    /// - Parameter numeric: The columns that are numbers.
    init(_ header: [String], numeric: Set<Int> = []) {
        rows = [header]
        self.numeric = numeric
    }

    mutating func add(_ row: [String]) { rows.append(row) }

    var text: String {
        let widths = rows[0].indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
        return rows.map { row in
            var line = row.indices.map { column in
                let padding = String(repeating: " ", count: widths[column] - row[column].count)
                return numeric.contains(column) ? padding + row[column] : row[column] + padding
            }.joined(separator: "  ")
            while line.last == " " { line.removeLast() }
            return line
        }.joined(separator: "\n")
    }
}

extension Double {
    /// With a fixed number of decimals.
    func decimals(_ places: Int) -> String {
        guard isFinite, magnitude < 1e15 else { return "–" }
        var unit = 1.0
        for _ in 0..<places { unit *= 10 }
        let scaled = Int((magnitude * unit).rounded())
        let (whole, part) = scaled.quotientAndRemainder(dividingBy: Int(unit))
        let digits = String(part)
        let sign = self < 0 && scaled > 0 ? "-" : ""
        return places == 0
            ? "\(sign)\(whole)" : "\(sign)\(whole).\(String(repeating: "0", count: places - digits.count))\(digits)"
    }

    /// `m:ss` or `h:mm:ss`, of seconds.
    var asDuration: String {
        let seconds = Int(rounded())
        func two(_ value: Int) -> String { value < 10 ? "0\(value)" : "\(value)" }
        return seconds < 3600
            ? "\(seconds / 60):\(two(seconds % 60))"
            : "\(seconds / 3600):\(two(seconds / 60 % 60)):\(two(seconds % 60))"
    }
}
