import CAllocations
import Foundation
import Testing
import VigieCore
import VigieVideo

@testable import VigieMotion

/// What is put down or taken away after ten seconds.
@Suite struct StillRegionTests {
    @Test func aThingPutDownIsReportedOnceItHasStayed() throws {
        var camera = StillCamera()
        camera.show(until: 10)
        camera.show(until: 14.8, square(30))
        #expect(camera.still.regions.isEmpty)
        camera.show(until: 15.4, square(30))
        let region = try #require(camera.still.regions.first)
        #expect(camera.still.regions.count == 1)
        #expect(region.id == 0)
        #expect(region.kind == .added)
        #expect(abs(region.onset - 10) <= 0.2)
        // Corners are rounded off.
        #expect(region.box == Box(x: 30, y: 20, width: 12, height: 12))
        #expect((124...144).contains(region.area))
    }

    @Test func aThingTakenAwayIsReportedAsRemoved() throws {
        var camera = StillCamera()
        camera.show(until: 10, square(30))
        camera.show(until: 20)
        let region = try #require(camera.still.regions.first)
        #expect(region.kind == .removed)
        #expect(abs(region.onset - 10) <= 0.2)
    }

    @Test func itEndsWhereTheSceneIsBack() {
        var camera = StillCamera()
        camera.show(until: 10)
        camera.show(until: 30, square(30))
        #expect(camera.still.regions.count == 1)
        camera.show(until: 32)
        #expect(camera.still.regions.isEmpty)
        // Another at the same place is another.
        camera.show(until: 40, square(30))
        #expect(camera.still.regions.map(\.id) == [1])
        #expect(abs((camera.still.regions.first?.onset ?? 0) - 32) <= 0.2)
    }

    @Test func aThingIsNotAbsorbedWithinTenMinutes() {
        var camera = StillCamera()
        camera.interval = 0.5
        camera.show(until: 10)
        camera.show(until: 620, square(30))
        #expect(camera.still.regions.map(\.id) == [0])
        #expect(camera.still.regions.map(\.onset) == [10])
        // After a quarter of an hour it belongs to the scene.
        camera.show(until: 912, square(30))
        #expect(camera.still.regions.isEmpty)
        camera.show(until: 920)
        #expect(camera.still.regions.map(\.kind) == [.removed])
    }

    @Test func thoseWhoPassBeforeItDoNotEndIt() {
        var camera = StillCamera()
        camera.show(until: 10)
        camera.show(until: 20, square(30))
        // For 20 s something moves at the place, 8 s of them it hides the thing.
        for step in 0..<100 {
            let left = step * 7 % 60
            camera.show(until: camera.seconds + 0.1) { x, y in
                (left..<left + 14).contains(x) ? 150 + x % 7 * 9 : square(30)(x, y)
            }
            #expect(camera.still.regions.contains { $0.id == 0 && abs($0.onset - 10) <= 0.2 })
        }
        camera.show(until: camera.seconds + 2, square(30))
        #expect(camera.still.regions.map(\.id) == [0])
        #expect(camera.still.regions.map(\.box) == [Box(x: 30, y: 20, width: 12, height: 12)])
    }

    @Test func whatGoesInTheFirstSecondsLeavesNothing() {
        var camera = StillCamera()
        camera.show(until: 4, square(30))
        camera.show(until: 30)
        #expect(camera.still.regions.isEmpty)
    }

    @Test(arguments: [0.7, 0.85, 1.2, 1.35])
    func lightOnTheWholePictureIsNoThing(gain: Double) {
        var camera = StillCamera()
        camera.show(until: 10)
        camera.show(until: 40) { Int(Double(StillCamera.wall($0, $1)) * gain) }
        #expect(camera.still.regions.isEmpty)
    }

    @Test func aShadowIsNoThingAndAThingInItIs() throws {
        func shadow(_ x: Int, _ y: Int) -> Int { x < 36 ? StillCamera.wall(x, y) * 6 / 10 : StillCamera.wall(x, y) }
        var camera = StillCamera()
        camera.show(until: 10)
        camera.show(until: 40, shadow)
        #expect(camera.still.regions.isEmpty)
        camera.show(until: 50) { x, y in (10..<22).contains(x) && (20..<32).contains(y) ? 180 : shadow(x, y) }
        #expect(camera.still.regions.map(\.box) == [Box(x: 10, y: 20, width: 12, height: 12)])
    }

    @Test func aPalePictureIsLookedAtMoreClosely() {
        func pale(_ x: Int, _ y: Int) -> Int { 100 + (StillCamera.wall(x, y) - 80) / 4 }
        var camera = StillCamera()
        camera.show(until: 10, pale)
        camera.show(until: 20) { x, y in (30..<42).contains(x) && (20..<32).contains(y) ? 132 : pale(x, y) }
        #expect(camera.still.regions.map(\.kind) == [.added])
    }

    @Test func grainDoesNotHideAThingNorMakeOne() {
        var camera = StillCamera()
        camera.noise = 8
        camera.show(until: 10)
        camera.show(until: 20)
        #expect(camera.still.regions.isEmpty)
        camera.show(until: 40, square(30))
        #expect(camera.still.regions.map(\.kind) == [.added])
    }

