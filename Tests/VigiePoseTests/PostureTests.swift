import Testing
import VigieCore
import VigiePose

/// A figure of sticks whose trunk is 10 long.
private struct Figure {
    var shoulders: (x: Float, y: Float) = (50, 20)
    var hips: (x: Float, y: Float) = (50, 30)
    var knees: (x: Float, y: Float)? = (50, 37)
    var ankles: (x: Float, y: Float)? = (50, 44)
    var score: Float = 0.8

    var pose: Pose {
        var pose = Pose()
        func put(_ left: Joint, _ right: Joint, _ point: (x: Float, y: Float)?) {
            // A pair of joints lies 2 apart about its middle.
            pose[left] = Keypoint(x: (point?.x ?? 0) + 1, y: point?.y ?? 0, score: point == nil ? 0.1 : score)
            pose[right] = Keypoint(x: (point?.x ?? 0) - 1, y: point?.y ?? 0, score: point == nil ? 0.1 : score)
        }
        put(.leftShoulder, .rightShoulder, shoulders)
        put(.leftHip, .rightHip, hips)
        put(.leftKnee, .rightKnee, knees)
        put(.leftAnkle, .rightAnkle, ankles)
        return pose
    }

    var measures: PostureMeasures { PostureMeasures(pose, box: Box(x: 40, y: 15, width: 20, height: 40)) }
}

@Suite struct PostureTests {
    @Test func measuresAreInLengthsOfTheTrunk() {
        let measures = Figure().measures
        #expect(measures.trunkScore == 0.8 && measures.trunkRise == 1)
        #expect(measures.kneeDrop == 0.7 && measures.ankleDrop == 1.4 && measures.thighShare == 0.5)
        #expect(measures.boxAspect == 0.5)
    }

    @Test func aLeaningTrunkRisesByItsCosine() {
        // 3-4-5: hips 8 to the left of the shoulders and 6 below.
        #expect(Figure(hips: (42, 26)).measures.trunkRise == 0.6)
    }

    @Test func limbsThatAreNotSeenAreNotMeasured() {
        let measures = Figure(knees: nil, ankles: nil).measures
        #expect(measures.kneeDrop == nil && measures.ankleDrop == nil && measures.thighShare == nil)
        #expect(Figure(ankles: (60, 30)).measures.thighShare == nil)
        var pose = Figure(knees: nil).pose
        pose[.leftKnee] = Keypoint(x: 0, y: 36, score: 0.3)
        #expect(PostureMeasures(pose, box: Box(x: 0, y: 0, width: 1, height: 1)).kneeDrop == 0.6)
    }

    @Test func aTrunkWithoutLengthHasNoDirection() {
        let measures = Figure(shoulders: (50, 30)).measures
        #expect(measures.trunkRise == nil)
        #expect(Posture(measures) == .unknown)
    }

    private static let table: [(name: String, figure: Figure, posture: Posture)] = [
        ("stands", Figure(), .upright),
        ("stands behind a desk", Figure(knees: nil, ankles: nil), .upright),
        ("stands, seen from above", Figure(knees: (50, 34), ankles: (50, 38)), .upright),
        ("sits on a chair", Figure(knees: (56, 32), ankles: (56, 42)), .seatedOrCrouched),
        ("sits, seen from the front", Figure(knees: (50, 34), ankles: (50, 44)), .seatedOrCrouched),
        ("sits on the ground", Figure(knees: (57, 30), ankles: (64, 30)), .seatedOrCrouched),
        ("squats, ankles seen only", Figure(knees: nil, ankles: (50, 35)), .seatedOrCrouched),
        ("bends over", Figure(shoulders: (40, 31)), .seatedOrCrouched),
        ("is on all fours", Figure(shoulders: (40, 30), ankles: nil), .seatedOrCrouched),
        ("lies", Figure(shoulders: (40, 29), knees: (57, 30), ankles: (64, 31)), .lying),
        ("lies, knees up", Figure(shoulders: (40, 30), knees: (55, 25), ankles: (60, 30)), .lying),
        ("lies, one knee drawn down", Figure(shoulders: (40, 30), knees: (54, 35), ankles: (60, 31)), .lying),
        ("lies, covered", Figure(shoulders: (40, 30), knees: nil, ankles: nil), .lying),
        ("stands on the head", Figure(shoulders: (50, 40), knees: (50, 23), ankles: (50, 16)), .unknown),
        ("is hardly seen", Figure(score: 0.29), .unknown),
    ]

    @Test(arguments: table.indices) func someoneWho(index: Int) {
        let (name, figure, posture) = Self.table[index]
        #expect(Posture(figure.measures) == posture, "\(name)")
    }

    @Test func aThresholdItselfIsNotUpright() {
        let measures = PostureMeasures(trunkScore: 0.3, trunkRise: 0.5, boxAspect: 1)
        #expect(Posture(measures) == .lying)
        #expect(Posture(PostureMeasures(trunkScore: 0.3, trunkRise: -0.5, boxAspect: 1)) == .lying)
        #expect(Posture(PostureMeasures(trunkScore: 0.3, trunkRise: Float(0.5).nextUp, boxAspect: 1)) == .upright)
        #expect(Posture(PostureMeasures(trunkScore: .nan, trunkRise: 0, boxAspect: 1)) == .unknown)
        #expect(Posture(PostureMeasures(trunkScore: 1, trunkRise: .nan, boxAspect: 1)) == .unknown)
    }

    /// Standing counts more than sitting, sitting more than lying.
    @Test func risingAndHangingLegsNeverBringSomeoneDown() {
        let order: [Posture: Int] = [.lying: 0, .seatedOrCrouched: 1, .upright: 2]
        let values: [Float?] = [nil, -0.5, 0, 0.29, 0.3, 0.39, 0.4, 0.59, 0.6, 2]
        func rank(_ measures: PostureMeasures) -> Int { order[Posture(measures)] ?? -1 }
        for knees in values {
            for ankles in values {
                for share in values {
                    var last = 0
                    for step in -5...10 {
                        let measures = PostureMeasures(
                            trunkScore: 1, trunkRise: Float(step) / 10, kneeDrop: knees, ankleDrop: ankles,
                            thighShare: share, boxAspect: 1)
                        #expect(rank(measures) >= last)
                        last = rank(measures)
                        for limb in [\PostureMeasures.kneeDrop, \.ankleDrop, \.thighShare] {
                            guard let value = measures[keyPath: limb] else { continue }
                            var greater = measures
                            greater[keyPath: limb] = value + 0.3
                            #expect(rank(greater) >= last)
                        }
                    }
                }
            }
        }
    }
}
