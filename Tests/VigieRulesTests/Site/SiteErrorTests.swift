import Testing
import VigieCore

@testable import VigieRules

@Suite struct SiteErrorTests {
    @Test func aSentenceNamesThePlace() {
        let error = SiteError(file: "site.yaml", line: 3, column: 7, reason: "'colour' is no key here")
        #expect(error.description == "site.yaml:3:7: 'colour' is no key here")
        #expect(error.exitCode == .badData)
    }

    /// A whole file, its error where `→` stands.
    @Test(arguments: [
        ("→", "the file is empty"),
        ("→# nothing but this\n", "the file is empty"),
        ("→- vigie", "a site file is a mapping, with 'key: value' on each line, but here is a list"),
        ("→site", "but here is 'site'"),
        ("→streams: {}", "a site file needs 'vigie': the version of its form, 1"),
        ("vigie: →2\nstreams: {a: {}}", "this program reads 1, but here is 2"),
        ("vigie: →\"1\"\nstreams: {a: {}}", "but here is the text \"1\""),
        ("→vigie: 1", "a site file needs 'streams'"),
        ("vigie: 1\nstreams:→", "'streams' of a site file has no value"),
        ("vigie: 1\nstreams: →{}", "names no stream"),
        ("vigie: 1\nstreams: →[a]", "'streams' is a mapping"),
        ("vigie: 1\nstreams: {→\"\": {}}", "a key of 'streams' is empty"),
        ("vigie: 1\nstreams: {→~: {}}", "but here is nothing"),
        ("vigie: 1\nstreams: {→\" \": {}}", "a line of text"),
        ("vigie: 1\nstreams: {→\"a\\nb\": {}}", "a line of text"),
        ("vigie: 1\nstreams: {→[a]: {}}", "is a text, but here is a list"),
        ("vigie: 1\n→strems: {a: {}}\nstreams: {a: {}}", "no key of a site file: did you mean 'streams'?"),
        ("vigie: 1\n→colour: red\nstreams: {a: {}}", "it knows vigie, time_zone, schedules and streams"),
        ("vigie: 1\n→streams: {a: {}}\nstreams: {b: {}}", "'streams' is given again further down"),
        ("vigie: 1\nstreams: {→1: {}, \"1\": {}}", "'1' is given again further down"),
        ("vigie: 1\nstreams: {a: {camera: →still}}", "'camera' is fixed, moving or auto, but here is 'still'"),
        ("vigie: 1\ntime_zone: →Europe/Pari\nstreams: {a: {}}", "is no time zone"),
        ("vigie: 1\ntime_zone: →../../etc/passwd\nstreams: {a: {}}", "is no time zone"),
        ("vigie: 1\ntime_zone: →/etc/passwd\nstreams: {a: {}}", "is no time zone"),
        ("vigie: 1\ntime_zone: →Europe\nstreams: {a: {}}", "is no time zone"),
        ("vigie: 1\ntime_zone: →[UTC]\nstreams: {a: {}}", "'time_zone' is a text, but here is a list"),
        (
            "vigie: 1\n→schedules: {n: [{from: \"22:00\", to: \"06:00\"}]}\nstreams: {a: {}}",
            "name the site's 'time_zone'"
        ),
    ])
    func aFileIsRefusedWhereItIsWrong(marked: String, reason: String) { SampleSite.expectError(marked, reason) }

    /// What stands behind `z:`.
    @Test(arguments: [
        ("→5", "zone 'z', a sequence of [x, y], is a list, but here is 5"),
        ("→[]", "has 0 corners and needs at least 3"),
        ("→[[0, 0], [1, 1]]", "has 2 corners and needs at least 3"),
        ("[[0, 0], →[1], [1, 1]]", "corner 2 of zone 'z' is [x, y], but here is a list"),
        ("[[0, 0], →7, [1, 1]]", "corner 2 of zone 'z' is [x, y], but here is 7"),
        ("[[0, 0], [1, →320], [1, 1]]", "y of corner 2 of zone 'z' is 320, outside 0 to 1: it is a share"),
        ("[[0, 0], [→-0.1, 0], [1, 1]]", "outside 0 to 1"),
        ("[[0, 0], [1, →\"0\"], [1, 1]]", "is a number, but here is the text \"0\""),
        ("[[0, 0], [1, →.nan], [1, 1]]", "is a number, but here is '.nan'"),
        ("[[0, 0], [1, →.inf], [1, 1]]", "is a number"),
        ("[[0, 0], [1, →1e999], [1, 1]]", "is a number"),
        ("[[0, 0], [1, →0x1], [1, 1]]", "is a number"),
        ("[[0, 0], →[0, 0], [1, 1]]", "corners 1 and 2 of zone 'z' are the same"),
        ("[[0, 0], [1, 0], [1, 1], →[-0, 0]]", "corners 1 and 4 of zone 'z' are the same: leave one out (the last"),
        ("[[0, 0], [1, 1], →[1, 0], [0, 1]]", "edges 1–2 and 3–4 of zone 'z' cross"),
        ("[[0, 0], →[1, 0], [0.5, 0]]", "edges 1–2 and 2–3 of zone 'z' cross or touch"),
        ("[[0, 0], [0.5, 0], →[1, 0]]", "edges 1–2 and 3–1 of zone 'z' cross or touch"),
        ("[[0, 0], [1, 0], →[1, 1], [0.5, 0], [0, 1]]", "edges 1–2 and 3–4"),
        ("→[[0, 0.1], [0.3, 0.4], [0.1, 0.2]]", "encloses no area"),
    ])
    func aZoneIsRefusedWhereItMeansNothing(marked: String, reason: String) {
        SampleSite.expectError("vigie: 1\nstreams:\n  a:\n    zones:\n      z: \(marked)\n", reason)
    }

