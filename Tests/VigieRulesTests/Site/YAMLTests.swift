import TestSupport
import Testing
import VigieCore

@testable import VigieRules

/// What is refused before, or by, the parser.
@Suite struct YAMLTests {
    @Test(arguments: [
        ("vigie: 1\nstreams: {a: →*b}", "aliases"),
        ("vigie: 1\nstreams:\n  a: →&b {}", "aliases"),
        ("a: [→&x 1]", "aliases"),
        ("a: [foo\n \"bar, →*x, baz\" ]", "aliases"),
        ("a: [\"x # y\", →*b]", "aliases"),
        ("a: ['it''s', →*b]", "aliases"),
        ("a: [\"\\\"\", →*b]", "aliases"),
        ("a: {\"b\":→*b}", "aliases"),
        ("--- →*b", "aliases"),
        ("a: {→? b : c}", "a key is a text"),
        ("→? b", "a key is a text"),
        ("a: →|\n  b", "over several lines"),
        ("a: →>\n  b", "over several lines"),
        ("a: →!!str b", "tags"),
        ("→%YAML 1.1\n---\na: b", "tags and directives"),
        ("a: →@b", "needs quotes"),
        ("a: →\"b\nc\"", "do not close on this line"),
        ("a: →'b", "do not close on this line"),
        ("a: [[[[[[[[[[[[[[[[→[", "brackets are open"),
        ("a: b\n→---\na: c", "a second document begins here"),
        ("a:\n→\tb: c", "this is not YAML"),
        ("a: [1, 2\n→", "this is not YAML"),
        ("a: b→: c", "this is not YAML"),
        ("a: b→\u{0}", "U+0 is no part of a text"),
        ("a: b # →\u{85}", "U+85"),
        ("a: →\u{2028}", "U+2028"),
        ("é: →\u{7}", "U+7"),
    ])
    func whatASiteFileHasNoUseForIsRefused(marked: String, reason: String) { SampleSite.expectError(marked, reason) }

    @Test func whatLooksAlikeIsRead() throws {
        let names = ["it's", "a *b", "x#y", "a&b", "what?", "-1", "a:b", "*.mp4", "a # b", "[1]"]
        let quoted = names.map { "  \"\($0)\": {}" }.joined(separator: "\n")
        #expect(try SampleSite.read("vigie: 1\nstreams:\n" + quoted).streams.map(\.name) == names)
        let plain = "vigie: 1 # *one*\nstreams: # '\n  it's: {} # \"\n  a *b: {}\n  x#y: {}\n  a:b: {}\n"
        #expect(try SampleSite.read(plain).streams.map(\.name) == ["it's", "a *b", "x#y", "a:b"])
    }

    @Test func bytesThatAreNoUTF8AreRefusedAtTheirPlace() {
        let error = #expect(throws: SiteError.self) {
            try SampleSite.read(Array("vigie: 1\n# é ".utf8) + [0xC3, 0x28])
        }
        #expect(error?.line == 2 && error?.column == 5)
        #expect(error?.reason.hasPrefix("this is not UTF-8") == true)
    }

    @Test func aHugeFileIsRefused() {
        let bytes = Array("vigie: 1\n".utf8) + [UInt8](repeating: 10, count: 1_048_576)
        let error = #expect(throws: SiteError.self) { try SampleSite.read(bytes) }
        #expect(error?.reason == "the file has 1048585 bytes: a site file has at most 1048576")
    }

    @Test(arguments: ["- ", "a:\n ", "[", "{a: ", "? ", "'a': {b: ["])
    func deepNestingIsRefused(piece: String) {
        #expect(throws: SiteError.self) { try SampleSite.read(String(repeating: piece, count: 100_000)) }
        var steps = ""
        for depth in 0..<700 { steps += String(repeating: " ", count: depth) + "a:\n" }
        #expect(throws: SiteError.self) { try SampleSite.read(steps) }
    }

    /// One byte is changed, some are left out, or the rest is cut off.
    @Test func aDamagedFileIsASiteOrAnError() {
        let whole = Array(SampleSite.text.utf8)
        var random = SeededRandom(seed: 5)
        var errors = 0
        for cut in 0..<whole.count { errors += Self.isRefused(Array(whole[..<cut])) ? 1 : 0 }
        for _ in 0..<2_000 {
            var bytes = whole
            for _ in 0..<Int.random(in: 1...3, using: &random) {
                let place = Int.random(in: 0..<bytes.count, using: &random)
                switch Int.random(in: 0..<3, using: &random) {
                case 0: bytes[place] ^= 1 << UInt8.random(in: 0..<8, using: &random)
                case 1: bytes[place] = Array("[]{}:-,#&*!|>'\"%@` \n\t0".utf8).randomElement(using: &random) ?? 0
                default: bytes.removeSubrange(place..<min(bytes.count, place + 5))
                }
            }
            errors += Self.isRefused(bytes) ? 1 : 0
        }
        #expect(errors > 1_000)
    }

    private static func isRefused(_ bytes: [UInt8]) -> Bool {
        do throws(SiteError) {
            _ = try SampleSite.read(bytes)
            return false
        } catch {
            #expect(error.line >= 1 && error.column >= 1 && !error.reason.isEmpty)
            return true
        }
    }
}
