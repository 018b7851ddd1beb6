import Foundation
import TestSupport
import Testing

/// `vigie detect --site`.
@Suite struct DetectSiteTests {
    private let scratch: ScratchDirectory
    private let clip: String

    init() throws {
        scratch = try ScratchDirectory()
        try TinyModel.write(to: scratch.url, growth: 1)
        clip = try SquareClip.write(to: scratch.file("squares.y4m"), frames: 20) { _ in (x: 8, y: 8) }
    }

    private func detect(_ site: String, _ options: String...) throws -> Command.Result {
        try Data(site.utf8).write(to: scratch.file("site.yaml"))
        return try Command.run(
            ["detect", clip, "--model", "tiny.json", "--site", "site.yaml", "--log", "log.jsonl", "--force"] + options,
            in: scratch.url,
            environment: ["VIGIE_MODEL_PATH": scratch.url.path, "XDG_CACHE_HOME": scratch.path("cache")])
    }

    private func record(_ type: String) throws -> [String: Any] {
        let text = try String(contentsOf: scratch.file("log.jsonl"), encoding: .utf8)
        let line = try #require(text.split(separator: "\n").first { $0.contains("\"type\":\"\(type)\"") })
        return try #require(JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
    }

    private static func site(_ rule: String, stream: String = "squares") -> String {
        """
        vigie: 1
        time_zone: Europe/Paris
        schedules: {day: [{from: "08:00", to: "20:00"}]}
        streams:
          \(stream):
            camera: fixed
            zones: {all: [[0, 0], [1, 0], [1, 1], [0, 1]]}
            rules:
              there: {rule: FieldDetector, zone: all\(rule)}
        """
    }

    @Test func rulesAreToldAndCounted() throws {
        let result = try detect(Self.site(""))
        #expect(result.status == 0, "\(result.error)")
        let events = try #require(try record("end")["events"] as? [String: Int])
        #expect(events["FieldDetector"] == 1)
        let event = try record("event")
        #expect(event["name"] as? String == "there" && event["objects"] as? [String] == ["squares/t0"])
        #expect(try record("stream")["epoch"] == nil)
    }

    @Test func theSiteFileIsPartOfTheConfiguration() throws {
        let text = Self.site("")
        #expect(try detect(text).status == 0)
        let configuration = try #require(try record("run")["configuration"] as? [String: Any])
        let site = try #require(configuration["site"] as? [String: String])
        #expect(site["text"] == text && site["stream"] == "squares" && site["sha256"]?.count == 64)
        let tracker = try #require(configuration["tracker"] as? [String: Any])
        #expect(tracker["camera"] as? String == "fixed")
        #expect(try detect(text, "--camera", "moving").status == 0)
        let other = try #require(try record("run")["configuration"] as? [String: Any])
        #expect((other["tracker"] as? [String: Any])?["camera"] as? String == "moving", "the command has the last word")
    }

    @Test func anyStreamIsThatOfTheStar() throws {
        #expect(try detect(Self.site("", stream: "\"*\"")).status == 0)
        let configuration = try record("run")["configuration"] as? [String: Any]
        #expect((configuration?["site"] as? [String: String])?["stream"] == "*")
    }

    @Test(
        arguments: [
            ("2026-06-01T08:00:00+02:00", true), ("2026-06-01T05:59:00Z", false), ("2026-06-01T07:00:00.5Z", true),
        ])
    func aScheduleGoesByTheLocalTime(start: String, isOnDuty: Bool) throws {
        let result = try detect(Self.site(", schedule: day"), "--start-time", start)
        #expect(result.status == 0, "\(result.error)")
        let events = try #require(try record("end")["events"] as? [String: Int])
        #expect(events["FieldDetector"] == (isOnDuty ? 1 : nil))
    }

    @Test func theStreamSaysWhichTimeItIs() throws {
        #expect(try detect(Self.site(", schedule: day"), "--start-time", "2026-06-01T08:00:00.25+02:00").status == 0)
        let stream = try record("stream")
        #expect(stream["epoch"] as? Double == 1_780_293_600.25)
        let offsets = try #require(stream["utc_offsets"] as? [[Double]])
        #expect(offsets.first == [0, 7_200] && offsets.count == 3, "\(offsets)")
        #expect(offsets.dropFirst().map(\.last) == [3_600, 7_200])
    }

    @Test(.enabled(if: LogValidator.unavailable == nil, "\(LogValidator.unavailable ?? "")"))
    func theLogSatisfiesItsSchema() throws {
        let result = try detect(
            Self.site(", schedule: day"), "--start-time", "2026-06-01T08:00:00.25+02:00", "--explain", "rejected")
        #expect(result.status == 0, "\(result.error)")
        #expect(try LogValidator.problems(in: scratch.file("log.jsonl")) == [])
    }

