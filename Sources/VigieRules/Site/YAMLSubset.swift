/// What of YAML a site file may use: plain and quoted scalars on one line, lists and mappings.
///
/// The rest is refused before the parser sees it. References (`&`, `*`) can make a short file mean a huge one, and deep
/// nesting exhausts the stack; block texts, tags, directives and quotes over several lines have no use here.
struct YAMLSubset {
    static let deepestColumn = 64, deepestBracket = 16

    private let file: String
    private let text: [Unicode.Scalar]
    private var index = 0
    private var line = 1, column = 1
    /// How many brackets and braces are open.
    private var depth = 0
    /// Whether only blanks stand before on the line.
    private var isLineStart = true

    private init(_ text: [Unicode.Scalar], file: String) {
        self.text = text
        self.file = file
    }

    /// - Throws: For the first thing that must not be there.
    static func check(_ text: String, file: String) throws(SiteError) {
        var scan = YAMLSubset(Array(text.unicodeScalars), file: file)
        try scan.checkCharacters()
        while let scalar = scan.next { try scan.token(scalar) }
    }

    private var next: Unicode.Scalar? { peek(0) }

    private func peek(_ offset: Int) -> Unicode.Scalar? {
        index + offset < text.count ? text[index + offset] : nil
    }

    private func error(_ reason: String) -> SiteError {
        SiteError(file: file, line: line, column: column, reason: reason)
    }

    private mutating func advance() {
        let scalar = text[index]
        index += 1
        if Self.isBreak(scalar), !(scalar == "\r" && next == "\n") {
            line += 1
            column = 1
            isLineStart = true
        } else {
            column += 1
        }
    }

    private static func isBreak(_ scalar: Unicode.Scalar) -> Bool { scalar == "\n" || scalar == "\r" }

    /// Whether a blank, a line's end or the text's end.
    private static func isBlank(_ scalar: Unicode.Scalar?) -> Bool {
        guard let scalar else { return true }
        return scalar == " " || scalar == "\t" || isBreak(scalar)
    }

    /// Characters that no line of text has; YAML takes some of them for line breaks.
    private func checkCharacters() throws(SiteError) {
        var scan = self
        while let scalar = scan.next {
            switch scalar.value {
            case 0xFFFD: throw scan.error("this is not UTF-8: save the file as text in UTF-8")
            case 0x09, 0x0A, 0x0D, 0x20...0x7E, 0xA0...0x2027, 0x202A...0xFEFE, 0xFF00...0xFFFC, 0x10000...: break
            default:
                throw scan.error(
                    "the character U+\(String(scalar.value, radix: 16, uppercase: true)) is no part of a text")
            }
            scan.advance()
        }
    }

    /// Passes over what begins here, where a scalar, an indicator or a comment can begin.
    private mutating func token(_ scalar: Unicode.Scalar) throws(SiteError) {
        if Self.isBlank(scalar) { return advance() }
        if depth == 0 && (isLineStart || scalar == "-") && column > Self.deepestColumn && scalar != "#" {
            throw error(
                "this is indented by more than \(Self.deepestColumn) columns: a site file is not nested that deep")
        }
        isLineStart = false
        if column == 1, scalar == "-" || scalar == ".", peek(1) == scalar, peek(2) == scalar, Self.isBlank(peek(3)) {
            for _ in 0..<3 { advance() }
            return
        }
        switch scalar {
        case "#": while let scalar = next, !Self.isBreak(scalar) { advance() }
        case "\"", "'": try quoted(by: scalar)
        case "[", "{":
            depth += 1
            guard depth <= Self.deepestBracket else {
                throw error("more than \(Self.deepestBracket) brackets are open: a site file is not nested that deep")
            }
            advance()
        case "]", "}":
            depth = max(0, depth - 1)
            advance()
        case "-" where Self.isBlank(peek(1)): advance()
        case ":" where depth > 0 || Self.isBlank(peek(1)): advance()
        case ",": advance()
        case "&", "*":
            throw error(
                "anchors and aliases (& and *) are not part of a site file: write the value out; a text that begins so needs quotes"
            )
        case "|", ">":
            throw error(
                "texts over several lines (| and >) are not part of a site file; a text that begins so needs quotes")
        case "!", "%":
            throw error("tags and directives (! and %) are not part of a site file; a text that begins so needs quotes")
        case "?": throw error("a key is a text before a colon (no '? '); a text that begins so needs quotes")
        case "@", "`": throw error("a text that begins with \(scalar) needs quotes")
        default: plain()
        }
    }

    private mutating func quoted(by quote: Unicode.Scalar) throws(SiteError) {
        let start = self
        advance()
        while let scalar = next, !Self.isBreak(scalar) {
            if scalar == quote {
                advance()
                // In single quotes a doubled one stands for itself.
                guard quote == "'", next == "'" else { return }
            } else if scalar == "\\", quote == "\"", let escaped = peek(1), !Self.isBreak(escaped) {
                advance()
            }
            advance()
        }
        throw start.error("the quotes that open here do not close on this line")
    }

    /// A scalar without quotes; within brackets it goes on over the line's end.
    private mutating func plain() {
        var isAfterBlank = false
        while let scalar = next {
            if Self.isBreak(scalar), depth == 0 { return }
            if scalar == "#", isAfterBlank { return }
            if scalar == ":", Self.isBlank(peek(1)) { return }
            if depth > 0, ",[]{}?".unicodeScalars.contains(scalar) { return }
            isAfterBlank = Self.isBlank(scalar)
            advance()
        }
    }
}
