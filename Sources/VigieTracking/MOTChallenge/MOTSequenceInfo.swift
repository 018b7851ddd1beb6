/// What MOTChallenge's `seqinfo.ini` says of a sequence.
public struct MOTSequenceInfo: Sendable, Hashable {
    /// Frames a second; nil where it is not told, or is no positive number.
    public var frameRate: Double?

    /// Reads the content of a file; what is not understood is passed over.
    public init(_ bytes: [UInt8]) {
        for line in String(decoding: bytes, as: UTF8.self).split(whereSeparator: \.isNewline) {
            let parts = line.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard parts.count == 2, Self.trimmed(parts[0]).lowercased() == "framerate" else { continue }
            if let rate = Double(Self.trimmed(parts[1])), rate > 0, rate.isFinite { frameRate = rate }
        }
    }

    private static func trimmed(_ text: Substring) -> String {
        var text = text
        while text.first?.isWhitespace == true { text.removeFirst() }
        while text.last?.isWhitespace == true { text.removeLast() }
        return String(text)
    }
}
