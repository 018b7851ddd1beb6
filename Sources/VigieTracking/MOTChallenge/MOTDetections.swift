public import VigieCore

/// The detections of a MOTChallenge file: text, one detection a line, `frame,id,left,top,width,height,score,…`.
///
/// Frames count from 1 and may come in any order; a frame without lines had no detections. Ids and what follows the score
/// are passed over, and so are empty lines. Numbers are decimal, fields may have blanks around them, and lines end with LF
/// or CR LF.
public struct MOTDetections: Sendable {
    /// The greatest frame number that is accepted: more than three days at 30 frames a second.
    public static let lastFrame = 10_000_000

    /// One line of the file.
    private struct Line: Sendable, Comparable {
        var frame: Int
        var number: Int
        var detection: TrackerDetection

        static func < (a: Line, b: Line) -> Bool { a.frame != b.frame ? a.frame < b.frame : a.number < b.number }
    }

    /// In the order of the frames, within one in that of the file.
    private var lines: [Line] = []

    /// The number of the last frame that has a detection.
    public var frames: Int { lines[lines.count - 1].frame }
    /// The number of detections.
    public var count: Int { lines.count }

    /// Reads the content of a file.
    ///
    /// - Parameters:
    ///   - bytes: The content.
    ///   - file: Its name, for the error.
    /// - Throws: `MOTError` for the first line that is none of the format, and for a file without detections.
    public init(_ bytes: [UInt8], file: String) throws(MOTError) {
        let lineFeed = UInt8(ascii: "\n")
        var number = 0
        var start = 0
        while start < bytes.count {
            var end = start
            while end < bytes.count, bytes[end] != lineFeed { end += 1 }
            number += 1
            do throws(MOTLineError) {
                if let (frame, detection) = try Self.read(bytes[start..<end]) {
                    lines.append(Line(frame: frame, number: number, detection: detection))
                }
            } catch {
                throw MOTError(file: file, line: number, reason: error.reason)
            }
            start = end + 1
        }
        guard !lines.isEmpty else { throw MOTError(file: file, line: nil, reason: "it holds no detections") }
        lines.sort()
    }

    /// Calls `body` with each frame from 1 to `frames`, those without detections too.
    public func forEachFrame(_ body: (_ frame: Int, _ detections: [TrackerDetection]) -> Void) {
        var detections: [TrackerDetection] = []
        var next = 0
        for frame in 1...frames {
            detections.removeAll(keepingCapacity: true)
            while next < lines.count, lines[next].frame == frame {
                detections.append(lines[next].detection)
                next += 1
            }
            body(frame, detections)
        }
    }

    /// What a line holds; nil where it is empty.
    private static func read(_ line: ArraySlice<UInt8>) throws(MOTLineError) -> (Int, TrackerDetection)? {
        if line.allSatisfy(isBlank) { return nil }
        let fields = line.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false)
        guard fields.count >= 7 else {
            throw MOTLineError(
                "it has \(fields.count) of the 7 fields of a detection, separated by commas: frame,id,left,top,width,height,score"
            )
        }
        let frame = try number(fields[0], "frame")
        guard frame >= 1, frame <= Float(lastFrame), let frame = Int(exactly: frame) else {
            throw MOTLineError("the frame is \(text(fields[0])), but frames count from 1 to \(lastFrame)")
        }
        let box = Box(
            x: try number(fields[2], "left edge"), y: try number(fields[3], "top edge"),
            width: try number(fields[4], "width"), height: try number(fields[5], "height"))
        guard box.width > 0, box.height > 0 else {
            throw MOTLineError("the box is \(text(fields[4])) × \(text(fields[5])), but both sides must be positive")
        }
        return (frame, TrackerDetection(box: box, score: try number(fields[6], "score")))
    }

    private static func number(_ field: ArraySlice<UInt8>, _ name: String) throws(MOTLineError) -> Float {
        let shown = text(field)
        // Swift also reads hexadecimal and names, which no other reader of the format does.
        let isDecimal = !shown.isEmpty && shown.utf8.allSatisfy { decimals.contains($0) }
        guard isDecimal, let value = Float(shown) else {
            throw MOTLineError("the \(name) is '\(shown)', which is no number")
        }
        guard value.isFinite else { throw MOTLineError("the \(name) is \(shown), which is too large") }
        return value
    }

    private static let decimals = Array("+-.0123456789Ee".utf8)

    private static func isBlank(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") || byte == UInt8(ascii: "\r")
    }

    /// A field without the blanks around it, and not more of it than a sentence can hold.
    private static func text(_ field: ArraySlice<UInt8>) -> String {
        var field = field
        while let first = field.first, isBlank(first) { field.removeFirst() }
        while let last = field.last, isBlank(last) { field.removeLast() }
        let isLong = field.count > 40
        let shown = String(decoding: field.prefix(40), as: UTF8.self).map { $0.isNewline ? " " : $0 }
        return String(shown) + (isLong ? "…" : "")
    }
}

/// Why a line is none of the format.
private struct MOTLineError: Error {
    var reason: String

    init(_ reason: String) { self.reason = reason }
}

/// Why a file is no MOTChallenge detection file.
public struct MOTError: Failure, Equatable {
    /// The file's name as it was given.
    public var file: String
    /// The line, counted from 1; nil where the whole file is meant.
    public var line: Int?
    /// What is wrong.
    public var reason: String

    /// Damaged input.
    public var exitCode: ExitCode { .badData }
    /// One sentence.
    public var description: String {
        "\(file)\(line.map { ", line \($0)" } ?? ""): \(reason)."
    }
}
