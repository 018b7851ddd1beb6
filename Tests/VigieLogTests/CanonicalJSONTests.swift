import Foundation
import Testing
import VigieLog

@Suite struct CanonicalJSONTests {
    /// RFC 8785, 3.2.2 and 3.2.4.
    @Test func theExampleOfTheRFCIsWrittenAsThere() {
        let value = JSONValue.object([
            "numbers": .array(
                [333333333.33333329, 1E30, 4.50, 2e-3, 0.000000000000000000000000001].map(JSONValue.number)),
            "string": .string("\u{20ac}$\u{0F}\u{0a}A'\u{42}\u{22}\u{5c}\\\"/"),
            "literals": .array([.null, .bool(true), .bool(false)]),
        ])
        #expect(
            json(value)
                == #"{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"#
                + #""string":"€$\u000f\nA'B\"\\\\\"/"}"#)
    }

    /// RFC 8785, 3.2.3: by UTF-16 code units an emoji (D83D…) stands before a letter at FB33.
    @Test func dictionariesAreSortedByUTF16() {
        let value = [
            "\u{20ac}": "Euro Sign", "\r": "Carriage Return", "\u{fb33}": "Hebrew Letter Dalet With Dagesh",
            "1": "One", "\u{1f600}": "Emoji: Grinning Face", "\u{80}": "Control",
            "\u{f6}": "Latin Small Letter O With Diaeresis",
        ]
        let expected = [
            "Carriage Return", "One", "Control", "Latin Small Letter O With Diaeresis", "Euro Sign",
            "Emoji: Grinning Face", "Hebrew Letter Dalet With Dagesh",
        ]
        let text = json(value)
        let positions = expected.map { text.range(of: $0)?.lowerBound }
        #expect(!positions.contains(nil))
        #expect(positions.compactMap { $0 } == positions.compactMap { $0 }.sorted())
    }

    @Test(arguments: [
        ("\u{8}\t\n\u{C}\r", #""\b\t\n\f\r""#), ("\u{0}\u{1F}", #""\u0000\u001f""#), ("\"\\/", #""\"\\/""#),
        ("\u{7F}\u{2028}é", "\"\u{7F}\u{2028}é\""), ("", "\"\""),
    ])
    func onlyQuotesBackslashesAndControlCharactersAreEscaped(text: String, expected: String) {
        #expect(json(text) == expected)
    }

    @Test func emptyContainersAndNestingNeedNoSeparator() {
        let value = JSONValue.array([.array([]), .object([:]), .array([.array([.null]), .bool(false)])])
        #expect(json(value) == "[[],{},[[null],false]]")
    }

    @Test func eachLineStandsAlone() {
        var json = CanonicalJSON()
        for frame in 1...2 {
            json.object { $0.member("frame", frame) }
            json.endLine()
        }
        #expect(String(decoding: json.bytes, as: UTF8.self) == "{\"frame\":1}\n{\"frame\":2}\n")
        json.removeAll()
        #expect(json.bytes.isEmpty)
    }

    #if DEBUG
        @Test func keysOutOfOrderTrapInADebugBuild() async {
            await #expect(processExitsWith: .failure) {
                var json = CanonicalJSON()
                json.object {
                    $0.member("b", 1)
                    $0.member("a", 1)
                }
            }
        }

        @Test func aKeyWrittenTwiceTrapsInADebugBuild() async {
            await #expect(processExitsWith: .failure) {
                var json = CanonicalJSON()
                json.object {
                    $0.member("a", 1)
                    $0.member("a", 1)
                }
            }
        }
    #endif

    static let names: [([UInt8], String)] = [
        (Array("clip.mp4".utf8), "clip.mp4"), ([0x61, 0xFF, 0x62], "a%FFb"), (Array("é%41".utf8), "é%41"),
        // A sequence cut after two of three bytes, and one that is overlong.
        ([0xE2, 0x82, 0x2F], "%E2%82/"), ([0xC0, 0xAF], "%C0%AF"), ([], ""),
    ]

    @Test(arguments: names)
    func bytesThatAreNoUTF8ArePercentEncoded(bytes: [UInt8], text: String) {
        #expect(String(percentEncodingInvalidUTF8: bytes) == text)
    }

    @Test func aFloatInAConfigurationIsItsShortestDecimal() {
        #expect(JSONValue.float(0.1) == .number(0.1))
        #expect(JSONValue.float(.nan) == .null)
        #expect(JSONValue.int(3) == .number(3))
    }
}