    @Test func aCameraThatShakesSeesTheSame() {
        var camera = StillCamera()
        camera.show(until: 10)
        for step in 0..<100 {
            camera.shift = [0, 2, -1, 3, -3][step % 5]
            camera.show(until: camera.seconds + 0.1)
            #expect(camera.still.regions.isEmpty)
        }
        for step in 0..<50 {
            camera.shift = [0, 2, -1, 3, -3][step % 5]
            camera.show(until: camera.seconds + 0.1, square(30))
        }
        #expect(camera.still.regions.map(\.box) == [Box(x: 30, y: 20, width: 12, height: 12)])
    }

    @Test func aChangeOfTheWholePictureBeginsAnew() {
        var camera = StillCamera()
        camera.show(until: 10)
        camera.show(until: 20, square(30))
        #expect(camera.still.regions.count == 1)
        camera.show(until: 21, isSettling: true, square(200))
        #expect(camera.still.regions.isEmpty)
        camera.show(until: 40, square(200))
        #expect(camera.still.regions.isEmpty)
        camera.show(until: 50, square(30))
        #expect(camera.still.regions.map(\.id) == [1])
    }

    @Test func timeThatGoesBackBeginsAnew() {
        var camera = StillCamera()
        camera.show(until: 10)
        camera.show(until: 20, square(30))
        camera.seconds = 3
        camera.show(until: 20, square(30))
        #expect(camera.still.regions.isEmpty)
    }

    @Test func nothingIsReportedWhereMotionIsIgnored() {
        let corners = [(0.3, 0.2), (0.6, 0.2), (0.6, 0.7), (0.3, 0.7)].map { Polygon.Vertex(x: $0.0, y: $0.1) }
        var camera = StillCamera(masks: [Polygon(corners)])
        camera.show(until: 10)
        camera.show(until: 20, square(30))
        #expect(camera.still.regions.isEmpty)
    }

    @Test func framesBetweenLooksChangeNothing() {
        var often = StillCamera(), seldom = StillCamera()
        (often.noise, seldom.noise) = (0, 0)
        often.interval = 0.05
        often.show(until: 10)
        often.show(until: 20, square(30))
        seldom.show(until: 10)
        seldom.show(until: 20, square(30))
        #expect(often.still.regions == seldom.still.regions)
    }

    @Test(.enabled(if: vigie_allocations_are_seen() != 0, "a sanitizer sees to allocations"))
    func aWarmMemoryAllocatesNothing() {
        var camera = StillCamera()
        camera.show(until: 10)
        camera.show(until: 16, square(30))
        let frames = (0..<20).map { step in StillCamera.luma { x, y in x < 10 + step ? 150 : square(30)(x, y) } }
        for index in 0..<10 { camera.look(at: frames[index]) }
        let before = vigie_allocations_counted()
        vigie_allocations_count(1)
        for index in 10..<20 { camera.look(at: frames[index]) }
        vigie_allocations_count(0)
        #expect(vigie_allocations_counted() == before)
        #expect(camera.still.regions.map(\.id) == [0])
    }

    /// What is reported of public footage: `footage/INDEX.md` says that a bag is set down from frame 400 to 440, at 30 frames a
    /// second, and stays.
    @Test(.enabled(if: FootageTests.footage != nil, "VIGIE_FOOTAGE_PATH is not set"))
    func theBagOfABODAIsTheOnlyThing() throws {
        let regions = try Self.regions(of: "aboda_video4/video4.avi")
        #expect(Set(regions.map(\.id)) == [0])
        let last = try #require(regions.last)
        #expect(last.kind == .added)
        #expect((12.5...14.7).contains(last.onset))
        #expect(last.box.iou(with: Box(x: 450, y: 370, width: 56, height: 44)) > 0.8)
    }

    /// Traffic and people who do not stop.
    @Test(
        .enabled(if: FootageTests.footage != nil, "VIGIE_FOOTAGE_PATH is not set"),
        arguments: ["cdnet_highway/highway.avi", "sbi_CAVIAR2/CAVIAR2.avi", "scenes/intel_car-detection.mp4"])
    func whereNothingStaysNothingIsReported(clip: String) throws {
        #expect(try Self.regions(of: clip).isEmpty)
    }

    /// Of all frames of a clip, one after the other.
    private static func regions(of clip: String) throws -> [StillRegion] {
        var source = try VideoSource("\(FootageTests.footage ?? "")/\(clip)")
        var analyser = MotionAnalyser()
        var observation = MotionObservation()
        var still = StillRegions()
        var regions: [StillRegion] = []
        while true {
            switch try source.next() {
            case .undecoded: continue
            case .fault: continue
            case .end: return regions
            case .frame(let frame):
                try analyser.step(frame, into: &observation)
                still.step(seconds: frame.time?.seconds ?? 0, observation, analyser)
                regions += still.regions
            }
        }
    }
}
