import Testing
import VigieCore

@testable import VigieRules

/// A rule that keeps what it was told.
struct SampleRule: Rule {
    static let name = "Sample"

    let zone: Zone?
    let classes: ClassSet
    let seconds: Double
    let least: Double?
    let count: Int
    let mode: String
    let isLoud: Bool
    let direction: (x: Double, y: Double)?

    init(_ settings: inout RuleSettings) throws(SiteError) {
        zone = try settings.optionalZone()
        classes = try settings.classes(default: ["person", "rider"])
        seconds = try settings.seconds("after_seconds", default: 2)
        least = try settings.optionalNumber("least", in: 0...0.5)
        count = try settings.integer("count", default: 1, in: 1...10)
        mode = try settings.choice("mode", default: "any", of: ["any", "left", "right"])
        isLoud = try settings.flag("loud", default: false)
        direction = try settings.optionalDirection()
    }

    mutating func step(_ scene: borrowing Scene, into events: inout RuleEvents) {}
}

/// A rule that needs all that it knows.
struct StrictRule: Rule {
    static let name = "Strict"

    let zone: Zone
    let line: Line
    let number: Double
    let direction: (x: Double, y: Double)

    init(_ settings: inout RuleSettings) throws(SiteError) {
        zone = try settings.zone()
        line = try settings.line()
        number = try settings.number("share", in: 0...1)
        direction = try settings.direction()
        _ = try settings.classes()
    }

    mutating func step(_ scene: borrowing Scene, into events: inout RuleEvents) {}
}

enum SampleSite {
    static let classes = ["person", "bicycle", "car"]

    static let text = """
        vigie: 1
        time_zone: Europe/Paris
        schedules:
          night:
            - {days: [mon, tue, wed, thu, fri], from: "22:00", to: "06:00"}
            - {dates: ["2026-12-25"], from: "00:00", to: "24:00"}
        streams:
          vtest:
            camera: fixed
            zones:
              lawn: [[0.1, 0.5], [0.9, 0.5], [0.9, 1], [0.1, 1]]
            lines:
              gate: [[0.5, 0.2], [0.5, 0.9]]
            rules:
              lawn-presence:
                rule: Sample
                zone: lawn
                classes: [person, car]
                after_seconds: 2.5
                schedule: night
              gate-crossed:
                rule: Strict
                zone: lawn
                line: gate
                share: 1e-1
                direction: [0, -1]
          "*":
            rules:
              anything: {rule: Sample}
        """

    static func read(_ text: String) throws(SiteError) -> Site {
        try read(Array(text.utf8))
    }

    static func read(_ bytes: [UInt8]) throws(SiteError) -> Site {
        try Site.read(bytes, file: "site.yaml", classes: classes, ruleTypes: [SampleRule.self, StrictRule.self])
    }

    /// Reads a text without its one `→`, and expects an error at its place whose reason holds `reason`.
    static func expectError(
        _ marked: String, _ reason: String, sourceLocation: SourceLocation = #_sourceLocation
    ) {
        let parts = marked.split(separator: "→", omittingEmptySubsequences: false)
        guard parts.count == 2 else {
            Issue.record("one → is needed", sourceLocation: sourceLocation)
            return
        }
        let lines = parts[0].unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false)
        do throws(SiteError) {
            _ = try read(parts.joined())
            Issue.record("nothing was refused", sourceLocation: sourceLocation)
        } catch {
            #expect(error.line == lines.count, "\(error)", sourceLocation: sourceLocation)
            #expect(
                error.column == (lines.last?.count ?? 0) + 1, "\(error)", sourceLocation: sourceLocation)
            #expect(error.reason.contains(reason), "\(error)", sourceLocation: sourceLocation)
            #expect(error.exitCode == .badData, sourceLocation: sourceLocation)
        }
    }
}