    /// What stands in the file, and the place and the sentence.
    @Test(arguments: [
        ("", "site.yaml:1:1: the file is empty"),
        ("vigie: 1\nstreams: {a: {zones: {z: [[0, 0], [1, 1], [1, 0], [0, 1]]}}}", "site.yaml:2:43: edges 1–2 and 3–4"),
        ("vigie: 1\nstrems: {}", "site.yaml:1:1: a site file needs 'streams'"),
        ("vigie: 1\nstreams: {a: &x {}}", "site.yaml:2:14:"),
        ("vigie: 1\nstreams: {a: {rules: {r: {rule: FieldDetecter}}}}", "site.yaml:2:33: 'FieldDetecter' is no kind"),
        (DetectSiteTests.site(", colour: red"), "site.yaml:9:47: 'colour' is no key of FieldDetector"),
        (DetectSiteTests.site(", classes: [person]"), "site.yaml:9:57: 'person' is no class of the model"),
        (DetectSiteTests.site(", after_seconds: soon"), "site.yaml:9:62:"),
        (DetectSiteTests.site(", schedule: night"), "site.yaml:9:57: 'night' is no schedule of the site"),
        (
            "vigie: 1\ntime_zone: UTC\nschedules:\n  s: []\nstreams: {squares: {}}",
            "site.yaml:4:6: "
        ),
        (
            "vigie: 1\ntime_zone: Europe/Paris\nschedules: {s: [{dates: [\"2026-03-29\"], from: \"02:30\", to: \"06:00\"}]}\nstreams: {squares: {}}",
            "site.yaml:3:"
        ),
        (
            "vigie: 1\nstreams: {squares: {rules: {r: {rule: LoiteringDetector, zone: z, after_seconds: 1}}}}",
            "site.yaml:2:"
        ),
    ])
    func aBadSiteFileIsRefusedBeforeAnythingRuns(site: String, sentence: String) throws {
        let result = try detect(site)
        #expect(result.status == 65, "\(result.error)")
        #expect(result.error.contains(sentence), "\(result.error)")
        #expect(result.error.split(separator: "\n").count == 1)
        #expect(!FileManager.default.fileExists(atPath: scratch.path("log.jsonl")))
    }

    @Test(
        arguments: [
            (DetectSiteTests.site("", stream: "other"), [], "no stream is called 'squares', nor '*' for any other"),
            (DetectSiteTests.site(", schedule: day"), [], "'there' has a schedule, so say with --start-time"),
            (DetectSiteTests.site(""), ["--start-time", "2026-06-01 08:00"], "--start-time takes an instant"),
            (DetectSiteTests.site(""), ["--start-time", "2026-06-01T08:00:00"], "--start-time takes an instant"),
            (DetectSiteTests.site(""), ["--start-time", "noon"], "it is 'noon'"),
            (DetectSiteTests.site(""), ["--no-track"], "it needs a model and --track"),
            (DetectSiteTests.site(""), ["--model", "none"], "it needs a model and --track"),
        ] as [(String, [String], String)])
    func whatDoesNotGoTogetherIsAWrongArgument(site: String, options: [String], sentence: String) throws {
        try Data(site.utf8).write(to: scratch.file("site.yaml"))
        let result = try Command.run(
            ["detect", clip, "--site", "site.yaml", "--log", "log.jsonl"]
                + (options.contains("--model") ? [] : ["--model", "tiny.json"]) + options,
            in: scratch.url,
            environment: ["VIGIE_MODEL_PATH": scratch.url.path, "XDG_CACHE_HOME": scratch.path("cache")])
        #expect(result.status == 64, "\(result.error)")
        #expect(result.error.contains(sentence), "\(result.error)")
    }

    @Test func aStartTimeIsOfNoUseWithoutASite() throws {
        let result = try Command.run(["detect", clip, "--start-time", "2026-06-01T08:00:00Z"], in: scratch.url)
        #expect(result.status == 64 && result.error.contains("--start-time is for the schedules of a --site"))
    }

    @Test func aSiteFileThatIsNotThereIsMissingInput() throws {
        let result = try Command.run(
            ["detect", clip, "--model", "tiny.json", "--site", "nowhere.yaml"], in: scratch.url,
            environment: ["VIGIE_MODEL_PATH": scratch.url.path, "XDG_CACHE_HOME": scratch.path("cache")])
        #expect(result.status == 66 && result.error.contains("nowhere.yaml"), "\(result.error)")
    }

    @Test func theSiteFileIsNotReplaced() throws {
        let text = Self.site("")
        let result = try detect(text, "--log", "site.yaml")
        #expect(result.status == 73, "\(result.error)")
        #expect(try String(contentsOf: scratch.file("site.yaml"), encoding: .utf8) == text)
    }
}
