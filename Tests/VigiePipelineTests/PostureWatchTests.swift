import TestSupport
import Testing
import VigieCore
import VigieDetection
import VigieInference
import VigiePose
import VigieRules
import VigieVideo

@testable import VigiePipeline
@testable import VigieTracking

/// Whom a watch looks at, and when; frames are at 10 a second.
@Suite struct PostureWatchTests {
    private let scratch: ScratchDirectory
    private let rules: RuleEngine

    init() throws {
        scratch = try ScratchDirectory()
        let site = try Site.read(
            Array("vigie: 1\nstreams: {a: {rules: {fall: {rule: PersonDown}}}}".utf8), file: "site.yaml",
            classes: ["person"])
        rules = RuleEngine(site.streams[0].rules, clock: nil)
    }

    static func watch(in scratch: ScratchDirectory, engine: Engine = .simd) throws -> PostureWatch {
        let manifest = try ModelManifest(json: ModelFile.read(TinyPose.write(to: scratch.url)), file: "pose.json")
        let reader = try HeatmapReader(manifest: manifest)
        let network = try manifest.network(
            for: reader, at: [.model: scratch.path("pose.onnx")], engine: engine, instructionSet: .best)
        return PostureWatch(PoseEstimator(reader: reader, network: network))
    }

    private static func person(_ id: Int, _ state: TrackedObject.State = .confirmed, x: Float = 28.8) -> TrackedObject {
        TrackedObject(
            id: id, classIndex: 0, state: state, isChanged: false, box: Box(x: x, y: 22.4, width: 38.4, height: 51.2),
            association: .init(detection: 0, match: .predicted, cost: 0, limit: 1, runnerUp: nil), score: 0.5, age: 1,
            hits: 9)
    }

    /// Whose postures are seen in each frame.
    private func looks(
        at people: [[TrackedObject]], seconds: (Int) -> Double = { Double($0) / 10 }
    ) throws -> [[Int]] {
        let clip = try TinyPose.writeClip(
            to: scratch.file("person.y4m"), frames: people.count, shoulders: (40, 32), hips: (40, 40))
        var source = try VideoSource(clip)
        var watch = try Self.watch(in: scratch)
        var scene = Scene()
        var looks: [[Int]] = []
        while case .frame(let frame) = try source.next() {
            (scene.frame, scene.seconds, scene.isLook) = (frame.index, seconds(frame.index), true)
            (scene.width, scene.height) = (frame.width, frame.height)
            scene.objects = people[frame.index]
            scene.postures = []
            try watch.step(frame, for: rules, &scene)
            #expect(scene.postures.allSatisfy { $0.posture == .upright })
            #expect(watch.looks.map(\.seen) == scene.postures)
            looks.append(scene.postures.map(\.object))
        }
        return looks
    }

    @Test func aPersonIsLookedAtTwiceASecond() throws {
        let looks = try looks(at: Array(repeating: [Self.person(3)], count: 12))
        #expect(looks.indices.filter { looks[$0] == [3] } == [0, 5, 10])
        #expect(looks.joined().count == 3)
    }

    @Test func ofManyThoseWhomNobodyHasSeenForLongestComeFirst() throws {
        let looks = try looks(at: Array(repeating: (0..<6).map { Self.person($0) }, count: 7))
        #expect(looks == [[0, 1, 2, 3], [4, 5], [], [], [], [0, 1, 2, 3], [4, 5]])
        // Who is new is seen before those who wait.
        let later = try self.looks(
            at: Array(repeating: (0..<4).map { Self.person($0) }, count: 5)
                + [(0..<5).map { Self.person($0) }, (0..<5).map { Self.person($0) }])
        #expect(later[5...] == [[4, 0, 1, 2], [3]])
    }

    @Test func whoIsNotAskedForIsNotLookedAt() throws {
        #expect(try looks(at: [[Self.person(0, .tentative)], [Self.person(0, .lost)]]) == [[], []])
    }

    @Test func whoIsGivenUpIsForgotten() throws {
        #expect(try looks(at: [[Self.person(0)], [Self.person(0, .removed)], [Self.person(0)]]) == [[0], [], [0]])
    }

    @Test func whereTimeGoesBackItLooksAgain() throws {
        let looks = try looks(at: Array(repeating: [Self.person(0)], count: 3)) { [7, 7.1, 1][$0] }
        #expect(looks == [[0], [], [0]])
    }

    @Test func someoneOutsideTheFrameHasNoPosture() throws {
        #expect(try looks(at: [[Self.person(0, x: 400), Self.person(1)]]) == [[1]])
    }
}