    @Test(arguments: [
        ("→[[0, 0]]", "line 'l' has 1 point and needs at least 2"),
        ("[[0, 0], →[0, 0]]", "points 1 and 2 of line 'l' are the same"),
        ("[[0, 0], [0, →1.5]]", "outside 0 to 1"),
    ])
    func aLineIsRefusedWhereItMeansNothing(marked: String, reason: String) {
        SampleSite.expectError("vigie: 1\nstreams:\n  a:\n    lines:\n      l: \(marked)\n", reason)
    }

    @Test func aLineMayComeBackAndCrossItself() throws {
        let text = "vigie: 1\nstreams: {a: {lines: {l: [[0, 0], [1, 1], [0, 0], [1, 0]]}}}"
        #expect(try SampleSite.read(text).streams[0].lines[0].points.count == 4)
    }

    /// A rule of a stream that has the zones lawn and pond and the line gate.
    @Test(arguments: [
        ("→{}", "a rule needs 'rule', the name of what it is: Sample or Strict"),
        ("→[]", "a rule is a mapping"),
        ("{rule: →Simple}", "'Simple' is no kind of rule: did you mean 'Sample'?"),
        ("{rule: →Loud}", "'Loud' is no kind of rule: there are Sample and Strict"),
        ("{rule: Sample, →colour: red}", "'colour' is no key of Sample: it knows rule, schedule, zone, classes, after"),
        ("{rule: Sample, →<<: {count: 2}}", "'<<' is no key of Sample"),
        ("{rule: Sample, →after_second: 1}", "did you mean 'after_seconds'?"),
        ("{rule: Sample, zone: →law}", "'law' is no zone of the stream: did you mean 'lawn'?"),
        ("{rule: Sample, zone: →meadow}", "there are lawn and pond"),
        ("{rule: Sample, zone: →}", "'zone' of Sample has no value"),
        ("{rule: Sample, zone: →[lawn]}", "the name of a zone is a text"),
        ("{rule: Sample, classes: [person, →persn]}", "'persn' is no class of the model: did you mean 'person'?"),
        ("{rule: Sample, classes: [→rider]}", "there are person, bicycle and car"),
        ("{rule: Sample, classes: [car, →car]}", "class 'car' is named twice"),
        ("{rule: Sample, classes: →[]}", "names no class"),
        ("{rule: Sample, classes: →car}", "'classes' of Sample is a list, but here is 'car'"),
        ("{rule: Sample, after_seconds: →-1}", "is a number of seconds from 0 to 86400, but here is -1"),
        ("{rule: Sample, after_seconds: →\"2\"}", "but here is the text \"2\" (leave out the quotes)"),
        ("{rule: Sample, after_seconds: →2s}", "but here is '2s'"),
        ("{rule: Sample, after_seconds: →.inf}", "but here is '.inf'"),
        ("{rule: Sample, least: →0.6}", "'least' of Sample is a number from 0 to 0.5, but here is 0.6"),
        ("{rule: Sample, count: →1.5}", "is a whole number from 1 to 10, but here is 1.5"),
        ("{rule: Sample, count: →11}", "but here is 11"),
        ("{rule: Sample, mode: →up}", "'mode' of Sample is any, left or right, but here is 'up'"),
        ("{rule: Sample, loud: →yes}", "'loud' of Sample is true or false, but here is 'yes'"),
        ("{rule: Sample, direction: →[0, 0]}", "points nowhere"),
        ("{rule: Sample, direction: →[1]}", "is [x, y], two numbers"),
        ("{rule: Sample, direction: →left}", "but here is 'left'"),
        ("{rule: Sample, schedule: →night}", "'night' is no schedule of the site: there is none"),
        ("→{rule: Strict}", "Strict needs 'zone': name lawn or pond"),
        ("→{rule: Strict, zone: lawn}", "Strict needs 'line': name gate"),
        ("→{rule: Strict, zone: lawn, line: gate}", "Strict needs 'share': a number from 0 to 1"),
        ("{rule: Strict, zone: lawn, line: →gat}", "'gat' is no line of the stream: did you mean 'gate'?"),
        ("→{rule: Strict, zone: lawn, line: gate, share: 0}", "Strict needs 'direction'"),
        ("{rule: Sample}\n      →r: {rule: Sample}\n      r: {rule: Sample}", "'r' is given again further down"),
    ])
    func aRuleIsRefusedWhereItIsWrong(marked: String, reason: String) {
        SampleSite.expectError(
            """
            vigie: 1
            streams:
              a:
                zones:
                  lawn: [[0.1, 0.5], [0.9, 0.5], [0.9, 1]]
                  pond: [[0.1, 0.5], [0.9, 0.5], [0.9, 1]]
                lines:
                  gate: [[0, 0], [1, 1]]
                rules:
                  first: \(marked)
            """, reason)
    }

    @Test func aRuleSaysSoWhereTheModelHasNoneOfItsClasses() {
        let error = #expect(throws: SiteError.self) {
            try Site.read(
                Array("vigie: 1\nstreams: {a: {rules: {r: {rule: Sample}}}}".utf8), file: "s", classes: ["cat"],
                ruleTypes: [SampleRule.self])
        }
        #expect(error?.column == 26)
        #expect(error?.reason.contains("no class person or rider, which Sample is about") == true)
    }
}
